import { InputError } from '../../sim/core/diagnostics.js';
import type { RtlDesign } from '../kit/design.js';
import { elaborateToNetlist } from './elaborate.js';
import { runIverilog } from './iverilog.js';
import type { Netlist } from './netlist.js';
import { netlistSimulator } from './netlist-simulator.js';
import { runStreamBench } from './stream-bench.js';
import { runVerilatorLint } from './verilator.js';
import type { VerilogTop } from './verilog-top.js';
import { nativeYosys, wasmYosys, type YosysRunner } from './yosys.js';

/** What a check found. */
export interface Finding {
  readonly check: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly detail: string;
  readonly seconds: number;
}

/** Yosys of the npm package, or the one on the PATH where that is not installed. */
export async function anyYosys(): Promise<YosysRunner> {
  try {
    return await wasmYosys();
  } catch (error) {
    const native = await nativeYosys();
    if (native !== undefined) return native;
    throw error;
  }
}

/** Elaborates a module with Yosys, and plays the runs of a design on its netlist: values, protocol and cycles. */
export async function checkModule(module: VerilogTop, design: RtlDesign): Promise<readonly Finding[]> {
  const yosys = await anyYosys();
  let netlist: Netlist | undefined;
  const elaboration = await timed(`elaboration, ${yosys.version}`, async () => {
    const { ok, problems, ...made } = await elaborateToNetlist(yosys, module);
    netlist = made.netlist;
    return { outcome: ok ? 'passed' : 'failed', detail: ok ? 'no latch, no loop, no undriven signal' : problems.slice(0, 3).join('; ') };
  });
  const simulated = netlist;
  if (elaboration.outcome === 'failed' || simulated === undefined) return [elaboration];
  return [elaboration, await timed('netlist simulation', () => {
    const { ok, vectors, cycles, failures, miscount } = runStreamBench(netlistSimulator(simulated, module.top), design);
    if (ok) return { outcome: 'passed', detail: `${vectors} beats equal, ${cycles.join(', ')} cycles a run as modelled` };
    return { outcome: 'failed', detail: miscount !== undefined && failures.length === 1 ? `${vectors} beats equal, but not the cycles: ${miscount}` : failures.slice(0, 3).join('; ') };
  })];
}

/** Simulates an exported folder with its own testbench in Icarus Verilog, and lints it with Verilator; what is not installed is skipped by name. */
export async function checkWithTools(folder: string, top: string): Promise<readonly Finding[]> {
  return [
    await timed('Icarus Verilog', async () => {
      const { ok, warnings, vectors, cycles, failure } = await runIverilog(folder);
      const isSilent = warnings.length === 0;
      return { outcome: ok && isSilent ? 'passed' : 'failed', detail: !ok ? failure ?? 'it failed' : isSilent ? `${vectors ?? 0} beats equal, ${cycles ?? 0} cycles` : warnings[0]! };
    }),
    await timed('Verilator lint', async () => {
      const { ok, warnings } = await runVerilatorLint(folder, { top });
      return { outcome: ok ? 'passed' : 'failed', detail: ok ? 'no warning' : `${warnings.length} warnings, first: ${warnings[0]!.split('\n')[0]!}` };
    }),
  ];
}

async function timed(check: string, body: () => Pick<Finding, 'outcome' | 'detail'> | Promise<Pick<Finding, 'outcome' | 'detail'>>): Promise<Finding> {
  const start = performance.now();
  const seconds = (): number => Math.round(performance.now() - start) / 1000;
  try {
    const found = await body();
    return { check, ...found, seconds: seconds() };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const isMissing = error.problems.every((p) => p.code === 'rtl/no-tool');
    return { check, outcome: isMissing ? 'skipped' : 'failed', detail: error.problems.map(({ message, remedy }) => (remedy === undefined || isMissing ? message : `${message}; ${remedy}`)).join('; '), seconds: seconds() };
  }
}

import { InputError } from '../../sim/core/diagnostics.js';
import type { RtlDesign, RtlResources } from '../kit/design.js';
import { engineSimulationList } from '../kit/engine/engine-manifest.js';
import { withSharedSources } from '../kit/shared-sources.js';
import { elaborateHierarchy, elaborateToNetlist } from './elaborate.js';
import { runIverilog, type IverilogOptions } from './iverilog.js';
import { lockStep, type NetDifference } from './lock-step.js';
import type { Netlist } from './netlist.js';
import { netlistOf } from './netlist-script.js';
import { netlistSimulator } from './netlist-simulator.js';
import { checkModulePorts } from './port-check.js';
import { smallestFailure, type SmallFailure } from './smallest-failure.js';
import { runStreamBench, type StreamBenchResult } from './stream-bench.js';
import { TimeLimitError } from './stream-player.js';
import { unknownAsOnes } from './unknown-bits.js';
import { runVerilatorLint } from './verilator.js';
import type { VerilogTop } from './verilog-top.js';
import { nativeYosys, wasmYosys, type YosysRunner } from './yosys.js';

/** What a check found. */
export interface Finding {
  readonly check: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly detail: string;
  readonly seconds: number;
  /** Of a comparison with a synthesis: what that counted, of which chip and by which tool. */
  readonly synthesised?: { readonly resource: keyof RtlResources; readonly count: number; readonly family: string; readonly tool: string };
  /** The smallest input that shows the fault, where one was looked for and found. */
  readonly smallest?: Miss;
}

/** A small failing input, and the first internal signals that are not those of the design's own Verilog, in cycles of the same count; 0 is before the first. */
export interface Miss extends Pick<SmallFailure, 'phase' | 'runs' | 'fault'> {
  readonly difference?: NetDifference;
}

export interface CheckModuleOptions {
  /** Of each run of Yosys, and of the simulation; the smallest failing input may take as long again, up to a minute. Default 300 seconds. */
  readonly timeLimitMs?: number;
  /** Looks for the smallest failing input where something is wrong. */
  readonly shrink?: boolean;
  /** Compares internal signals with those of the design's own Verilog on the smallest failing input. */
  readonly traceSignals?: boolean;
  /** Streams without a tlast to judge. */
  readonly unmarked?: ReadonlySet<string>;
  /** Whether a run may take other cycles than modelled. */
  readonly anyCycles?: boolean;
}

const usualTimeLimitMs = 300_000;
/** For the smallest failing input, beyond the time limit. */
const longestShrinkMs = 60_000;

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

/** Elaborates a module with Yosys, and plays the runs of a design on its netlist: ports, values, protocol and cycles. */
export async function checkModule(module: VerilogTop, design: RtlDesign, options: CheckModuleOptions = {}): Promise<readonly Finding[]> {
  const { timeLimitMs = usualTimeLimitMs } = options;
  const yosys = await anyYosys();
  let netlist: Netlist | undefined;
  const elaboration = await timed(`elaboration, ${yosys.version}`, async () => {
    const { ok, problems, ...made } = await elaborateToNetlist(yosys, module, { timeLimitMs });
    netlist = made.netlist;
    return { outcome: ok ? 'passed' : 'failed', detail: ok ? 'no latch, no loop, no undriven signal' : problems.slice(0, 3).join('; ') };
  });
  const simulated = netlist;
  if (elaboration.outcome === 'failed' || simulated === undefined) return [elaboration];
  return [elaboration, await timed('netlist simulation', async () => simulation(yosys, module, simulated, design, options))];
}

type Found = Pick<Finding, 'outcome' | 'detail' | 'smallest'>;

async function simulation(yosys: YosysRunner, module: VerilogTop, netlist: Netlist, design: RtlDesign, options: CheckModuleOptions): Promise<Found> {
  const { timeLimitMs = usualTimeLimitMs, unmarked = new Set(), anyCycles = false, shrink = false, traceSignals = false } = options;
  const top = netlist.modules.find(({ name }) => name === module.top);
  if (top !== undefined) checkModulePorts(top, design);
  const start = performance.now();
  const benchOf = (one: Netlist): { readonly simulator: ReturnType<typeof netlistSimulator>; readonly found: StreamBenchResult } => {
    const simulator = netlistSimulator(one, module.top);
    const bench = runStreamBench(simulator, design, { unmarked, deadlineMs: start + timeLimitMs });
    return { simulator, found: anyCycles ? withoutCycles(bench) : bench };
  };
  try {
    const { simulator, found } = benchOf(netlist);
    if (!found.ok) {
      if (!shrink) return failed(found);
      const limits = { unmarked, deadlineMs: performance.now() + Math.min(longestShrinkMs, timeLimitMs) };
      // Two modules can be compared where both begin alike: with 0.
      const fromZero = traceSignals ? smallestFailure(simulator, design, found, { ...limits, atZero: true }) : undefined;
      const small = fromZero ?? smallestFailure(simulator, design, found, limits);
      if (small === undefined) return failed(found);
      const { phase, runs, fault } = small;
      const difference = fromZero === undefined ? undefined : await firstDifference(yosys, module, netlist, design, fromZero);
      return { ...failed(found), smallest: { phase, runs, fault, ...(difference === undefined ? {} : { difference }) } };
    }
    const ones = unknownAsOnes(netlist);
    const other = ones === undefined ? undefined : benchOf(ones).found;
    if (other?.ok === false) return { outcome: 'failed', detail: `results depend on bits that the source leaves unknown (x or z): right with zeros for them, not with ones: ${failed(other).detail}` };
    const { vectors, cycles } = found;
    return { outcome: 'passed', detail: `${vectors} beats equal, ${cycles.join(', ')} cycles a run ${anyCycles ? '(not judged)' : 'as modelled'}` };
  } catch (error) {
    if (error instanceof TimeLimitError) return { outcome: 'failed', detail: `stopped at the time limit of ${timeLimitMs / 1000} s` };
    throw error;
  }
}

function failed({ vectors, failures, miscount }: StreamBenchResult): Pick<Finding, 'outcome' | 'detail'> {
  const onlyCycles = miscount !== undefined && failures.length === 1;
  return { outcome: 'failed', detail: onlyCycles ? `${vectors} beats equal, but not the cycles: ${miscount}` : failures.slice(0, 3).join('; ') };
}

/** What the bench found beside cycles. */
function withoutCycles({ miscount, failures, ...rest }: StreamBenchResult): StreamBenchResult {
  const others = failures.filter((failure) => failure !== miscount);
  return { ...rest, failures: others, ok: others.length === 0 };
}

/** Plays the smallest failing input on the module and on the design's own core side by side. Undefined where no signal of a common name is different. */
async function firstDifference(yosys: YosysRunner, module: VerilogTop, netlist: Netlist, design: RtlDesign, small: SmallFailure): Promise<NetDifference | undefined> {
  const flat = netlist.modules.find(({ name }) => name === module.top);
  if (flat === undefined) return undefined;
  const own = await netlistOf(yosys, { sources: withSharedSources(design.sources), top: design.core, parameters: Object.fromEntries(design.parameters.map(({ name, value }) => [name, value])) });
  const pair = lockStep(netlistSimulator(netlist, module.top, { trace: true }), netlistSimulator(own, design.core, { trace: true }), flat);
  small.replay(pair);
  const difference = pair.difference();
  // The fault was seen before the next edge, and its cycles are counted without those of resets before.
  const before = pair.edges() + 1 - small.fault.cycle;
  return difference === undefined ? undefined : { ...difference, cycle: Math.max(0, difference.cycle - before) };
}

/** What the tools look at: a module of `rtl/` with its parameters, and the testbench. */
export interface ToolCheck {
  readonly top: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly testbench: string;
}

/** Elaborates a module that is too large to simulate: all its instances with their ports, and the checks of parameters. The native Yosys where it is installed takes half the time. */
export async function checkWhole(module: VerilogTop, { timeLimitMs = usualTimeLimitMs }: { readonly timeLimitMs?: number } = {}): Promise<Finding> {
  const yosys = await nativeYosys() ?? await anyYosys();
  return timed(`elaboration of the whole, ${yosys.version}`, async () => {
    const { ok, problems } = await elaborateHierarchy(yosys, module, { timeLimitMs });
    return { outcome: ok ? 'passed' : 'failed', detail: ok ? `${module.top} in all its instances; simulated is a smaller one` : problems.slice(0, 3).join('; ') };
  });
}

/** Simulates an exported folder with its own testbench in Icarus Verilog, and lints it with Verilator; what is not installed is skipped by name. */
export async function checkWithTools(folder: string, { top, parameters, testbench }: ToolCheck, limit: { readonly timeLimitMs?: number } = {}): Promise<readonly Finding[]> {
  return [
    await timed('Icarus Verilog', async () => simulated(folder, { ...limit, testbench })),
    await timed('Verilator lint', async () => {
      const { ok, warnings } = await runVerilatorLint(folder, { top, parameters, ...limit });
      return { outcome: ok ? 'passed' : 'failed', detail: ok ? 'no warning' : `${warnings.length} warnings, first: ${warnings[0]!.split('\n')[0]!}` };
    }),
  ];
}

/**
 * Simulates the engine of an exported folder with its testbench in Icarus Verilog: all of its problem without waits; with random ones up to a reset, and its
 * first job again. Skipped by name where that is not installed.
 */
export async function checkEngine(folder: string, testbench: string, limit: { readonly timeLimitMs?: number } = {}): Promise<Finding> {
  return timed('engine in Icarus Verilog', async () => simulated(folder, { ...limit, testbench, fileList: engineSimulationList, parameters: { PASSES: 0 } }));
}

async function simulated(folder: string, options: IverilogOptions): Promise<Found> {
  const { ok, warnings, vectors, cycles, failure } = await runIverilog(folder, options);
  const isSilent = warnings.length === 0;
  return { outcome: ok && isSilent ? 'passed' : 'failed', detail: !ok ? failure ?? 'it failed' : isSilent ? `${vectors ?? 0} beats equal, ${cycles ?? 0} cycles` : warnings[0]! };
}

async function timed(check: string, body: () => Found | Promise<Found>): Promise<Finding> {
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

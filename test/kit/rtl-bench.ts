import assert from 'node:assert/strict';
import type { RtlDesign } from '../../src/rtl-export/kit/design.js';
import { netlistOf } from '../../src/rtl-export/runners/netlist-script.js';
import { netlistSimulator, type NetlistSimulator } from '../../src/rtl-export/runners/netlist-simulator.js';
import { runStreamBench, type StreamBenchOptions, type StreamBenchResult } from '../../src/rtl-export/runners/stream-bench.js';
import type { VerilogTop } from '../../src/rtl-export/runners/verilog-top.js';
import { nativeYosys, wasmYosys, type YosysRunner } from '../../src/rtl-export/runners/yosys.js';

/** Verilog texts by file name. */
export type Sources = Readonly<Record<string, string>>;

/** Modules with a fault in one of them. What it replaces must stand there once. */
export function faulty(modules: Sources, file: string, from: string, to: string): Sources {
  const text = modules[file] ?? '';
  assert.equal(text.split(from).length, 2, `${file} has "${from}" once`);
  return { ...modules, [file]: text.replace(from, () => to) };
}

/** Yosys of the machine, which is faster, or the one of the npm package. */
export async function fastestYosys(): Promise<YosysRunner> {
  return await nativeYosys() ?? await wasmYosys();
}

export function topOf(design: RtlDesign, sources: Sources = design.sources): VerilogTop {
  return { sources, top: design.core, parameters: Object.fromEntries(design.parameters.map(({ name, value }) => [name, value])) };
}

export async function simulatorOf(yosys: YosysRunner, top: VerilogTop): Promise<NetlistSimulator> {
  return netlistSimulator(await netlistOf(yosys, top), top.top);
}

/** What a design does in its runs, on the netlist of its sources or of others: one after the other, back to back, with gaps, stalls and resets. */
export async function bench(yosys: YosysRunner, design: RtlDesign, sources?: Sources, options: StreamBenchOptions = { passes: 1 }): Promise<StreamBenchResult> {
  return runStreamBench(await simulatorOf(yosys, topOf(design, sources)), design, options);
}

/** Throws where a design does not give the values and the cycles of its models, bit for bit and cycle for cycle. */
export async function assertAgrees(yosys: YosysRunner, design: RtlDesign, options?: StreamBenchOptions): Promise<void> {
  const { failures, cycles } = await bench(yosys, design, undefined, options);
  assert.deepEqual(failures, []);
  assert.deepEqual(cycles, design.runs.map((run) => run.cycles));
}

import assert from 'node:assert/strict';
import type { CoreParameters, StoredFormat } from '../../../../src/arch/ternary/core/parameters.js';
import { ternaryTileDesign } from '../../../../src/arch/ternary/rtl.js';
import { verilog } from '../../../../src/arch/ternary/rtl/verilog.js';
import type { RtlDesign } from '../../../../src/rtl-export/kit/design.js';
import { withSharedSources } from '../../../../src/rtl-export/kit/shared-sources.js';
import { netlistOf } from '../../../../src/rtl-export/runners/netlist-script.js';
import { netlistSimulator, type NetlistSimulator } from '../../../../src/rtl-export/runners/netlist-simulator.js';
import { runStreamBench, type StreamBenchOptions, type StreamBenchResult } from '../../../../src/rtl-export/runners/stream-bench.js';
import type { VerilogTop } from '../../../../src/rtl-export/runners/verilog-top.js';
import { nativeYosys, wasmYosys, type YosysRunner } from '../../../../src/rtl-export/runners/yosys.js';

/** Verilog texts by file name. */
export type Sources = Readonly<Record<string, string>>;

/** All modules of the core as they are. */
export const coreModules: Sources = withSharedSources(verilog);

/** The modules with a fault in one of them. What it replaces must stand there once. */
export function withFault(file: string, from: string, to: string): Sources {
  const text = coreModules[file] ?? '';
  assert.equal(text.split(from).length, 2, `${file} has "${from}" once`);
  return { ...coreModules, [file]: text.replace(from, () => to) };
}

/** Yosys of the machine, which is faster, or the one of the npm package. */
export async function fastestYosys(): Promise<YosysRunner> {
  return await nativeYosys() ?? await wasmYosys();
}

/** A core of L tables of mu activations with K reads; activations of 8 bits, sums of 24, keys, unless others are given. */
export function core(group: number, tables: number, reads: number, format: StoredFormat = 'keys', others: Partial<CoreParameters> = {}): CoreParameters {
  return { group, tables, reads, format, activationBits: 8, sumBits: 24, ...others };
}

export function nameOf({ group, tables, reads, format, activationBits, sumBits }: CoreParameters): string {
  return `mu ${group}, ${tables} table(s), ${reads} read(s), INT${activationBits}, ${format}, sums of ${sumBits} bits`;
}

export function topOf(design: RtlDesign, sources: Sources = design.sources): VerilogTop {
  return { sources, top: design.core, parameters: Object.fromEntries(design.parameters.map(({ name, value }) => [name, value])) };
}

export async function simulatorOf(yosys: YosysRunner, top: VerilogTop): Promise<NetlistSimulator> {
  return netlistSimulator(await netlistOf(yosys, top), top.top);
}

/** Plays a design on the netlist of its sources, or of others. */
export async function bench(yosys: YosysRunner, design: RtlDesign, sources?: Sources, options: StreamBenchOptions = { passes: 1 }): Promise<StreamBenchResult> {
  return runStreamBench(await simulatorOf(yosys, topOf(design, sources)), design, options);
}

/** Bit for bit and cycle for cycle, with stalls and resets. */
export async function assertAgrees(yosys: YosysRunner, design: RtlDesign, options?: StreamBenchOptions): Promise<void> {
  const { failures, cycles } = await bench(yosys, design, undefined, options);
  assert.deepEqual(failures, []);
  assert.deepEqual(cycles, design.runs.map((run) => run.cycles));
}

export function designOf(p: CoreParameters): RtlDesign {
  return ternaryTileDesign(p);
}

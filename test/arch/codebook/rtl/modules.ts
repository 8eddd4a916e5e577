import assert from 'node:assert/strict';
import { codebookTileDesign } from '../../../../src/arch/codebook/rtl.js';
import { verilog } from '../../../../src/arch/codebook/rtl/verilog.js';
import type { TileParameters } from '../../../../src/arch/codebook/tile/parameters.js';
import type { RtlDesign } from '../../../../src/rtl-export/kit/design.js';
import { withSharedSources } from '../../../../src/rtl-export/kit/shared-sources.js';
import { netlistOf } from '../../../../src/rtl-export/runners/netlist-script.js';
import { netlistSimulator, type NetlistSimulator } from '../../../../src/rtl-export/runners/netlist-simulator.js';
import { runStreamBench, type StreamBenchOptions, type StreamBenchResult } from '../../../../src/rtl-export/runners/stream-bench.js';
import type { VerilogTop } from '../../../../src/rtl-export/runners/verilog-top.js';
import { nativeYosys, wasmYosys, type YosysRunner } from '../../../../src/rtl-export/runners/yosys.js';

/** Verilog texts by file name. */
export type Sources = Readonly<Record<string, string>>;

/** All modules of the tile as they are. */
export const tileModules: Sources = withSharedSources(verilog);

/** The modules with a fault in one of them. What it replaces must stand there once. */
export function withFault(file: string, from: string, to: string): Sources {
  const text = tileModules[file] ?? '';
  assert.equal(text.split(from).length, 2, `${file} has "${from}" once`);
  return { ...tileModules, [file]: text.replace(from, () => to) };
}

/** Yosys of the machine, which is faster, or the one of the npm package. */
export async function fastestYosys(): Promise<YosysRunner> {
  return await nativeYosys() ?? await wasmYosys();
}

/** A decoder; elements of 4 bits, activations of 8, sums of 32, codebooks in LUTs, unless others are given. */
export function tile(tokens: number, vectorLength: number, main: number, rest: number, others: Partial<TileParameters> = {}): TileParameters {
  return { tokens, vectorLength, main, rest, entryBits: 4, activationBits: 8, sumBits: 32, memory: 'luts', ...others };
}

export function nameOf(p: TileParameters): string {
  return `${p.tokens} token(s), vectors of ${p.vectorLength}, ${p.main} + ${p.rest} entries of ${p.entryBits} bits in ${p.memory}, INT${p.activationBits}, sums of ${p.sumBits} bits`;
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

export function designOf(p: TileParameters): RtlDesign {
  return codebookTileDesign(p);
}

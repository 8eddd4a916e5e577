import assert from 'node:assert/strict';
import { shiftAddTileDesign } from '../../../../src/arch/shift-add/rtl.js';
import { verilog } from '../../../../src/arch/shift-add/rtl/verilog.js';
import type { TileParameters } from '../../../../src/arch/shift-add/tile/parameters.js';
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

/**
 * A tile of tokens x columns x depth; activations of 8 bits, weights of up to 4, all bits in one pass, groups of four steps, a scaler for each token,
 * scales of 8 bits and outputs of 32, unless others are given.
 */
export function tile(tokens: number, columns: number, depth: number, others: Partial<TileParameters> = {}): TileParameters {
  const booth = others.encoding === 'booth';
  return {
    kind: 'shift-add', tokens, columns, depth, encoding: 'binary', termsPerCycle: booth ? 2 : 4, group: 4 * depth, scalers: 1, activationBits: 8, weightBits: 4,
    scaleBits: 8, accumulatorBits: 32, ...others,
  };
}

export function nameOf(p: TileParameters): string {
  return `${p.tokens} x ${p.columns} x ${p.depth}, INT${p.activationBits} x ${p.weightBits} bits, ${p.termsPerCycle} terms (${p.encoding}), groups of ${p.group}, ${p.scalers} scaler(s), `
    + `scales of ${p.scaleBits} bits, outputs of ${p.accumulatorBits}`;
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
  return shiftAddTileDesign(p);
}

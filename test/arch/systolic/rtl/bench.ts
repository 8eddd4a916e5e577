import assert from 'node:assert/strict';
import { verilog } from '../../../../src/arch/systolic/rtl/verilog.js';
import { systolicTileDesign } from '../../../../src/arch/systolic/rtl.js';
import { anyNumber, problemOf, type CheckProblem } from '../../../../src/arch/systolic/mesh/check-problems.js';
import type { MeshDataflow, MeshParameters } from '../../../../src/arch/systolic/mesh/parameters.js';
import type { RtlDesign } from '../../../../src/rtl-export/kit/design.js';
import { withSharedSources } from '../../../../src/rtl-export/kit/shared-sources.js';
import { netlistOf } from '../../../../src/rtl-export/runners/netlist-script.js';
import { netlistSimulator } from '../../../../src/rtl-export/runners/netlist-simulator.js';
import { runStreamBench, type StreamBenchResult } from '../../../../src/rtl-export/runners/stream-bench.js';
import type { VerilogTop } from '../../../../src/rtl-export/runners/verilog-top.js';
import { nativeYosys, wasmYosys, type YosysRunner } from '../../../../src/rtl-export/runners/yosys.js';
import { createRng } from '../../../../src/sim/core/rng.js';

export type Sources = Readonly<Record<string, string>>;

export const dataflows: readonly MeshDataflow[] = ['output-stationary', 'weight-stationary'];

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

/** A tile of INT8 operands and 32-bit sums, unless others are given. */
export function mesh(dataflow: MeshDataflow, rows: number, columns: number, widths: Partial<MeshParameters> = {}): MeshParameters {
  return { dataflow, rows, columns, activationBits: 8, weightBits: 8, sumBits: 32, ...widths };
}

export function topOf(design: RtlDesign, sources: Sources = tileModules): VerilogTop {
  return { sources, top: design.core, parameters: Object.fromEntries(design.parameters.map(({ name, value }) => [name, value])) };
}

/** What the tile of these sources does in the runs of a design: one after the other, back to back, with gaps, stalls and resets. */
export async function bench(yosys: YosysRunner, design: RtlDesign, sources: Sources = tileModules, seed = 1): Promise<StreamBenchResult> {
  return runStreamBench(netlistSimulator(await netlistOf(yosys, topOf(design, sources)), design.core), design, { passes: 1, seed });
}

/** Random products of up to three folds along each side, streams of any length, and anything in the lanes that are not used. */
export function randomDesign(p: MeshParameters, seed: number, runs: number): RtlDesign {
  const rng = createRng(seed);
  const side = (size: number): number => rng.pick([rng.integer(1, size), rng.integer(1, 3 * size)]);
  const problems = Array.from({ length: runs }, (): CheckProblem => {
    const [along, across, stream] = [side(p.rows), side(p.columns), rng.pick([1, 2, rng.integer(1, 12)])];
    const product = p.dataflow === 'output-stationary' ? { m: along, n: across, k: stream } : { k: along, n: across, m: stream };
    return { what: 'random', problem: problemOf(product, (bits) => anyNumber(rng, bits), p), filler: rng.integer(-2, 1) };
  });
  return systolicTileDesign(p, problems);
}

/** Throws where a tile does not give the values and the cycles of the models. */
export async function assertAgrees(yosys: YosysRunner, design: RtlDesign, seed = 1): Promise<void> {
  const { failures, cycles } = await bench(yosys, design, tileModules, seed);
  assert.deepEqual(failures, []);
  assert.deepEqual(cycles, design.runs.map((run) => run.cycles));
}

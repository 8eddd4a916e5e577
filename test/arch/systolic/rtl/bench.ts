import { verilog } from '../../../../src/arch/systolic/rtl/verilog.js';
import { systolicTileDesign } from '../../../../src/arch/systolic/rtl.js';
import { anyNumber, problemOf, type CheckProblem } from '../../../../src/arch/systolic/mesh/check-problems.js';
import type { MeshDataflow, MeshParameters } from '../../../../src/arch/systolic/mesh/parameters.js';
import type { RtlDesign } from '../../../../src/rtl-export/kit/design.js';
import { withSharedSources } from '../../../../src/rtl-export/kit/shared-sources.js';
import { createRng } from '../../../../src/sim/core/rng.js';
import { faulty, type Sources } from '../../../kit/rtl-bench.js';

export { assertAgrees, bench, fastestYosys, topOf, type Sources } from '../../../kit/rtl-bench.js';

export const dataflows: readonly MeshDataflow[] = ['output-stationary', 'weight-stationary'];

/** All modules of the tile as they are. */
export const tileModules: Sources = withSharedSources(verilog);

/** The modules with a fault in one of them. */
export function withFault(file: string, from: string, to: string): Sources {
  return faulty(tileModules, file, from, to);
}

/** A tile of INT8 operands and 32-bit sums, unless others are given. */
export function mesh(dataflow: MeshDataflow, rows: number, columns: number, widths: Partial<MeshParameters> = {}): MeshParameters {
  return { dataflow, rows, columns, activationBits: 8, weightBits: 8, sumBits: 32, ...widths };
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

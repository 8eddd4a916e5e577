import { verilog } from '../../../../src/arch/binary-tensor-core/rtl/verilog.js';
import { planeTileDesign } from '../../../../src/arch/binary-tensor-core/rtl.js';
import { anyPattern, problemOf, type CheckProblem } from '../../../../src/arch/binary-tensor-core/tile/check-problems.js';
import type { PlaneTileParameters } from '../../../../src/arch/binary-tensor-core/tile/parameters.js';
import type { RtlDesign } from '../../../../src/rtl-export/kit/design.js';
import { withSharedSources } from '../../../../src/rtl-export/kit/shared-sources.js';
import { createRng } from '../../../../src/sim/core/rng.js';
import { faulty, type Sources } from '../../../kit/rtl-bench.js';

export { assertAgrees, bench, fastestYosys, topOf, type Sources } from '../../../kit/rtl-bench.js';

export const codes = ['bipolar', 'twos-complement'] as const;

/** All modules of the unit as they are. */
export const tileModules: Sources = withSharedSources(verilog);

/** The modules with a fault in one of them. */
export function withFault(file: string, from: string, to: string): Sources {
  return faulty(tileModules, file, from, to);
}

/** A unit whose planes have calls of their own, of 32-bit sums, unless others are given. */
export function unit(code: PlaneTileParameters['code'], rows: number, columns: number, depth: number, others: Partial<PlaneTileParameters> = {}): PlaneTileParameters {
  return { code, rows, columns, depth, rowPlanes: 1, sumBits: 32, ...others };
}

/** Random products of up to three output tiles along each side, with any number of planes. */
export function randomDesign(p: PlaneTileParameters, seed: number, runs: number): RtlDesign {
  const rng = createRng(seed);
  const side = (size: number): number => rng.pick([rng.integer(1, size), rng.integer(1, 3 * size)]);
  return planeTileDesign(p, Array.from({ length: runs }, (): CheckProblem => {
    const shape = {
      m: side(p.rows / p.rowPlanes), n: side(p.columns), k: side(p.depth),
      activationBits: p.rowPlanes > 1 ? p.rowPlanes : rng.integer(1, 8), weightBits: rng.integer(1, 8),
    };
    return { what: 'random', problem: problemOf(p, shape, (bits) => anyPattern(rng, bits)) };
  }));
}

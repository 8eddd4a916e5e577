import type { CheckProblem } from '../../../../src/arch/lut-tensor-core/tile/check-problems.js';
import type { TileParameters } from '../../../../src/arch/lut-tensor-core/tile/parameters.js';
import { createRng, type Rng } from '../../../../src/sim/core/rng.js';
import { matrix } from '../../../../src/sim/numerics/arithmetic/matrix.js';

/** A product of numbers that a function gives for each place. */
export function problem(what: string, [m, n, k]: readonly [number, number, number], weightBits: number, activation: (row: number, column: number) => number, weight: (row: number, column: number) => number): CheckProblem {
  const table = (rows: number, number: (row: number, column: number) => number) => matrix(rows, k, Float64Array.from({ length: rows * k }, (_, i) => number(Math.floor(i / k), i % k)));
  return { what, problem: { activations: table(m, activation), weights: table(n, weight), weightBits } };
}

/** Any product: sizes that fill tiles or not, any planes, numbers of all sizes, or the ends of their range. */
export function randomProblem(p: TileParameters, rng: Rng): CheckProblem {
  const weightBits = rng.integer(1, p.planes);
  const number = (bits: number): (() => number) => {
    const [lowest, highest] = [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
    return rng.integer(0, 2) === 0 ? () => rng.pick([lowest, highest, 0]) : () => rng.integer(lowest, highest);
  };
  return problem('random', [rng.integer(1, 2 * p.m), rng.integer(1, 2 * p.n), rng.integer(1, 6 * p.k)], weightBits, number(p.activationBits), number(weightBits));
}

export function randomProblems(p: TileParameters, seed: number, count: number): readonly CheckProblem[] {
  const rng = createRng(seed);
  return Array.from({ length: count }, () => randomProblem(p, rng));
}

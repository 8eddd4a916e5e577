import { problemOf, weightRange, type CheckProblem, type Choices } from '../../../../src/arch/shift-add/tile/check-problems.js';
import type { TileParameters } from '../../../../src/arch/shift-add/tile/parameters.js';
import { createRng, type Rng } from '../../../../src/sim/core/rng.js';

/** A product of numbers that functions give; scales of 1 and zero points of 0 unless others are given. */
export function problem(p: TileParameters, what: string, [m, n, k]: readonly [number, number, number], weightBits: number, choices: Pick<Choices, 'activation' | 'weight'> & Partial<Choices>): CheckProblem {
  return { what, problem: problemOf(p, { m, n, k }, weightBits, { scale: () => 1, zeroPoint: () => 0, ...choices }) };
}

/** Any product: sizes that fill tiles or not, any width, numbers of all sizes, or the ends of their range. */
export function randomProblem(p: TileParameters, rng: Rng): CheckProblem {
  const weightBits = rng.integer(2, p.weightBits);
  const number = (lowest: number, highest: number): (() => number) => (
    rng.integer(0, 2) === 0 ? () => rng.pick([lowest, highest, 0]) : () => rng.integer(lowest, highest));
  const { least, most } = weightRange(p, weightBits);
  const half = 2 ** (p.activationBits - 1);
  const size = [rng.integer(1, 2 * p.tokens), rng.integer(1, 2 * p.columns), rng.integer(1, Math.min(40, 3 * p.group))] as const;
  return problem(p, 'random', size, weightBits, {
    activation: number(-half, half - 1), weight: number(least, most), scale: number(0, 2 ** p.scaleBits - 1), zeroPoint: number(0, 2 ** p.weightBits - 1),
  });
}

export function randomProblems(p: TileParameters, seed: number, count: number): readonly CheckProblem[] {
  const rng = createRng(seed);
  return Array.from({ length: count }, () => randomProblem(p, rng));
}

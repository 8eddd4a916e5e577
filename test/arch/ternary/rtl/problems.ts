import { problemOf, type CheckProblem } from '../../../../src/arch/ternary/core/check-problems.js';
import type { CoreParameters } from '../../../../src/arch/ternary/core/parameters.js';
import { createRng, type Rng } from '../../../../src/sim/core/rng.js';

/** A product of numbers that a function gives for each place. */
export function problem(what: string, [m, n, k]: readonly [number, number, number], activation: (token: number, input: number) => number, weight: (output: number, input: number) => number): CheckProblem {
  return { what, problem: problemOf({ m, n, k }, activation, weight) };
}

/** Any product: sizes that fill tiles or not, numbers of all sizes, or the ends of their range. */
export function randomProblem(p: CoreParameters, rng: Rng): CheckProblem {
  const [lowest, highest] = [-(2 ** (p.activationBits - 1)), 2 ** (p.activationBits - 1) - 1];
  const activation = rng.integer(0, 2) === 0 ? () => rng.pick([lowest, highest, 0]) : () => rng.integer(lowest, highest);
  return problem('random', [rng.integer(1, 3), rng.integer(1, 3 * p.reads), rng.integer(1, 4 * p.group * p.tables)], activation, () => rng.integer(-1, 1));
}

export function randomProblems(p: CoreParameters, seed: number, count: number): readonly CheckProblem[] {
  const rng = createRng(seed);
  return Array.from({ length: count }, () => randomProblem(p, rng));
}

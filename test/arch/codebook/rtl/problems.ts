import { problemOf, type CheckProblem } from '../../../../src/arch/codebook/tile/check-problems.js';
import type { TileParameters } from '../../../../src/arch/codebook/tile/parameters.js';
import { createRng, type Rng } from '../../../../src/sim/core/rng.js';

/** Any product: sizes that fill tiles or not, any number of entries, numbers of all sizes, or the ends of their range. */
export function randomProblem(p: TileParameters, rng: Rng): CheckProblem {
  const number = (bits: number): (() => number) => {
    const [lowest, highest] = [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
    return rng.integer(0, 2) === 0 ? () => rng.pick([lowest, highest, 0]) : () => rng.integer(lowest, highest);
  };
  const [main, rest] = [rng.integer(1, Math.min(p.main, 40)), p.rest === 0 ? 0 : rng.integer(1, Math.min(p.rest, 40))];
  const shape = { m: rng.integer(1, 2 * p.tokens), n: p.vectorLength * rng.integer(1, 3), k: rng.integer(1, 20) };
  return {
    what: 'random', problem: problemOf(p, shape, { main, rest }, {
      activation: number(p.activationBits), element: number(p.entryBits), residualElement: number(p.entryBits), index: () => rng.integer(0, main - 1), residualIndex: () => rng.integer(0, rest - 1),
    }),
  };
}

export function randomProblems(p: TileParameters, seed: number, count: number): readonly CheckProblem[] {
  const rng = createRng(seed);
  return Array.from({ length: count }, () => randomProblem(p, rng));
}

import { smallShapes } from '../../../rtl-export/kit/small-shapes.js';
import { createRng } from '../../../sim/core/rng.js';
import { matrix } from '../../../sim/numerics/arithmetic/matrix.js';
import type { CheckProblem } from './check-problems.js';
import type { TileParameters } from './parameters.js';

/** Very small products for a tile that is wrong, the simplest first: ones times -1 in one plane, then random numbers in all planes. */
export function* smallProblems({ m: rows, n: features, k: group, activationBits, planes }: TileParameters): Generator<CheckProblem> {
  const rng = createRng(1);
  const number = (bits: number) => (): number => rng.integer(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1);
  const draws = [
    { what: 'ones', weightBits: 1, activation: () => 1, weight: () => -1 },
    { what: 'random, one plane', weightBits: 1, activation: number(activationBits), weight: number(1) },
    { what: 'random, all planes', weightBits: planes, activation: number(activationBits), weight: number(planes) },
  ];
  for (const { m, n, k } of smallShapes({ m: [1, rows, rows + 1], n: [1, features, features + 1], k: [1, group, group + 1, 2 * group] })) {
    for (const { what, weightBits, activation, weight } of draws) {
      yield {
        what,
        problem: {
          activations: matrix(m, k, Float64Array.from({ length: m * k }, activation)),
          weights: matrix(n, k, Float64Array.from({ length: n * k }, weight)),
          weightBits,
        },
      };
    }
  }
}

import { smallShapes } from '../../../rtl-export/kit/small-shapes.js';
import { createRng } from '../../../sim/core/rng.js';
import { problemOf, weightRange, type CheckProblem } from './check-problems.js';
import type { TileParameters } from './parameters.js';

/** Very small products for a tile that is wrong, the simplest first: ones with a scale of 1 and no zero point, then random numbers. */
export function* smallProblems(p: TileParameters): Generator<CheckProblem> {
  const rng = createRng(1);
  const { tokens, columns, depth, weightBits } = p;
  const { least, most } = weightRange(p, weightBits);
  const draws = [
    { what: 'ones', activation: () => 1, weight: () => 1, scale: () => 1, zeroPoint: () => 0 },
    {
      what: 'random', activation: () => rng.integer(-(2 ** (p.activationBits - 1)), 2 ** (p.activationBits - 1) - 1), weight: () => rng.integer(least, most),
      scale: () => rng.integer(0, 2 ** p.scaleBits - 1), zeroPoint: () => rng.integer(0, 2 ** weightBits - 1),
    },
  ];
  for (const shape of smallShapes({ m: [1, tokens, tokens + 1], n: [1, columns, columns + 1], k: [1, depth, depth + 1, 2 * depth + 1] })) {
    for (const { what, ...choices } of draws) yield { what, problem: problemOf(p, shape, weightBits, choices) };
  }
}

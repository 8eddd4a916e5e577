import { smallShapes } from '../../../rtl-export/kit/small-shapes.js';
import { createRng } from '../../../sim/core/rng.js';
import type { CheckProblem } from './check-problems.js';
import type { TileParameters } from './problem.js';
import { weightValues } from './weight-format.js';

/** FP16 patterns of 1 and of numbers from 1 to below 2. */
const one = 0x3c00;
const belowTwo = 0x3fff;

/** Very small products for a tile that is wrong, the simplest first: ones with a scale of 1, then random numbers. */
export function* smallProblems({ rows, columns, format }: TileParameters): Generator<CheckProblem> {
  const rng = createRng(1);
  const unit = weightValues(format, 0).indexOf(1);
  const draws = [
    { what: 'ones', activation: () => one, weight: () => unit, scale: () => 1 },
    { what: 'random', activation: () => rng.integer(one, belowTwo), weight: () => rng.integer(0, 2 ** format.bits - 1), scale: () => rng.integer(0, 255) },
  ];
  for (const { m, n, k } of smallShapes({ m: [1, columns, columns + 1], n: [1, 2, rows, rows + 1], k: [1, 2, 4, 5, 9] })) {
    for (const { what, activation, weight, scale } of draws) {
      yield {
        what,
        problem: {
          shape: { tokens: m, channels: n, reduction: k, group: k },
          activations: Uint16Array.from({ length: m * k }, activation), weights: Uint8Array.from({ length: n * k }, weight),
          selectors: new Uint8Array(n), scales: Uint8Array.from({ length: n }, scale),
        },
      };
    }
  }
}

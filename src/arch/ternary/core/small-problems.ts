import { smallShapes } from '../../../rtl-export/kit/small-shapes.js';
import { createRng } from '../../../sim/core/rng.js';
import { problemOf, type CheckProblem } from './check-problems.js';
import type { CoreParameters } from './parameters.js';

/** Very small products for a core that is wrong, the simplest first: ones times ones, negated, then random numbers. */
export function* smallProblems({ group, tables, reads, activationBits }: CoreParameters): Generator<CheckProblem> {
  const rng = createRng(1);
  const draws = [
    { what: 'ones', activation: () => 1, weight: () => 1 },
    { what: 'ones, negated', activation: () => 1, weight: () => -1 },
    { what: 'random', activation: () => rng.integer(-(2 ** (activationBits - 1)), 2 ** (activationBits - 1) - 1), weight: () => rng.integer(-1, 1) },
  ];
  const inputs = group * tables;
  for (const shape of smallShapes({ m: [1, 2], n: [1, reads, reads + 1], k: [1, group, group + 1, inputs, inputs + 1, 2 * inputs + 1] })) {
    for (const { what, activation, weight } of draws) yield { what, problem: problemOf(shape, activation, weight) };
  }
}

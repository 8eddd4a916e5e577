import { smallShapes } from '../../../rtl-export/kit/small-shapes.js';
import { createRng } from '../../../sim/core/rng.js';
import { anyPattern, problemOf, type CheckProblem } from './check-problems.js';
import type { PlaneTileParameters } from './parameters.js';

/** Very small products for a unit that is wrong, the simplest first: one bit of each operand in one plane of weights, then random numbers in two. */
export function* smallProblems(p: PlaneTileParameters): Generator<CheckProblem> {
  const rng = createRng(1);
  const activationBits = p.rowPlanes;
  const draws = [
    { what: 'ones', weightBits: 1, pattern: () => 1 },
    { what: 'random, one plane of weights', weightBits: 1, pattern: (bits: number) => anyPattern(rng, bits) },
    { what: 'random, two planes of weights', weightBits: 2, pattern: (bits: number) => anyPattern(rng, bits) },
  ];
  const tokens = p.rows / p.rowPlanes;
  for (const shape of smallShapes({ m: [1, tokens, tokens + 1], n: [1, p.columns, p.columns + 1], k: [1, 2, p.depth, p.depth + 1] })) {
    for (const { what, weightBits, pattern } of draws) yield { what, problem: problemOf(p, { ...shape, activationBits, weightBits }, pattern) };
  }
}

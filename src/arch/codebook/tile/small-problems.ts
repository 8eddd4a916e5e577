import { smallShapes } from '../../../rtl-export/kit/small-shapes.js';
import { createRng } from '../../../sim/core/rng.js';
import { problemOf, type CheckProblem, type Choices } from './check-problems.js';
import type { TileParameters } from './parameters.js';

/** Very small products for a tile that is wrong, the simplest first: ones from codebooks of one entry, then random numbers from one of three and one of two. */
export function* smallProblems(p: TileParameters): Generator<CheckProblem> {
  const rng = createRng(1);
  const any = (bits: number) => (): number => rng.integer(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1);
  const one = { main: 1, rest: Math.min(p.rest, 1) };
  const few = { main: Math.min(p.main, 3), rest: Math.min(p.rest, 2) };
  const ones: Choices = { activation: () => 1, element: () => 1, index: () => 0, residualElement: () => 0, residualIndex: () => 0 };
  const random: Choices = {
    activation: any(p.activationBits), element: any(p.entryBits), index: () => rng.integer(0, few.main - 1), residualElement: any(p.entryBits), residualIndex: () => rng.integer(0, few.rest - 1),
  };
  const { tokens, vectorLength: v } = p;
  for (const shape of smallShapes({ m: [1, tokens, tokens + 1], n: [v, 2 * v], k: [1, 2, 3, 5] })) {
    yield { what: 'ones', problem: problemOf(p, shape, one, ones) };
    yield { what: 'random', problem: problemOf(p, shape, few, random) };
  }
}

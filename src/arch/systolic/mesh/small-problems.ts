import { smallShapes } from '../../../rtl-export/kit/small-shapes.js';
import { createRng } from '../../../sim/core/rng.js';
import { anyNumber, problemOf, type CheckProblem } from './check-problems.js';
import type { MeshParameters } from './parameters.js';

/** Very small products for a tile that is wrong, the simplest first: ones times ones, then random numbers; of folds that are not full, and of two. */
export function* smallProblems(p: MeshParameters): Generator<CheckProblem> {
  const rng = createRng(1);
  const draws = [
    { what: 'ones', number: () => 1 },
    { what: 'random', number: (bits: number) => anyNumber(rng, bits) },
  ];
  const alongRows = [1, 2, p.rows, p.rows + 1];
  const sizes = p.dataflow === 'output-stationary' ? { m: alongRows, n: [1, 2, p.columns, p.columns + 1], k: [1, 2, 5] } : { m: [1, 2, 5], n: [1, 2, p.columns, p.columns + 1], k: alongRows };
  for (const shape of smallShapes(sizes)) for (const { what, number } of draws) yield { what, problem: problemOf(shape, number, p) };
}

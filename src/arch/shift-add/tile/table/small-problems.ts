import { smallShapes } from '../../../../rtl-export/kit/small-shapes.js';
import { createRng } from '../../../../sim/core/rng.js';
import { matrix } from '../../../../sim/numerics/arithmetic/matrix.js';
import { tableGroup } from '../../energy/operation.js';
import { randomCodes, type TableCheckProblem } from './check-problems.js';
import type { TableParameters } from './parameters.js';

/** Very small products for tables that are wrong, the simplest first: an activation of 1 for each, then random numbers. */
export function* smallTableProblems(p: TableParameters): Generator<TableCheckProblem> {
  const rng = createRng(1);
  const perSet = tableGroup * p.tables;
  for (const shape of smallShapes({ m: [1, 2], n: [1, p.reads, Math.min(p.featuresHeld, 2 * p.reads)], k: [1, perSet, perSet + 1] })) {
    const random = randomCodes(p, rng, { ...shape, planes: Math.min(2, p.weightBits), rowGroups: 1, terms: 1 });
    yield { what: 'ones', problem: { ...random, activations: matrix(shape.m, shape.k, new Float64Array(shape.m * shape.k).fill(1)) } };
    yield { what: 'random', problem: random };
  }
}

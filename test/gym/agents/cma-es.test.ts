import assert from 'node:assert/strict';
import { cmaEs } from '../../../src/gym/agents/cma-es.js';
import { recombination } from '../../../src/gym/agents/cma-es-weights.js';
import type { Parameter } from '../../../src/sim/model/design-space.js';
import type { SearchProblem } from '../../../src/gym/problem/search-problem.js';
import { search } from '../../../src/gym/search.js';

function problemOf(parameters: readonly Parameter[], cost: (x: readonly number[]) => number, excess: (x: readonly number[]) => number = () => 0): SearchProblem {
  return {
    name: 'test', space: { parameters }, objectives: [{ name: 'cost', direction: 'minimise' }], constraints: [{ name: 'limit', limit: 'at most 0' }],
    evaluate: (design) => ({ objectives: [cost(design)], violations: [Math.max(0, excess(design))], reasons: [], metrics: {} }),
  };
}

const reals = (count: number): Parameter[] => Array.from({ length: count }, (_, i) => ({ type: 'real', name: `x${i}`, low: -2, high: 3, scale: 'linear' }));
const best = (problem: SearchProblem, budget: number, seed: number): number => search(problem, cmaEs, { budget, seed }).front[0]!.evaluation.objectives![0]!;

describe('cma-es', () => {
  it('learns scales and turned axes: an ellipsoid and a curved valley', () => {
    const ellipsoid = problemOf(reals(8), (x) => x.reduce((sum, one, i) => sum + 10 ** (i / 2) * (one + (x[(i + 1) % 8]! - 1) / 2 - 0.7) ** 2, 0));
    const valley = problemOf(reals(4), (x) => x.slice(1).reduce((sum, one, i) => sum + 100 * (one - x[i]! ** 2) ** 2 + (1 - x[i]!) ** 2, 0));
    assert.ok(best(ellipsoid, 3000, 1) < 1e-8);
    for (const seed of [1, 2]) assert.ok(best(valley, 3000, seed) < 1e-6);
  });

  it('finds an optimum in a corner, and on the edge of what is legal', () => {
    const corner = problemOf(reals(5), (x) => x.reduce((sum, one) => sum + one, 0));
    const edge = problemOf(reals(5), (x) => x.reduce((sum, one) => sum + one ** 2, 0), (x) => 1 - x[0]!);
    for (const seed of [1, 2, 3]) {
      assert.ok(best(corner, 1500, seed) < -10 + 1e-4);
      assert.ok(best(edge, 2000, seed) < 1 + 1e-3);
    }
  });

  it('does not lose whole numbers and categories: each is found, one step at a time or at once', () => {
    const mixed = problemOf([
      { type: 'categorical', name: 'kind', values: ['a', 'b', 'c', 'd', 'e'] }, { type: 'integer', name: 'count', low: 0, high: 40, scale: 'linear' },
      { type: 'ordinal', name: 'size', values: [1, 2, 4, 8, 16] }, ...reals(2),
    ], ([kind, count, size, x, y]) => (kind === 3 ? 0 : 5) + Math.abs(count! - 31) + 3 * Math.abs(size! - 1) + x! ** 2 + y! ** 2);
    for (const seed of [1, 2, 3, 4, 5]) assert.ok(best(mixed, 1500, seed) < 0.05);
  });

  it('weighs the better half by rank, and takes back what the others add', () => {
    for (const [population, size] of [[4, 1], [10, 8], [33, 20]] as const) {
      const { weights, mass, rankOne, rankMany } = recombination(population, size);
      const good = weights.filter((weight) => weight > 0);
      assert.ok(Math.abs(good.reduce((a, b) => a + b, 0) - 1) < 1e-12);
      assert.ok(Math.abs(1 / good.reduce((sum, weight) => sum + weight ** 2, 0) - mass) < 1e-9);
      weights.slice(1).forEach((weight, i) => { assert.ok(weight <= weights[i]!); });
      assert.ok(rankOne > 0 && rankMany > 0 && rankOne + rankMany < 1);
    }
  });
});

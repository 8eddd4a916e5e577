import assert from 'node:assert/strict';
import { antColony } from '../../../src/gym/agents/ant-colony.js';
import { regularisedEvolution } from '../../../src/gym/agents/regularised-evolution.js';
import { successiveHalving } from '../../../src/gym/agents/successive-halving.js';
import { withTried } from '../../../src/gym/agents/tried.js';
import type { SearchProblem } from '../../../src/gym/problem/search-problem.js';
import { search } from '../../../src/gym/search.js';

const values = [0, 1, 2, 3, 4, 5, 6, 7];
const problem: SearchProblem = {
  name: 'tried', objectives: [{ name: 'cost', direction: 'minimise' }], constraints: [],
  space: { parameters: [{ type: 'categorical', name: 'a', values }, { type: 'ordinal', name: 'b', values }, { type: 'integer', name: 'c', low: 0, high: 7, scale: 'linear' }] },
  evaluate: (design) => ({ objectives: [design.reduce((sum, code) => sum + code, 0)], violations: [], reasons: [], metrics: {} }),
};

describe('designs that were tried', () => {
  it('are remembered by their keys, the last thousand', () => {
    const keys = withTried(['old'], [[1, 2], [0.5, 1]]);
    assert.deepEqual(keys.slice(0, 2), ['old', '1,2']);
    assert.equal(keys.length, 3);
    const many = withTried(keys, Array.from({ length: 999 }, (_, i) => [i, 0]));
    assert.deepEqual([many.length, many[0], many.at(-1)], [1000, keys[2], '998,0']);
  });

  for (const kind of [antColony, regularisedEvolution, successiveHalving]) {
    it(`are not asked for again by ${kind.id}, while there are others`, () => {
      const { evaluations, evaluated } = search(problem, kind, { budget: 400, seed: 1 });
      assert.deepEqual([evaluations, evaluated], [400, 400]);
    });
  }
});

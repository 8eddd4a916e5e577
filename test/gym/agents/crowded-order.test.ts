import assert from 'node:assert/strict';
import fc from 'fast-check';
import { crowdedOrder } from '../../../src/gym/agents/crowded-order.js';
import { compareScores, type Score } from '../../../src/gym/problem/evaluation.js';

const score = (costs: number): fc.Arbitrary<Score> => fc.record({
  costs: fc.option(fc.array(fc.integer({ min: 0, max: 6 }), { minLength: costs, maxLength: costs }), { freq: 5 }), violation: fc.constantFrom(0, 0, 0, 1, 2),
}).map((one) => (one.costs === null && one.violation === 0 ? { ...one, violation: 3 } : one));

describe('the crowded order', () => {
  it('has every index once, and nobody after one that it beats', () => {
    fc.assert(fc.property(fc.array(score(2), { maxLength: 30 }), (scores) => {
      const order = crowdedOrder(scores);
      assert.deepEqual([...order].sort((a, b) => a - b), scores.map((_, i) => i));
      order.forEach((later, at) => { for (const earlier of order.slice(0, at)) assert.ok(compareScores(scores[later]!, scores[earlier]!) >= 0); });
    }));
  });

  it('is that of the costs where there is one, equal ones in their order', () => {
    fc.assert(fc.property(fc.array(score(1), { maxLength: 30 }), (scores) => {
      const key = ({ costs, violation }: Score): number => (violation > 0 ? 100 + violation : costs![0]!);
      assert.deepEqual(crowdedOrder(scores), scores.map((_, i) => i).sort((a, b) => key(scores[a]!) - key(scores[b]!) || a - b));
    }));
  });

  it('begins a front with its ends, then with those that have room around them', () => {
    const scores = [[4, 4], [0, 9], [4.5, 3.5], [9, 0], [5, 3]].map((costs): Score => ({ costs, violation: 0 }));
    assert.deepEqual(crowdedOrder(scores), [1, 3, 0, 4, 2]);
  });
});

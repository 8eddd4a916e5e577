import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkedEvaluation, compareScores, costsOf, failed, failureViolation, isLegal, scoreOf, totalViolation } from '../../../src/gym/problem/evaluation.js';
import type { Evaluation } from '../../../src/gym/problem/search-problem.js';

const problem = { objectives: [{ name: 'time', direction: 'minimise' as const }, { name: 'rate', direction: 'maximise' as const }], constraints: [{ name: 'area' }, { name: 'power' }] };
const of = (objectives: readonly number[] | null, ...violations: number[]): Evaluation => ({ objectives, violations, reasons: [], metrics: {} });

describe('evaluations', () => {
  it('have costs that are all minimised, and none where they failed', () => {
    assert.deepEqual(costsOf(problem, of([3, 5], 0, 0)), [3, -5]);
    assert.equal(costsOf(problem, of(null, 1, 0)), null);
    assert.equal(costsOf(problem, failed('why', 2)), null);
  });

  it('are legal with objectives, without violation and without failure only', () => {
    assert.ok(isLegal(of([1, 1], 0, 0)));
    for (const other of [of([1, 1], 0, 0.1), of(null, 0, 0), failed('why', 2)]) assert.ok(!isLegal(other));
  });

  it('compare by Deb\'s rules: legal first, then less violation, then domination', () => {
    const order = [of([1, 9], 0, 0), of([2, 9], 0, 0), of([0, 99], 0.1, 0), of(null, 0.1, 0.2), failed('why', 2)].map((one) => scoreOf(problem, one));
    order.forEach((a, i) => { order.forEach((b, j) => { assert.equal(Math.sign(compareScores(a, b)), Math.sign(i - j)); }); });
    assert.equal(compareScores(scoreOf(problem, of([1, 1], 0, 0)), scoreOf(problem, of([2, 2], 0, 0))), 0);
  });

  it('have a finite total violation, however large the parts', () => {
    fc.assert(fc.property(fc.array(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true })), (violations) => {
      const total = totalViolation(of([1, 1], ...violations));
      assert.ok(Number.isFinite(total) && total >= Math.max(0, ...violations));
    }));
    assert.equal(totalViolation(of(null, 0, 0)), failureViolation);
  });

  it('that are no numbers become failures', () => {
    assert.equal(checkedEvaluation(problem, of([1, NaN], 0, 0)).failure, 'objective rate is NaN');
    assert.equal(checkedEvaluation(problem, of([Infinity, 1], 0, 0)).objectives, null);
    assert.equal(checkedEvaluation(problem, of([1, 1], 0, -1)).failure, 'the violation of power is -1');
    const good = of([1, 1], 0, 0.5);
    assert.equal(checkedEvaluation(problem, good), good);
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { failed } from '../../../src/gym/problem/evaluation.js';
import type { Evaluation } from '../../../src/gym/problem/search-problem.js';
import { leastReward, rewardEpsilon, rewardNamed, rewardNames, type Target } from '../../../src/gym/env/reward.js';

const least: Target = { name: 'latency', direction: 'minimise', value: 10 };
const most: Target = { name: 'rate', direction: 'maximise', value: 4 };
const evaluation = (objectives: readonly number[] | null, violations: readonly number[] = [0]): Evaluation => ({ objectives, violations, reasons: [], metrics: {} });
const reward = (name: string, targets: readonly Target[], objectives: readonly number[] | null, violations?: readonly number[]): number => rewardNamed(name, targets)(evaluation(objectives, violations));

describe('rewards', () => {
  it('of targets are the missing shares until all hold, then the mean of what is gained', () => {
    assert.equal(reward('target', [least], [15]), -0.5);
    assert.equal(reward('target', [least], [10]), 0);
    assert.equal(reward('target', [least], [4]), 0.6);
    assert.equal(reward('target', [least], [0]), 1);
    assert.equal(reward('target', [least, most], [4, 3]), -0.25);
    assert.equal(reward('target', [least, most], [4, 8]), (0.6 + 0.5) / 2);
    assert.equal(reward('target', [least], [4], [0.5]), -0.5);
    assert.equal(reward('target', [{ ...least, value: 0 }], [2]), -2);
  });

  it('of targets rise with every objective that gets better, and legal designs beat all others', () => {
    const number = fc.double({ min: 0, max: 1e3, noNaN: true });
    fc.assert(fc.property(number, number, number, number, (a, b, rate, violation) => {
      const [better, worse] = [Math.min(a, b), Math.max(a, b)];
      assert.ok(reward('target', [least, most], [better, rate]) >= reward('target', [least, most], [worse, rate]));
      assert.ok(reward('target', [least, most], [rate, worse]) >= reward('target', [least, most], [rate, better]));
      const met = reward('target', [least, most], [Math.min(10, better), 4 + rate]);
      assert.ok(met >= 0 && met <= 1);
      if (violation > 0) assert.ok(reward('target', [least, most], [0, 1e6], [violation]) < 0);
    }));
  });

  it('are finite for every evaluation, and least for a failure', () => {
    const double = fc.double({ noNaN: true, noDefaultInfinity: true });
    for (const name of rewardNames) {
      const of = rewardNamed(name, [least, most]);
      fc.assert(fc.property(double, double, fc.double({ min: 0, max: 1e9, noNaN: true }), (x, y, violation) => {
        const value = of(evaluation([x, y], [violation]));
        assert.ok(Number.isFinite(value) && value >= leastReward);
      }));
      assert.equal(of(failed('no numbers', 1)), leastReward);
      assert.equal(of(evaluation(null, [0.25])), -0.25);
    }
  });

  it('of other gyms are theirs', () => {
    // T / |x - T| rewards what is near, on both sides alike.
    assert.equal(reward('archgym-target', [least], [15]), 2);
    assert.equal(reward('archgym-target', [least], [5]), 2);
    assert.equal(reward('archgym-target', [least, most], [15, 3]), 8);
    assert.ok(Math.abs(reward('archgym-target', [least], [10]) * rewardEpsilon - 1) < 1e-9);
    assert.equal(reward('farsi-distance', [least, most], [15, 8]), -(0.5 + 1e-9));
    assert.equal(reward('inverse', [least, most], [5, 8]), 8 / 5);
    assert.equal(reward('inverse', [least], [0]), 1 / rewardEpsilon);
    for (const name of ['archgym-target', 'farsi-distance', 'inverse']) assert.equal(reward(name, [least], [5], [0.75]), -0.75);
  });
});

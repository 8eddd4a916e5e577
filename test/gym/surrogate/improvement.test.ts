import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRng } from '../../../src/sim/core/rng.js';
import { normal } from '../../../src/gym/agents/normal.js';
import { hypervolume } from '../../../src/gym/measure/hypervolume.js';
import { frontGain, frontVolumeGain } from '../../../src/gym/surrogate/front-gain.js';
import { logExpectedImprovement, normalCdf } from '../../../src/gym/surrogate/normal.js';
import { commonSign, costOfTarget, logSlope, targetOf, targetScale } from '../../../src/gym/surrogate/targets.js';

describe('expected improvement', () => {
  it('is the mean of what draws improve on the best', () => {
    const rng = createRng(1);
    for (const [best, mean, deviation] of [[0, 0, 1], [1, 2, 0.5], [3, 1, 2]] as const) {
      let sum = 0;
      for (let i = 0; i < 200_000; i++) sum += Math.max(0, best - (mean + deviation * normal(rng)));
      assert.ok(Math.abs(Math.exp(logExpectedImprovement(best, mean, deviation)) / (sum / 200_000) - 1) < 0.05);
    }
  });

  it('falls with the mean and rises with the deviation, far beyond where it is 0 as a number', () => {
    for (let mean = -3; mean < 60; mean += 0.25) {
      assert.ok(logExpectedImprovement(0, mean + 0.25, 1) < logExpectedImprovement(0, mean, 1), `at ${mean}`);
      assert.ok(logExpectedImprovement(0, mean, 1.1) > logExpectedImprovement(0, mean, 1));
    }
    assert.equal(logExpectedImprovement(1, 2, 0), -Infinity);
    assert.equal(logExpectedImprovement(3, 2, 0), 0);
  });

  it('uses a normal distribution that is exact to 1e-7', () => {
    for (const [z, p] of [[0, 0.5], [1, 0.8413447460685429], [1.96, 0.9750021048517795], [-3, 0.0013498980316300933]] as const) assert.ok(Math.abs(normalCdf(z) - p) < 1e-7);
  });
});

describe('the area that a point adds to a front', () => {
  it('is the difference of two hypervolumes', () => {
    const cost = fc.integer({ min: 0, max: 12 }).map((one) => one / 10);
    fc.assert(fc.property(fc.array(fc.tuple(cost, cost), { maxLength: 12 }), cost, cost, (points, x, y) => {
      const front = points.filter((a) => !points.some((b) => b !== a && b[0] <= a[0] && b[1] <= a[1] && (b[0] < a[0] || b[1] < a[1])));
      const reference = [1.1, 1.1];
      assert.ok(Math.abs(frontGain(front, reference)(x, y) - (hypervolume([...front, [x, y]], reference) - hypervolume(front, reference))) < 1e-12);
    }));
  });
});

describe('the volume that a point adds to a front', () => {
  it('is the difference of two hypervolumes', () => {
    const cost = fc.integer({ min: 0, max: 12 }).map((one) => one / 10);
    fc.assert(fc.property(fc.array(fc.tuple(cost, cost, cost), { maxLength: 12 }), cost, cost, cost, (points, x, y, z) => {
      const front = points.filter((a) => !points.some((b) => b.some((one, k) => one < a[k]!) && b.every((one, k) => one <= a[k]!)));
      const reference = [1.1, 1, 1.2];
      assert.ok(Math.abs(frontVolumeGain(front, reference)(x, y, z) - (hypervolume([...front, [x, y, z]], reference) - hypervolume(front, reference))) < 1e-12);
    }));
  });
});

describe('targets', () => {
  it('go from 0 to 1 over the legal costs, in their order, and back', () => {
    fc.assert(fc.property(fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }).map((one) => Math.round(one * 100) / 100), { minLength: 2, maxLength: 20 }), (costs) => {
      const scale = targetScale(commonSign(costs), costs);
      const targets = costs.map((cost) => targetOf(scale, cost));
      assert.ok(Math.min(...targets) === 0 && (Math.max(...targets) === 1 || new Set(costs).size === 1));
      costs.forEach((a, i) => {
        assert.ok(Math.abs(costOfTarget(scale, targets[i]!) - a) < 1e-6 * Math.max(1, Math.abs(a)));
        costs.forEach((b, j) => { assert.ok(a >= b || targets[i]! < targets[j]!); });
      });
    }));
  });

  it('may be logarithms where costs have one sign, so also of what is maximised, and none is a zero but for rounding', () => {
    assert.deepEqual([[1, 100], [1, 9], [-1, 100], [-100, -1], [0, 100], [3, 3], [1e-17, 1]].map(commonSign), [1, 1, 0, -1, 0, 0, 0]);
    assert.ok(Math.abs(targetOf(targetScale(1, [1, 100]), 10) - 0.5) < 1e-12);
    assert.ok(Math.abs(targetOf(targetScale(-1, [-100, -1]), -10) - 0.5) < 1e-12);
  });

  it('rise by the slope that they say', () => {
    for (const [sign, costs] of [[0, [-3, 5]], [1, [2, 90]], [-1, [-90, -2]]] as const) {
      const scale = targetScale(sign, costs);
      for (const cost of costs) {
        const step = 1e-6 * Math.abs(cost);
        const slope = (targetOf(scale, cost + step) - targetOf(scale, cost - step)) / (2 * step);
        assert.ok(Math.abs(Math.log(slope) - logSlope(scale, cost)) < 1e-6);
      }
    }
  });
});

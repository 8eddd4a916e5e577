import assert from 'node:assert/strict';
import fc from 'fast-check';
import { kMeans, lloyd, nearestCenter, optimalCenters, weightedPoints } from '../../../../src/sim/numerics/codecs/k-means.js';
import { createRng } from '../../../../src/sim/core/rng.js';

/** Squared error with every value at its nearest center, the slow way. */
function errorOf(values: readonly number[], centers: ArrayLike<number>, weights?: readonly number[]): number {
  return values.reduce((sum, x, i) => sum + (weights?.[i] ?? 1) * Math.min(...Array.from(centers, (c) => (x - c) ** 2)), 0);
}

/** The least error of any assignment to `count` clusters, each at its weighted mean. */
function leastError(values: readonly number[], weights: readonly number[], count: number): number {
  let least = Infinity;
  for (let code = 0; code < count ** values.length; code++) {
    const clusters = values.map((_, i) => Math.floor(code / count ** i) % count);
    let error = 0;
    for (let c = 0; c < count; c++) {
      const members = values.map((x, i) => ({ x, w: weights[i]! })).filter((_, i) => clusters[i] === c);
      const total = members.reduce((sum, m) => sum + m.w, 0);
      const mean = total === 0 ? 0 : members.reduce((sum, m) => sum + m.w * m.x, 0) / total;
      error += members.reduce((sum, m) => sum + m.w * (m.x - mean) ** 2, 0);
    }
    least = Math.min(least, error);
  }
  return least;
}

const value = fc.integer({ min: -40, max: 40 }).map((n) => n / 8);
const real = fc.integer({ min: -3 * 2 ** 20, max: 3 * 2 ** 20 }).map((n) => n / 2 ** 20);
const many = fc.array(real, { minLength: 1, maxLength: 120 });
const starts = fc.array(real, { minLength: 1, maxLength: 9 });
const clusters = fc.integer({ min: 1, max: 9 });
const close = (a: number, b: number, scale: number): boolean => Math.abs(a - b) <= 1e-9 * (scale + 1e-12);
const squares = (values: readonly number[]): number => values.reduce((sum, x) => sum + x * x, 0);

describe('optimalCenters', () => {
  it('has the least error of all assignments of a few weighted values', () => {
    const weighted = fc.array(fc.tuple(value, fc.integer({ min: 1, max: 5 })), { minLength: 1, maxLength: 6 });
    fc.assert(fc.property(weighted, fc.integer({ min: 1, max: 3 }), (pairs, count) => {
      const values = pairs.map(([x]) => x);
      const weights = pairs.map(([, w]) => w);
      const centers = optimalCenters(weightedPoints(values, weights), count);
      assert.ok(close(errorOf(values, centers, weights), leastError(values, weights, count), 100));
    }), { numRuns: 60 });
  });

  it('agrees with the quadratic recurrence for any number of clusters', () => {
    fc.assert(fc.property(many, clusters, (values, count) => {
      const sorted = [...values].sort((a, b) => a - b);
      const n = sorted.length;
      const spread = (i: number, j: number): number => {
        const part = sorted.slice(i, j);
        const mean = part.reduce((a, b) => a + b, 0) / part.length;
        return part.reduce((sum, x) => sum + (x - mean) ** 2, 0);
      };
      let least = Array.from({ length: n + 1 }, (_, j) => (j === 0 ? 0 : spread(0, j)));
      for (let c = 1; c < count; c++) least = least.map((one, j) => Math.min(one, ...Array.from({ length: j }, (_, i) => least[i]! + spread(i, j))));
      assert.ok(close(errorOf(values, optimalCenters(weightedPoints(values), count)), least[n]!, squares(values)));
    }), { numRuns: 30 });
  });

  it('is never worse than Lloyd from any start', () => {
    fc.assert(fc.property(many, starts, (values, start) => {
      const points = weightedPoints(values);
      const best = errorOf(values, optimalCenters(points, start.length));
      assert.ok(best <= errorOf(values, lloyd(points, start).centers) + 1e-9 * squares(values));
    }));
  });

  it('repeats the last center where there are fewer values than centers', () => {
    assert.deepEqual([...optimalCenters(weightedPoints([2, 1, 2, -0]), 5)], [0, 1, 2, 2, 2]);
    assert.deepEqual([...optimalCenters(weightedPoints([]), 2)], [0, 0]);
  });
});

describe('lloyd', () => {
  it('never raises the error, and ends where no round would lower it', () => {
    fc.assert(fc.property(many, starts, (values, start) => {
      const points = weightedPoints(values);
      const { centers, errors } = lloyd(points, start);
      const slack = 1e-9 * squares(values);
      errors.forEach((error, round) => { assert.ok(round === 0 || error <= errors[round - 1]! + slack); });
      assert.ok(close(errors[0]!, errorOf(values, start), squares(values) + 100));
      assert.ok(close(errors.at(-1)!, errorOf(values, centers), squares(values)));
      assert.deepEqual([...centers], [...centers].sort((a, b) => a - b));
      assert.ok(lloyd(points, centers).errors.length <= 2);
    }));
  });

  it('improves on the uniform grid it starts from', () => {
    fc.assert(fc.property(many, fc.integer({ min: 2, max: 4 }), (values, bits) => {
      const step = Math.max(...values.map(Math.abs)) / (2 ** (bits - 1) - 1);
      const grid = Array.from({ length: 2 ** bits - 1 }, (_, i) => (i - (2 ** (bits - 1) - 1)) * step);
      const { centers } = lloyd(weightedPoints(values), grid);
      assert.ok(errorOf(values, centers) <= errorOf(values, grid) + 1e-12 * squares(values));
    }));
  });

  it('stops after the rounds it is given', () => {
    const rng = createRng(5);
    const points = weightedPoints(Array.from({ length: 500 }, () => rng.next()));
    assert.equal(lloyd(points, [0, 0.01, 0.02, 0.03], 3).errors.length, 4);
  });
});

describe('kMeans', () => {
  it('finds the centers of separate clumps in a list too long for the optimum', () => {
    const rng = createRng(11);
    const means = [-4, -1, 0, 3];
    const values = Array.from({ length: 9000 }, () => rng.pick(means) + (rng.next() - 0.5) / 10);
    const centers = kMeans(values, 4);
    centers.forEach((center, c) => { assert.ok(Math.abs(center - means[c]!) < 0.01); });
  });

  it('comes within a thousandth of the optimum on a long list', () => {
    const rng = createRng(7);
    const values = Array.from({ length: 6000 }, () => rng.next() + rng.next() + rng.next() - 1.5);
    const optimum = errorOf(values, optimalCenters(weightedPoints(values), 8));
    const error = errorOf(values, kMeans(values, 8));
    assert.ok(error >= optimum * (1 - 1e-9) && error <= optimum * 1.001);
  });

  it('counts a value of importance 3 as three values', () => {
    fc.assert(fc.property(fc.array(fc.tuple(value, fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 30 }), clusters, (pairs, count) => {
      fc.pre(pairs.some(([, w]) => w > 0));
      const repeated = pairs.flatMap(([x, w]) => Array.from({ length: w }, () => x));
      const weighted = kMeans(pairs.map(([x]) => x), count, pairs.map(([, w]) => w));
      assert.ok(close(errorOf(repeated, weighted), errorOf(repeated, kMeans(repeated, count)), squares(repeated)));
    }));
  });

  it('counts all values alike where none is important', () => {
    assert.deepEqual(kMeans([1, 2, 10], 2, [0, 0, 0]), kMeans([1, 2, 10], 2));
  });

  it('scales with its values, however small or large they are', () => {
    fc.assert(fc.property(many, fc.integer({ min: -900, max: 900 }), (values, exponent) => {
      const unit = 2 ** exponent;
      assert.deepEqual([...kMeans(values.map((x) => x * unit), 4)], [...kMeans(values, 4)].map((c) => c * unit));
    }));
  });

  it('refuses importances that are not weights', () => {
    assert.throws(() => kMeans([1, 2], 2, [1]), RangeError);
    assert.throws(() => kMeans([1, 2], 2, [1, -1]), RangeError);
    assert.throws(() => kMeans([1, 2], 2, [1, NaN]), RangeError);
  });
});

describe('nearestCenter', () => {
  it('finds the nearest, the lower of two equally near', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 16 }), fc.integer({ min: -120, max: 120 }), (integers, doubled) => {
      const centers = Float64Array.from(integers).sort();
      const x = doubled / 2;
      const least = Math.min(...centers.map((c) => Math.abs(x - c)));
      assert.equal(nearestCenter(centers, x), centers.findIndex((c) => Math.abs(x - c) === least));
    }));
  });
});

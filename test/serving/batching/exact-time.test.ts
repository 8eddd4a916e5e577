import assert from 'node:assert/strict';
import fc from 'fast-check';
import { between, instantOf, later } from '../../../src/serving/batching/exact-time.js';
import { meanOf, percentilesOf, weightedPercentilesOf } from '../../../src/serving/batching/order-statistics.js';
import { thinnedTimeline } from '../../../src/serving/batching/timeline.js';

const step = fc.double({ min: 1e-6, max: 1e3, noNaN: true });
const start = fc.oneof(fc.constant(0), fc.double({ min: 1e-3, max: 1e6, noNaN: true }));

describe('serving: times and what is said of many of them', () => {
  it('gives back what was added to an instant, to the last digit, from microseconds to days', () => {
    fc.assert(fc.property(start, step, step, (from, a, b) => {
      const first = later(instantOf(from), a);
      const second = later(first, b);
      assert.equal(between(instantOf(from), first), a);
      assert.equal(between(first, second), b);
      assert.equal(between(instantOf(from), second), a + b);
    }), { numRuns: 2000 });
  });

  it('adds up a million steps without a trace of rounding', () => {
    let now = instantOf(0);
    for (let i = 0; i < 1_000_000; i++) now = later(now, 0.1);
    assert.equal(now.seconds, 100_000);
  });

  it('takes the very value for the mean of equal ones', () => {
    fc.assert(fc.property(step, fc.integer({ min: 1, max: 50 }), (value, count) => {
      assert.equal(meanOf(new Array<number>(count).fill(value)), value);
    }));
    assert.equal(meanOf([]), null);
    assert.equal(meanOf([1, 2, 6]), 3);
  });

  it('takes nearest-rank percentiles, of values that count several times as if each stood there so often', () => {
    assert.deepEqual(percentilesOf([], [0.5]), [null]);
    assert.deepEqual(percentilesOf([3, 1, 2, 4], [0, 0.25, 0.26, 0.5, 0.99, 1]), [1, 1, 2, 2, 4, 4]);
    assert.deepEqual(weightedPercentilesOf({ values: [], weights: [] }, [0.5]), [null]);
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 6 })), { minLength: 1, maxLength: 20 }), fc.double({ min: 0, max: 1, noNaN: true }), (pairs, share) => {
      const every = pairs.flatMap(([value, weight]) => new Array<number>(weight).fill(value));
      assert.deepEqual(weightedPercentilesOf({ values: pairs.map(([value]) => value), weights: pairs.map(([, weight]) => weight) }, [share]), percentilesOf(every, [share]));
    }));
  });

  it('thins a timeline evenly and keeps its ends', () => {
    const line = thinnedTimeline(10);
    assert.deepEqual(line.points(), []);
    for (let i = 0; i <= 1000; i++) line.add({ seconds: i, waiting: 0, running: 0, kvBytes: 0 });
    const times = line.points().map(({ seconds }) => seconds);
    assert.equal(times[0], 0);
    assert.equal(times[times.length - 1], 1000);
    assert.ok(times.length <= 11);
    const gaps = new Set(times.slice(1, -1).map((time, i) => time - times[i]!));
    assert.equal(gaps.size, 1);
  });
});

import assert from 'node:assert/strict';
import { createRng } from '../../../src/sim/core/rng.js';
import { arrivalQueue, arrivalTimes } from '../../../src/serving/batching/arrivals.js';
import { exponential, gamma, normal } from '../../../src/serving/batching/draws.js';
import { drawnLength, type Lengths } from '../../../src/serving/batching/lengths.js';

const draws = 200_000;

describe('serving: arrivals and lengths', () => {
  it('draw variates with the mean and the variance of their distributions', () => {
    const rng = createRng(7);
    check(() => exponential(rng), 1, 1);
    check(() => normal(rng), 0, 1);
    for (const shape of [0.1, 0.7, 1, 3, 40]) check(() => gamma(rng, shape), shape, shape);
  });

  it('come at the given rate, with the given variation of the times between them', () => {
    for (const [arrivals, variation] of [[{ kind: 'poisson', perSecond: 4 }, 1], [{ kind: 'gamma', perSecond: 4, variation: 2.5 }, 2.5], [{ kind: 'gamma', perSecond: 4, variation: 0.3 }, 0.3], [{ kind: 'regular', perSecond: 4 }, 0]] as const) {
      const times = arrivalTimes(arrivals, draws, createRng(3));
      let [sum, squares] = [0, 0];
      for (let i = 1; i < draws; i++) {
        const gap = times[i]! - times[i - 1]!;
        sum += gap;
        squares += gap * gap;
      }
      const mean = sum / (draws - 1);
      assert.ok(Math.abs(mean - 0.25) < (5 * 0.25 * variation) / Math.sqrt(draws) + 1e-6, `${arrivals.kind}: ${mean}`);
      const deviation = Math.sqrt(Math.max(0, squares / (draws - 1) - mean * mean));
      assert.ok(Math.abs(deviation / mean - variation) < 0.04 * variation + 1e-4, `${arrivals.kind}: ${deviation / mean}`);
    }
  });

  it('of a log come in the order of time, and all together at once', () => {
    const requests = [5, 1, 3].map((seconds) => ({ seconds, promptTokens: 1, outputTokens: 1 }));
    assert.deepEqual([...arrivalTimes({ kind: 'recorded', requests }, 3, createRng(1))], [1, 3, 5]);
    assert.deepEqual([...arrivalTimes({ kind: 'together' }, 3, createRng(1))], [0, 0, 0]);
  });

  it('of a closed loop come when a user has thought about the answer, as many as there are', () => {
    const queue = arrivalQueue({ kind: 'closed', users: 2, thinkSeconds: 3 }, 4, createRng(1));
    assert.equal(queue.next(), 0);
    queue.take();
    queue.take();
    assert.equal(queue.next(), Infinity);
    queue.ended(10);
    queue.ended(4);
    queue.ended(50);
    assert.equal(queue.next(), 7);
    queue.take();
    assert.equal(queue.next(), 13);
    queue.take();
    assert.equal(queue.next(), Infinity);
  });

  it('have lengths inside their range, with the mean that the cut distribution has', () => {
    const cases: readonly (readonly [Lengths, number])[] = [
      [17, 17], [{ kind: 'uniform', low: 3, high: 8 }, 5.5], [{ kind: 'listed', values: [1, 1, 7] }, 3],
      [{ kind: 'normal', mean: 100, deviation: 20, low: 1, high: 1000 }, 100],
      // A half of a normal distribution: mean + deviation sqrt(2 / pi), and a half for the rounding that the cut at 500 cuts too.
      [{ kind: 'normal', mean: 500, deviation: 50, low: 501, high: 100_000 }, 500.25 + 50 * Math.sqrt(2 / Math.PI)],
      [{ kind: 'lognormal', median: 300, sigma: 0.5, low: 1, high: 1_000_000 }, 300 * Math.exp(0.125)],
      [{ kind: 'normal', mean: 0, deviation: 1, low: 600, high: 700 }, 600], [{ kind: 'normal', mean: 1000, deviation: 0, low: 600, high: 700 }, 700],
    ];
    const rng = createRng(5);
    for (const [lengths, mean] of cases) {
      const count = typeof lengths !== 'number' && 'deviation' in lengths && lengths.deviation <= 1 ? 100 : 40_000;
      let sum = 0;
      for (let i = 0; i < count; i++) {
        const length = drawnLength(lengths, rng);
        assert.ok(Number.isInteger(length) && length >= 1);
        if (typeof lengths !== 'number' && 'low' in lengths) assert.ok(length >= lengths.low && length <= lengths.high);
        sum += length;
      }
      assert.ok(Math.abs(sum / count - mean) < 0.01 * mean, `${JSON.stringify(lengths)}: ${sum / count} is not ${mean}`);
    }
  });
});

/** Mean and variance within five standard errors. */
function check(draw: () => number, mean: number, variance: number): void {
  let [sum, squares, fourths] = [0, 0, 0];
  for (let i = 0; i < draws; i++) {
    const d = draw() - mean;
    sum += d;
    squares += d * d;
    fourths += d ** 4;
  }
  assert.ok(Math.abs(sum / draws) < 5 * Math.sqrt(variance / draws), `mean ${mean + sum / draws} is not ${mean}`);
  assert.ok(Math.abs(squares / draws - variance) < 5 * Math.sqrt(fourths / draws / draws), `variance ${squares / draws} is not ${variance}`);
}

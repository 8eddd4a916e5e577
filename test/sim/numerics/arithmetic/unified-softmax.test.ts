import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { safeSoftmax, synchronisedSoftmax, unifiedSoftmax } from '../../../../src/sim/numerics/arithmetic/unified-softmax.js';

const rows = fc.array(fc.record({ x: fc.double({ min: -6, max: 6, noNaN: true }), v: fc.integer({ min: -8, max: 8 }) }), { minLength: 1, maxLength: 40 })
  .map((list) => ({ x: Float64Array.from(list, ({ x }) => x), v: Float64Array.from(list, ({ v }) => v) }));

function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) <= 1e-12 * 8, `${actual} against ${expected}`);
}

describe('sim/numerics/arithmetic/unified-softmax', () => {
  it('equals the safe softmax for any unified maximum and any number of partials', () => {
    fc.assert(fc.property(rows, fc.double({ min: -10, max: 10, noNaN: true }), fc.integer({ min: 1, max: 50 }), ({ x, v }, phi, partials) => {
      const expected = safeSoftmax(x, v);
      near(unifiedSoftmax(x, v, { phi, low: -20, high: 20, partials }).y, expected);
      near(synchronisedSoftmax(x, v, partials), expected);
    }), { numRuns: 200 });
  });

  it('recomputes as soon as a logit reaches either end of the window', () => {
    const v = Float64Array.of(1, 1);
    const flags = (first: number): readonly number[] => unifiedSoftmax(Float64Array.of(first, 6), v, { phi: 6, low: -3, high: 3, partials: 1 }).outOfRange;
    assert.deepEqual([flags(3), flags(3.001), flags(8.999), flags(9)], [[0], [], [], [0]]);
  });

  it('is right after recomputing where the unified form overflows or vanishes', () => {
    const v = Float64Array.of(2, -1, 5);
    for (const x of [Float64Array.of(800, 799, 0), Float64Array.of(-900, -901, -902)]) {
      const { unified, recompute, y } = unifiedSoftmax(x, v, { phi: 0, low: -16.8, high: 16.8, partials: 2 });
      assert.ok(recompute && Number.isNaN(unified));
      near(y, safeSoftmax(x, v));
    }
  });

  it('leaves partials that have no logits empty', () => {
    const { partials } = unifiedSoftmax(Float64Array.of(0, 0), Float64Array.of(1, 3), { phi: 0, low: -1, high: 1, partials: 3 });
    assert.deepEqual(partials, [{ numerator: 1, denominator: 1 }, { numerator: 3, denominator: 1 }, { numerator: 0, denominator: 0 }]);
  });

  it('rejects rows of different lengths and no partials', () => {
    assert.throws(() => safeSoftmax(Float64Array.of(1), Float64Array.of(1)) && synchronisedSoftmax(Float64Array.of(1), Float64Array.of(1, 2), 1), RangeError);
    assert.throws(() => synchronisedSoftmax(Float64Array.of(1), Float64Array.of(1), 0), RangeError);
  });
});

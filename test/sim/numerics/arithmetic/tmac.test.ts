import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { plainProduct } from '../../../../src/sim/numerics/arithmetic/integer-gemm.js';
import { matrix } from '../../../../src/sim/numerics/arithmetic/matrix.js';
import { tmacGemv, tmacTables } from '../../../../src/sim/numerics/arithmetic/tmac.js';
import { forWidths, fromRows, operands, unsigned } from './matrices.js';

describe('sim/numerics/arithmetic/tmac', () => {
  it('gives the exact product beside the one by tables, for 1 to 8 bits', () => {
    forWidths((bits) => {
      fc.assert(fc.property(operands({ low: -640, high: 640 }, unsigned(bits), { m: 1, n: 4, k: 150 }), ({ a, w }) => {
        const { exact } = tmacGemv(a.values.map((value) => value / 64), w, bits);
        const signed = matrix(w.rows, w.columns, w.values.map((q) => q - 2 ** (bits - 1)));
        assert.deepEqual([...exact], [...plainProduct(a, signed).values].map((value) => value / 64));
      }), { numRuns: 10 });
    });
  });

  it('errs by at most half a step of the table for each look-up', () => {
    fc.assert(fc.property(operands({ low: -640, high: 640 }, unsigned(4), { m: 1, n: 4, k: 150 }), fc.constantFrom(4, 32, 64, 160), ({ a, w }, actGroup) => {
      const { tables, y, exact, maxAbsError } = tmacGemv(a.values, w, 4, actGroup);
      // Each of the K / 4 look-ups of plane b is off by half a scale, times 2^(b - 1); the planes sum to 7.5.
      const tablesOf = (s: number): number => Math.ceil((Math.min(a.columns, (s + 1) * actGroup) - s * actGroup) / 4);
      const bound = tables.largest.reduce((sum, largest, s) => sum + 7.5 * tablesOf(s) * 0.5 * (largest / 127), 0);
      assert.ok(maxAbsError <= bound * (1 + 1e-12), `${maxAbsError} > ${bound}`);
      const worst = y.reduce((most, value, m) => Math.max(most, Math.abs(value - exact[m]!)), 0);
      assert.ok(Math.abs(worst - maxAbsError) <= 1e-9 * Math.max(1, worst));
    }), { numRuns: 60 });
  });

  it('is exact where every entry is a multiple of its scale', () => {
    // Sums of at most 127 in magnitude with the largest being 127: scale 1.
    const a = Float64Array.of(100, 20, 5, 2, 3, -1, 4, 0);
    const { tables, y, exact } = tmacGemv(a, fromRows([[1, 0, 3, 2, 0, 1, 2, 3]]), 2);
    assert.deepEqual([...tables.largest], [127]);
    assert.deepEqual([...y], [...exact]);
  });

  it('rounds an entry half way between two to the even one, and mirrors the table', () => {
    // The largest sum is 254, so that the scale is 2 and odd sums lie half way.
    const { entries, largest, biases } = tmacTables(Float64Array.of(127, 127, 0, 0, 1, 2, 0, 0));
    assert.deepEqual([...largest], [254]);
    assert.deepEqual([...biases], [-257]);
    assert.deepEqual([...entries.subarray(16, 20)], [-2, 0, 0, 2]);
    for (let g = 0; g < 2; g++) for (let i = 0; i < 16; i++) assert.equal(entries[g * 16 + i]! + entries[g * 16 + 15 - i]!, 0);
  });

  it('has a scale for each group of activations, and zeros for a group of zeros', () => {
    const a = new Float64Array(132);
    a.set([4, 4, 4, 4], 128);
    const { largest, entries } = tmacTables(a, 64);
    assert.deepEqual([...largest], [0, 0, 16]);
    assert.ok(entries.subarray(0, 512).every((entry) => entry === 0));
    assert.equal(entries.at(-1), 127);
  });

  it('rejects shapes and widths that it has no tables for', () => {
    assert.throws(() => tmacTables(new Float64Array(8), 6), RangeError);
    assert.throws(() => tmacGemv(new Float64Array(8), fromRows([[1, 1]]), 2), RangeError);
    assert.throws(() => tmacGemv(new Float64Array(2), fromRows([[4, 1]]), 2), RangeError);
    assert.throws(() => tmacGemv(new Float64Array(2), fromRows([[0, 1]]), 9), RangeError);
  });
});

import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { createRng } from '../../../../src/sim/core/rng.js';
import { integerGemm, plainProduct } from '../../../../src/sim/numerics/arithmetic/integer-gemm.js';
import { matrix, rowSums } from '../../../../src/sim/numerics/arithmetic/matrix.js';
import { bigProduct, fromRows, int8, operands, signed } from './matrices.js';

describe('sim/numerics/arithmetic/integer-gemm', () => {
  it('equals the product in big integers on random shapes and widths', () => {
    for (const bits of [1, 2, 4, 8, 16, 22]) {
      fc.assert(fc.property(operands(signed(bits), signed(bits), { m: 7, n: 9, k: 40 }), ({ a, w }) => {
        const expected = bigProduct(a, w).map(Number);
        assert.deepEqual([...integerGemm(a, w).values], expected);
        assert.deepEqual([...plainProduct(a, w).values], expected);
      }), { numRuns: 30 });
    }
  });

  it('is exact up to 2^53 and refuses what may pass it', () => {
    // 8 * 2^25 * 2^25 = 2^53.
    const large = (last: number): ReturnType<typeof fromRows> => fromRows([[...Array.from({ length: 7 }, () => 2 ** 25), last]]);
    const a = large(2 ** 25);
    const w = large(2 ** 25 - 1);
    assert.deepEqual(bigProduct(a, w), [BigInt(integerGemm(a, w).values[0]!)]);
    assert.equal(integerGemm(a, a).values[0], 2 ** 53);
    assert.throws(() => integerGemm(large(2 ** 25 + 1), a), /2\^53/);
  });

  it('multiplies values near 2^53 exactly by a single one', () => {
    fc.assert(fc.property(fc.maxSafeInteger(), (value) => {
      assert.deepEqual([...integerGemm(fromRows([[value]]), fromRows([[1], [-1], [0]])).values].map((v) => v + 0), [value, -value + 0, 0]);
    }));
  });

  it('takes every kind of array and gives the same', () => {
    const values = [1, 2, 3, 4, 5, 6];
    const expected = [...plainProduct(fromRows([[1, 2, 3], [4, 5, 6]]), fromRows([[1, 2, 3], [4, 5, 6]])).values];
    for (const array of [Int8Array, Uint8Array, Int16Array, Uint16Array, Int32Array, Uint32Array, Float64Array]) {
      const operand = matrix(2, 3, array.from(values));
      assert.deepEqual([...integerGemm(operand, operand).values], expected);
    }
  });

  it('gives a matrix without elements for operands without rows', () => {
    const y = integerGemm(matrix(0, 4, new Int8Array(0)), matrix(3, 4, new Int8Array(12)));
    assert.deepEqual([y.rows, y.columns, y.values.length], [0, 3, 0]);
    assert.deepEqual([...integerGemm(matrix(1, 0, new Int8Array(0)), matrix(2, 0, new Int8Array(0))).values], [0, 0]);
  });

  it('multiplies INT8 by INT4 at 512 x 512 x 512 in less than a second', () => {
    const rng = createRng(1);
    const draw = (low: number, high: number): Int8Array => Int8Array.from({ length: 512 * 512 }, () => rng.integer(low, high));
    const a = matrix(512, 512, draw(int8.low, int8.high));
    const w = matrix(512, 512, draw(-8, 7));
    const start = performance.now();
    const y = integerGemm(a, w);
    assert.ok(performance.now() - start < 1000, `${performance.now() - start} ms`);
    // The sum of all results is the dot product of the column sums.
    let expected = 0;
    for (let k = 0; k < 512; k++) {
      let left = 0;
      let right = 0;
      for (let r = 0; r < 512; r++) { left += a.values[r * 512 + k]!; right += w.values[r * 512 + k]!; }
      expected += left * right;
    }
    assert.equal(rowSums(y).reduce((sum, value) => sum + value, 0), expected);
  });

  it('rejects operands that do not meet', () => {
    assert.throws(() => integerGemm(fromRows([[1, 2]]), fromRows([[1, 2, 3]])), RangeError);
    assert.throws(() => plainProduct(fromRows([[1, 2]]), fromRows([[1, 2, 3]])), RangeError);
    assert.throws(() => matrix(2, 2, new Int8Array(3)), RangeError);
  });
});

import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { plainProduct } from '../../../../src/sim/numerics/arithmetic/integer-gemm.js';
import { matrix, type Matrix } from '../../../../src/sim/numerics/arithmetic/matrix.js';
import { compressSparse, expandSparse, sparseProduct } from '../../../../src/sim/numerics/arithmetic/sparse.js';
import { forWidths, fromRows, int8, operands, signed } from './matrices.js';

/** The dense matrix with all but the first n weights that are not zero removed from each block of m. */
function thinned(w: Matrix<Float64Array>, n: number, m: number): Matrix<Float64Array> {
  const kept = new Map<string, number>();
  return matrix(w.rows, w.columns, w.values.map((value, i) => {
    const block = `${Math.floor(i / w.columns)}.${Math.floor((i % w.columns) / m)}`;
    const count = (kept.get(block) ?? 0) + (value === 0 ? 0 : 1);
    kept.set(block, count);
    return count > n ? 0 : value;
  }));
}

describe('sim/numerics/arithmetic/sparse', () => {
  it('equals the dense product of the masked weights, for every width and many patterns', () => {
    forWidths((bits) => {
      for (const [n, m] of [[2, 4], [1, 2], [4, 16], [0, 8], [8, 8], [3, 5], [16, 32]] as const) {
        fc.assert(fc.property(operands(int8, signed(bits)), ({ a, w }) => {
          const masked = thinned(w, n, m);
          const compressed = compressSparse(masked, n, m);
          assert.deepEqual([...sparseProduct(a, compressed).values].map((y) => y + 0), [...plainProduct(a, masked).values].map((y) => y + 0));
          assert.deepEqual(expandSparse(compressed), masked);
        }), { numRuns: 6 });
      }
    });
  });

  it('stores values, the places that the multiplexers pick, and a mask for each block', () => {
    const { values, indices, masks } = compressSparse(fromRows([[0, 5, 0, 7, 9, 0]]), 2, 4);
    assert.deepEqual([...values], [5, 7, 9, 0]);
    assert.deepEqual([...indices], [1, 3, 0, 0]);
    assert.deepEqual([...masks], [0b1010, 0b0001]);
  });

  it('rejects blocks with too many weights, and impossible patterns', () => {
    assert.throws(() => compressSparse(fromRows([[1, 2, 3, 0]]), 2, 4), /more than 2 weights/);
    for (const [n, m] of [[3, 2], [-1, 4], [2, 33], [1, 0]] as const) assert.throws(() => compressSparse(fromRows([[0]]), n, m), RangeError);
    assert.throws(() => sparseProduct(fromRows([[1]]), compressSparse(fromRows([[0, 0]]), 1, 2)), RangeError);
  });
});

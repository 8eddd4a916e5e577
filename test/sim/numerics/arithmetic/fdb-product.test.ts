import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { fdbOnes, fdbProduct, fdbWeights } from '../../../../src/sim/numerics/arithmetic/fdb-product.js';
import { plainProduct } from '../../../../src/sim/numerics/arithmetic/integer-gemm.js';
import { fromRows, int8, matrixOf, unsigned } from './matrices.js';

const cases = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 40 })).chain(([rows, columns]) => fc.record({
  x: matrixOf(1, columns, int8), b1: matrixOf(rows, columns, unsigned(1)), b2: matrixOf(rows, columns, unsigned(1)),
  alpha1: fc.integer({ min: -128, max: 127 }), alpha2: fc.integer({ min: -128, max: 127 }),
}));

describe('sim/numerics/arithmetic/fdb-product', () => {
  it('equals the product with the weights that both planes stand for', () => {
    fc.assert(fc.property(cases, ({ x, ...w }) => {
      assert.deepEqual([...fdbProduct(x.values, w)].map((y) => y + 0), [...plainProduct(x, fdbWeights(w)).values].map((y) => y + 0));
    }), { numRuns: 200 });
  });

  it('stands for -s, 0, s and 2s where the scales are 2s and -s', () => {
    const w = { b1: fromRows([[0, 0, 1, 1]]), b2: fromRows([[1, 0, 1, 0]]), alpha1: 6, alpha2: -3 };
    assert.deepEqual([...fdbWeights(w).values], [-3, 0, 3, 6]);
    assert.deepEqual(fdbOnes(w), { ones: 4, places: 8 });
  });

  it('rejects planes that are no pair, and other bits', () => {
    const w = { b1: fromRows([[0, 1]]), b2: fromRows([[1, 1]]), alpha1: 1, alpha2: 1 };
    assert.deepEqual([...fdbProduct(Float64Array.of(3, 4), w)], [11]);
    assert.throws(() => fdbProduct(Float64Array.of(3), w), RangeError);
    assert.throws(() => fdbProduct(Float64Array.of(3, 4), { ...w, b1: fromRows([[0], [1]]) }), RangeError);
    assert.throws(() => fdbProduct(Float64Array.of(3, 4), { ...w, b1: fromRows([[0, 2]]) }), RangeError);
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { keyBytes, symmetricTables, tableProduct, ternaryKeys } from '../../../src/arch/ternary/keys.js';
import { keyBits, tableEntries } from '../../../src/arch/ternary/table.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { plainProduct } from '../../../src/sim/numerics/arithmetic/integer-gemm.js';
import { matrix } from '../../../src/sim/numerics/arithmetic/matrix.js';

describe('keys of ternary weights', () => {
  it('of one group name the entries in order, then zero, then their mirror images with the sign set', () => {
    const keys = (weights: number[]): number[] => [...ternaryKeys(matrix(1, weights.length, Float64Array.from(weights)), 2).values];
    assert.deepEqual([[1, 1], [1, 0], [1, -1], [0, 1], [0, 0], [0, -1], [-1, 1], [-1, 0], [-1, -1]].flatMap(keys), [0, 1, 2, 3, 4, 8 + 3, 8 + 2, 8 + 1, 8]);
  });

  it('fit their bits', () => {
    const rng = createRng(3);
    for (let group = 1; group <= 6; group++) {
      const w = matrix(4, 31, Float64Array.from({ length: 124 }, () => rng.integer(-1, 1)));
      for (const key of ternaryKeys(w, group).values) assert.ok(key >= 0 && key < 2 ** keyBits(group));
    }
  });

  it('read from tables give the plain product, at ragged lengths and at the ends of the range', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 40 }), fc.integer(), (group, m, n, k, seed) => {
      const rng = createRng(seed);
      const a = matrix(m, k, Float64Array.from({ length: m * k }, () => rng.pick([-128, 127, rng.integer(-128, 127)])));
      const w = matrix(n, k, Float64Array.from({ length: n * k }, () => rng.integer(-1, 1)));
      assert.deepEqual([...tableProduct(a, w, group).values], [...plainProduct(a, w).values]);
    }), { numRuns: 150 });
  });

  it('take ternary weights only', () => {
    assert.throws(() => ternaryKeys(matrix(1, 1, Float64Array.of(2)), 2), RangeError);
  });

  it('of an output are bytes of its own', () => {
    assert.equal(keyBytes(10, 25, 5), 10 * 5);
    assert.equal(keyBytes(3, 7, 3), 3 * Math.ceil((3 * 5) / 8));
  });

  it('find tables of as many entries as there are sums', () => {
    assert.deepEqual([...symmetricTables([5, 7], 2).values], [12, 5, -2, 7]);
    assert.equal(symmetricTables([1, 2, 3, 4], 3).columns, tableEntries(3));
  });
});

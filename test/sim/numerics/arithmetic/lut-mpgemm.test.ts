import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { plainProduct } from '../../../../src/sim/numerics/arithmetic/integer-gemm.js';
import { fullLutProduct, fullTables, halfTables, lutProduct, reinterpreted, storedCodes, withZeroPoint, type SignElement } from '../../../../src/sim/numerics/arithmetic/lut-mpgemm.js';
import { matrix, rowSums } from '../../../../src/sim/numerics/arithmetic/matrix.js';
import { forWidths, fromRows, int8, operands, unsigned } from './matrices.js';

const signElements: readonly SignElement[] = ['first', 'last'];

describe('sim/numerics/arithmetic/lut-mpgemm', () => {
  it('equals the product with the reinterpreted weights, for groups of 2 to 6, both sign elements and 1 to 8 planes', () => {
    for (let group = 2; group <= 6; group++) {
      for (const sign of signElements) {
        forWidths((bits) => {
          fc.assert(fc.property(operands(int8, unsigned(bits), { m: 3, n: 4, k: 26 }), ({ a, w }) => {
            const { partials, reinterpreted: y } = lutProduct(halfTables(a, { group, sign }), storedCodes(w, bits, { group, sign }));
            assert.deepEqual(y, plainProduct(a, reinterpreted(w, bits)));
            assert.equal(partials.length, bits);
          }), { numRuns: 8 });
        });
      }
    }
  });

  it('gives the same partial products with full tables, one plane at a time', () => {
    for (let group = 2; group <= 6; group++) {
      fc.assert(fc.property(operands(int8, unsigned(3), { m: 3, n: 4, k: 26 }), ({ a, w }) => {
        const full = fullLutProduct(fullTables(a, group), w, 3);
        for (const sign of signElements) assert.deepEqual(lutProduct(halfTables(a, { group, sign }), storedCodes(w, 3, { group, sign })), full);
        full.partials.forEach((partial, plane) => {
          const signs = matrix(w.rows, w.columns, w.values.map((q) => 2 * (Math.floor(q / 2 ** plane) % 2) - 1));
          assert.deepEqual(partial, plainProduct(a, signs));
        });
      }), { numRuns: 10 });
    }
  });

  it('gives back the product with any zero point', () => {
    forWidths((bits) => {
      fc.assert(fc.property(operands(int8, unsigned(bits)), ({ a, w }) => {
        const { reinterpreted: y } = fullLutProduct(fullTables(a, 4), w, bits);
        for (const zero of [0, 2 ** (bits - 1), 3]) {
          const shifted = matrix(w.rows, w.columns, w.values.map((q) => q - zero));
          assert.deepEqual(withZeroPoint(y, rowSums(a), bits, zero), plainProduct(a, shifted));
        }
      }), { numRuns: 10 });
    });
  });

  it('reinterprets 4-bit patterns as the odd numbers from -15 to 15', () => {
    const odd = reinterpreted(fromRows([Array.from({ length: 16 }, (_, q) => q)]), 4);
    assert.deepEqual([...odd.values], [-15, -13, -11, -9, -7, -5, -3, -1, 1, 3, 5, 7, 9, 11, 13, 15]);
  });

  it('makes entry i of a half table from the signs of the other elements, whichever carries the sign', () => {
    const a = fromRows([[1, 10, 100, 1000]]);
    assert.deepEqual([...halfTables(a, { group: 4, sign: 'first' }).values], [-1111, -1091, -911, -891, 889, 909, 1089, 1109]);
    assert.deepEqual([...halfTables(a, { group: 4, sign: 'last' }).values], [-1111, -1109, -1091, -1089, -911, -909, -891, -889]);
    assert.equal(fullTables(a, 4).values.length, 16);
    assert.deepEqual([...fullTables(fromRows([[1, 10]]), 2).values], [-11, -9, 9, 11]);
  });

  it('stores the sign beside an index that is inverted where the sign is one', () => {
    const q = fromRows([[1, 0, 0, 1]]);
    assert.deepEqual([...storedCodes(q, 1, { group: 4, sign: 'first' }).values], [1 | (0b011 << 1)]);
    assert.deepEqual([...storedCodes(q, 1, { group: 4, sign: 'last' }).values], [0b110 | 8]);
    assert.deepEqual([...storedCodes(fromRows([[0, 1, 1, 0]]), 1, { group: 4, sign: 'first' }).values], [0b011 << 1]);
  });

  it('has no negative zero in tables of zeros', () => {
    assert.ok(halfTables(fromRows([[0, -0, 0]]), { group: 4, sign: 'first' }).values.every((value) => Object.is(value, 0)));
  });

  it('rejects other groups, widths and patterns, and codes of another grouping', () => {
    const a = fromRows([[1, 2, 3, 4]]);
    for (const group of [1, 7, 2.5]) assert.throws(() => halfTables(a, { group, sign: 'first' }), RangeError);
    assert.throws(() => storedCodes(a, 9, { group: 4, sign: 'first' }), RangeError);
    assert.throws(() => storedCodes(a, 2, { group: 4, sign: 'first' }), RangeError);
    assert.throws(() => lutProduct(halfTables(a, { group: 4, sign: 'first' }), storedCodes(a, 3, { group: 4, sign: 'last' })), RangeError);
  });
});

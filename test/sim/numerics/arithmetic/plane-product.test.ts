import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { splitPlanes } from '../../../../src/sim/numerics/arithmetic/bit-planes.js';
import { plainProduct } from '../../../../src/sim/numerics/arithmetic/integer-gemm.js';
import { reinterpreted } from '../../../../src/sim/numerics/arithmetic/lut-mpgemm.js';
import { andPopcounts, binaryMmaCalls, planeProduct, xorDots } from '../../../../src/sim/numerics/arithmetic/plane-product.js';
import { forWidths, fromRows, int8, operands, signed, unsigned } from './matrices.js';

describe('sim/numerics/arithmetic/plane-product', () => {
  it('equals the integer product for signed and unsigned operands of every width', () => {
    forWidths((bits) => {
      fc.assert(fc.property(operands(int8, signed(bits)), ({ a, w }) => {
        assert.deepEqual(planeProduct(splitPlanes(a, 8, 'twos-complement'), splitPlanes(w, bits, 'twos-complement')), plainProduct(a, w));
      }), { numRuns: 12 });
      fc.assert(fc.property(operands(unsigned(bits), signed(9 - bits)), ({ a, w }) => {
        assert.deepEqual(planeProduct(splitPlanes(a, bits, 'unsigned'), splitPlanes(w, 9 - bits, 'twos-complement')), plainProduct(a, w));
      }), { numRuns: 12 });
    });
  });

  it('equals the product of the odd numbers that bipolar patterns stand for', () => {
    forWidths((bits) => {
      fc.assert(fc.property(operands(unsigned(bits), unsigned(9 - bits)), ({ a, w }) => {
        const y = planeProduct(splitPlanes(a, bits, 'bipolar'), splitPlanes(w, 9 - bits, 'bipolar'));
        assert.deepEqual(y, plainProduct(reinterpreted(a, bits), reinterpreted(w, 9 - bits)));
      }), { numRuns: 12 });
    });
  });

  it('counts shared and differing ones in each pair of planes', () => {
    const x = splitPlanes(fromRows([[1, 3, 2, 0, 1]]), 2, 'bipolar');
    const w = splitPlanes(fromRows([[1, 2, 3, 0, 0]]), 2, 'bipolar');
    assert.deepEqual(andPopcounts(x, w).map((row) => row.map((dot) => dot.values[0])), [[1, 1], [1, 2]]);
    assert.deepEqual(xorDots(x, w).map((row) => row.map((dot) => dot.values[0])), [[-1, -1], [1, 5]]);
  });

  it('has no one-bit product for a bipolar operand and another', () => {
    assert.throws(() => planeProduct(splitPlanes(fromRows([[1]]), 1, 'bipolar'), splitPlanes(fromRows([[1]]), 1, 'unsigned')), RangeError);
    assert.throws(() => andPopcounts(splitPlanes(fromRows([[1]]), 1, 'unsigned'), splitPlanes(fromRows([[1, 1]]), 1, 'unsigned')), RangeError);
  });

  it('counts instructions by planes and tiles', () => {
    const planes = (rows: number, columns: number, bits: number): ReturnType<typeof splitPlanes> => splitPlanes({ rows, columns, values: new Uint8Array(rows * columns) }, bits, 'unsigned');
    assert.equal(binaryMmaCalls(planes(1, 4096, 8), planes(64, 4096, 2)), 8 * 2 * 8 * 32);
    assert.equal(binaryMmaCalls(planes(9, 129, 1), planes(8, 129, 1)), 2 * 2);
    assert.equal(binaryMmaCalls(planes(16, 256, 1), planes(8, 256, 1), [16, 8, 256]), 1);
  });
});

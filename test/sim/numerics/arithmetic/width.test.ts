import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { highestOf, lowestOf, saturateToBits, signedBitsFor, wrapToBits } from '../../../../src/sim/numerics/arithmetic/width.js';

const widths = Array.from({ length: 53 }, (_, i) => i + 1);

describe('sim/numerics/arithmetic/width', () => {
  it('keeps both ends of every width, and wraps and saturates what is one past them', () => {
    for (const bits of widths) {
      const low = lowestOf(bits);
      const high = highestOf(bits);
      assert.equal(BigInt(low), -(1n << BigInt(bits - 1)));
      assert.equal(BigInt(high), (1n << BigInt(bits - 1)) - 1n);
      for (const convert of [wrapToBits, saturateToBits]) {
        assert.equal(convert(low, bits), low);
        assert.equal(convert(high, bits), high);
        assert.equal(convert(0, bits), 0);
      }
      assert.equal(wrapToBits(high + 1, bits), low);
      assert.equal(wrapToBits(low - 1, bits), high);
      assert.equal(saturateToBits(high + 1, bits), high);
      assert.equal(saturateToBits(low - 1, bits), low);
    }
  });

  it('wraps as a big integer does, and saturates as a comparison does', () => {
    fc.assert(fc.property(fc.maxSafeInteger(), fc.constantFrom(...widths), (value, bits) => {
      assert.equal(wrapToBits(value, bits), Number(BigInt.asIntN(bits, BigInt(value))));
      assert.equal(saturateToBits(value, bits), value > highestOf(bits) ? highestOf(bits) : value < lowestOf(bits) ? lowestOf(bits) : value);
    }), { numRuns: 1000 });
  });

  it('never gives a negative zero', () => {
    assert.ok(Object.is(wrapToBits(-0, 8), 0) && Object.is(wrapToBits(-256, 8), 0) && Object.is(saturateToBits(-0, 8), 0));
  });

  it('counts the bits that a range needs', () => {
    assert.equal(signedBitsFor(-508, 508), 10);
    assert.equal(signedBitsFor(-512, 512), 11);
    assert.equal(signedBitsFor(-512, 511), 10);
    assert.equal(signedBitsFor(0, 0), 1);
    assert.equal(signedBitsFor(-1, 0), 1);
  });

  it('rejects widths that a double cannot hold', () => {
    for (const bits of [0, -1, 54, 1.5, NaN]) {
      assert.throws(() => wrapToBits(1, bits), RangeError);
      assert.throws(() => saturateToBits(1, bits), RangeError);
    }
  });
});

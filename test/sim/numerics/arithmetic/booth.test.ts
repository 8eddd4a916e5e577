import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { boothDigitCount, boothDigits, boothProduct, boothTerms } from '../../../../src/sim/numerics/arithmetic/booth.js';
import { plainProduct } from '../../../../src/sim/numerics/arithmetic/integer-gemm.js';
import { valueOfTerms } from '../../../../src/sim/numerics/arithmetic/term.js';
import { forWidths, int8, operands, signed, wholeNumber } from './matrices.js';
import { referenceTable } from '../../../kit/fixtures.js';

const { bit_serial: reference } = referenceTable('datatypes.json') as {
  readonly bit_serial: { readonly int8_digits: Readonly<Record<string, number[]>>; readonly int6_digits: Readonly<Record<string, number[]>>; readonly terms_per_weight: Readonly<Record<string, number>> };
};

function valueOfDigits(digits: readonly number[]): number {
  return digits.reduce((sum, digit, i) => sum + digit * 4 ** i, 0);
}

describe('sim/numerics/arithmetic/booth', () => {
  it('gives the digits of the reference for INT8 and INT6', () => {
    for (const [bits, table] of [[8, reference.int8_digits], [6, reference.int6_digits]] as const) {
      assert.ok(Object.keys(table).length >= 24);
      for (const [value, digits] of Object.entries(table)) assert.deepEqual(boothDigits(Number(value), bits), digits, `${value} in ${bits} bits`);
    }
    for (const bits of [8, 6, 5]) assert.equal(boothDigitCount(bits), reference.terms_per_weight[`int${bits}`]);
  });

  it('adds up to the value for every number of up to 10 bits', () => {
    for (let bits = 1; bits <= 10; bits++) {
      for (let value = -(2 ** (bits - 1)); value < 2 ** (bits - 1); value++) {
        const digits = boothDigits(value, bits);
        assert.equal(digits.length, Math.ceil(bits / 2));
        assert.ok(digits.every((digit) => Math.abs(digit) <= 2));
        assert.equal(valueOfDigits(digits), value);
        assert.equal(valueOfTerms(boothTerms(value, bits)), value);
      }
    }
  });

  it('adds up to the value at both ends and inside of every width to 32 bits', () => {
    for (let bits = 1; bits <= 32; bits++) {
      fc.assert(fc.property(wholeNumber(signed(bits)), (value) => { assert.equal(valueOfDigits(boothDigits(value, bits)), value); }), { numRuns: 30 });
      assert.throws(() => boothDigits(2 ** (bits - 1), bits), RangeError);
      assert.throws(() => boothDigits(-(2 ** (bits - 1)) - 1, bits), RangeError);
    }
  });

  it('puts digit i at significance 2i with one bit of mantissa', () => {
    assert.deepEqual(boothTerms(-26, 6), [{ sign: 1, exp: 1, man: 1, bsig: 0 }, { sign: 0, exp: 1, man: 1, bsig: 2 }, { sign: 1, exp: 1, man: 1, bsig: 4 }]);
    assert.deepEqual(boothTerms(1, 5), [{ sign: 0, exp: 0, man: 1, bsig: 0 }, { sign: 0, exp: 0, man: 0, bsig: 2 }, { sign: 0, exp: 0, man: 0, bsig: 4 }]);
  });

  it('multiplies as integers do, for every width from 1 to 8 bits', () => {
    forWidths((bits) => {
      fc.assert(fc.property(operands(int8, signed(bits), { k: 30 }), ({ a, w }) => { assert.deepEqual(boothProduct(a, w, bits), plainProduct(a, w)); }), { numRuns: 15 });
    });
  });

  it('rejects widths beyond 32 bits', () => {
    for (const bits of [0, 33, 2.5]) assert.throws(() => boothDigitCount(bits), RangeError);
  });
});

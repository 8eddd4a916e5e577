import assert from 'node:assert/strict';
import fc from 'fast-check';
import { gridOf } from '../../../../src/sim/numerics/formats/element.js';
import { bf16, binaryExponent, decodeFloat, elementOfFloat, encodeFloat, floatBits, floatFormat, fp16, fp32, largestFinite, roundHalfEven, roundToFloat } from '../../../../src/sim/numerics/formats/float-format.js';
import { nearestIndex } from '../../../../src/sim/numerics/formats/rounding.js';

const anyFormat = fc.record({ e: fc.integer({ min: 0, max: 8 }), m: fc.integer({ min: 0, max: 23 }), bias: fc.integer({ min: -40, max: 200 }), specials: fc.constantFrom('none' as const, 'nan' as const, 'ieee' as const) })
  .filter(({ e, m, specials }) => e + m > 0 && (specials !== 'ieee' || (e >= 2 && m > 0)))
  .map(({ e, m, bias, specials }) => floatFormat(e, m, { bias, specials }));

describe('floats ExMy', () => {
  it('decode every pattern of any format and encode it back, -0, infinities and NaN included', () => {
    fc.assert(fc.property(anyFormat, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (format, share) => {
      const pattern = Math.floor(share * 2 ** floatBits(format));
      const value = decodeFloat(format, pattern);
      if (Number.isNaN(value)) assert.ok(Number.isNaN(decodeFloat(format, encodeFloat(format, NaN))));
      else assert.equal(encodeFloat(format, value), pattern, `${format.name} bias ${format.bias} ${format.specials}: ${pattern} is ${value}`);
    }), { numRuns: 3000 });
  });

  it('round to the nearest value, ties to even, as looking at every value does', () => {
    fc.assert(fc.property(anyFormat.filter((f) => floatBits(f) <= 9), fc.double({ noNaN: true, min: -1.5, max: 1.5 }), (format, share) => {
      const grid = gridOf(elementOfFloat(format));
      const x = share * grid.largest;
      assert.equal(roundToFloat(format, x, 'saturate') + 0, grid.values[nearestIndex(grid, x, 'even')]);
    }), { numRuns: 400 });
  });

  it('are what the machine computes: FP32 as Math.fround, FP16 as its published corner values', () => {
    fc.assert(fc.property(fc.double({ noNaN: true }), (x) => { assert.ok(Object.is(roundToFloat(fp32, x), Math.fround(x))); }), { numRuns: 2000 });
    const cases: readonly (readonly [x: number, pattern: number])[] = [
      [0, 0], [-0, 0x8000], [1, 0x3c00], [-2, 0xc000], [65504, 0x7bff], [65519.999, 0x7bff], [65520, 0x7c00], [Infinity, 0x7c00], [-Infinity, 0xfc00],
      [2 ** -24, 1], [2 ** -25, 0], [2 ** -25 * 1.0001, 1], [2 ** -14, 0x0400], [2 ** -14 - 2 ** -25, 0x0400], [1 / 3, 0x3555], [1 + 2 ** -11, 0x3c00], [1 + 3 * 2 ** -11, 0x3c02],
    ];
    for (const [x, pattern] of cases) assert.equal(encodeFloat(fp16, x), pattern, String(x));
    assert.equal(encodeFloat(bf16, 3.1415926), 0x4049);
    assert.equal(encodeFloat(fp16, 1e9, 'saturate'), 0x7bff);
    assert.equal(encodeFloat(fp16, -Infinity, 'saturate'), 0xfbff);
  });

  it('have the ranges of their definitions', () => {
    assert.equal(largestFinite(floatFormat(4, 3, { specials: 'nan' })), 448);
    assert.equal(largestFinite(floatFormat(5, 2, { specials: 'ieee' })), 57344);
    assert.equal(largestFinite(floatFormat(2, 1)), 6);
    assert.equal(largestFinite(floatFormat(3, 2)), 28);
    assert.equal(largestFinite(floatFormat(2, 3)), 7.5);
    assert.equal(largestFinite(fp16), 65504);
  });

  it('without exponent bits are fixed point, and without mantissa bits powers of two', () => {
    assert.deepEqual([...elementOfFloat(floatFormat(0, 2)).values], [0, 0.5, 1, 1.5, -0, -0.5, -1, -1.5]);
    assert.deepEqual([...elementOfFloat(floatFormat(2, 0)).values], [0, 1, 2, 4, -0, -1, -2, -4]);
  });

  it('refuse NaN where there is no pattern for it, and formats that cannot be', () => {
    assert.throws(() => encodeFloat(floatFormat(2, 1), NaN), /no pattern for NaN/);
    assert.ok(Number.isNaN(roundToFloat(fp16, NaN)));
    for (const [e, m] of [[9, 1], [-1, 3], [2, 24], [0, 0], [1.5, 1]] as const) assert.throws(() => floatFormat(e, m), RangeError);
    assert.throws(() => floatFormat(1, 2, { specials: 'ieee' }), RangeError);
    assert.throws(() => floatFormat(4, 3, { bias: 0.5 }), RangeError);
    assert.throws(() => elementOfFloat(fp32), /too many/);
  });

  it('take exponents and halves exactly', () => {
    fc.assert(fc.property(fc.integer({ min: -1074, max: 1023 }), fc.double({ min: 1, max: 2, maxExcluded: true, noNaN: true }), (e, m) => {
      const x = m * 2 ** e;
      const exponent = binaryExponent(x);
      assert.ok(x >= 2 ** exponent && x < 2 * 2 ** exponent, `${x}: ${exponent}`);
    }));
    assert.equal(binaryExponent(0), -1075);
    assert.deepEqual([0.5, 1.5, 2.5, -0.5, -1.5, 2.4999, 1e15 + 0.5].map(roundHalfEven), [0, 2, 2, 0, -2, 2, 1e15]);
  });
});

import { integerGemm } from './integer-gemm.js';
import { commonLength, matrix, zeros, type Matrix } from './matrix.js';
import type { Term } from './term.js';
import { highestOf, lowestOf } from './width.js';

/** Radix-4 Booth digits of an n-bit integer: ceil(n / 2), so 4 for INT8 and 3 for INT6 and INT5. */
export function boothDigitCount(bits: number): number {
  if (!(Number.isInteger(bits) && bits >= 1 && bits <= 32)) throw new RangeError(`Booth digits are made of 1 to 32 bits, not ${bits}`);
  return Math.ceil(bits / 2);
}

/**
 * Radix-4 Booth digits of a two's complement integer, lowest first: digit i is b(2i-1) + b(2i) - 2 b(2i+1), one of -2..2, with b(-1) = 0
 * and the sign bit repeated above the top; value = sum of digit i * 4^i. Throws a RangeError unless the value fits the width of 1 to 32 bits.
 */
export function boothDigits(value: number, bits: number): number[] {
  const count = boothDigitCount(bits);
  if (!(Number.isInteger(value) && value >= lowestOf(bits) && value <= highestOf(bits))) throw new RangeError(`${value} is no signed integer of ${bits} bits`);
  const pattern = value < 0 ? value + 4 ** count : value;
  const bit = (i: number): number => (i < 0 ? 0 : Math.floor(pattern / 2 ** i) % 2);
  return Array.from({ length: count }, (_, i) => bit(2 * i - 1) + bit(2 * i) - 2 * bit(2 * i + 1));
}

/** The same digits as the terms of a bit-serial PE: digit i has significance 2i, and exponent 1 where its magnitude is 2. */
export function boothTerms(value: number, bits: number): Term[] {
  return boothDigits(value, bits).map((digit, i): Term => ({ sign: digit < 0 ? 1 : 0, exp: Math.abs(digit) === 2 ? 1 : 0, man: digit === 0 ? 0 : 1, bsig: 2 * i }));
}

/** The integer product digit plane by digit plane: Y = sum over i of 4^i * A D_i', where D_i holds digit i of each weight of that many bits. */
export function boothProduct(a: Matrix, w: Matrix, bits: number): Matrix<Float64Array> {
  commonLength(a, w);
  const planes = Array.from({ length: boothDigitCount(bits) }, () => new Int8Array(w.values.length));
  w.values.forEach((value, i) => { boothDigits(value, bits).forEach((digit, plane) => { planes[plane]![i] = digit; }); });
  const y = zeros(a.rows, w.rows);
  planes.forEach((digits, plane) => {
    const partial = integerGemm(a, matrix(w.rows, w.columns, digits));
    for (let i = 0; i < y.values.length; i++) y.values[i]! += 4 ** plane * partial.values[i]!;
  });
  return y;
}

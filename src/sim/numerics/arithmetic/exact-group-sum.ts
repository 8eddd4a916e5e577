import { fp16Parts } from './fp16-parts.js';

/**
 * The exact dot product of FP16 activations, given as their bit patterns, and codes: sum of a * code. An FP16 number is a whole multiple of 2^-24 below
 * 2^40 of them; it is cut into a high and a low part of 20 bits, whose sums with codes stay exact, so that the result is rounded once, and not at
 * all where it fits the 53 bits of a double. Codes are multiples of 1/2 of magnitude up to 512, at most 2^20 of them. Throws a RangeError for
 * other codes, for infinities and NaN, and where the lengths differ.
 */
export function exactGroupSum(activations: Uint16Array, codes: ArrayLike<number>): number {
  if (activations.length !== codes.length) throw new RangeError(`${activations.length} activations do not meet ${codes.length} codes`);
  if (codes.length > 2 ** 20) throw new RangeError(`at most 2^20 codes are summed, not ${codes.length}`);
  let high = 0;
  let low = 0;
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    if (!(Math.abs(code) <= 512 && Number.isInteger(2 * code))) throw new RangeError(`a code is a multiple of 1/2 up to 512, not ${code}`);
    const units = fp16Units(activations[i]!);
    const top = Math.trunc(units / 2 ** 20);
    high += top * code;
    low += (units - top * 2 ** 20) * code;
  }
  return (high * 2 ** 20 + low) * 2 ** -24;
}

/** An FP16 number in multiples of 2^-24. */
function fp16Units(pattern: number): number {
  const { sign, exponent, mantissa } = fp16Parts(pattern);
  return (sign === 1 ? -1 : 1) * mantissa * 2 ** (exponent - 1);
}

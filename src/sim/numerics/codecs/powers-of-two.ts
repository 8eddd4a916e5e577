import { binaryExponent } from '../formats/float-format.js';
import type { Store } from '../formats/scale-store.js';

/** A term of a sum of powers of two: sign * 2^exponent. */
export interface SignedPower {
  readonly sign: 1 | -1;
  readonly exponent: number;
}

/**
 * x as a sum of up to `terms` signed powers of two, greedily: the power nearest in the exponent (2^round(log2 |r|)) of what is left, r.
 * Fewer terms where nothing is left. (ShiftAddLLM, You et al., NeurIPS 2024: additive powers of two.) Exact comparisons instead of a
 * logarithm: log2 m >= 1/2 where m >= sqrt 2, and the double nearest to sqrt 2 is above it.
 */
export function additivePowersOfTwo(x: number, terms: number): readonly SignedPower[] {
  const powers: SignedPower[] = [];
  for (let rest = x; rest !== 0 && powers.length < terms;) {
    const magnitude = Math.abs(rest);
    const floor = binaryExponent(magnitude);
    const exponent = magnitude / 2 ** floor >= Math.SQRT2 ? floor + 1 : floor;
    const sign = rest > 0 ? 1 : -1;
    powers.push({ sign, exponent });
    rest -= sign * 2 ** exponent;
  }
  return powers;
}

/** The number that a sum of powers stands for; exact for those of `additivePowersOfTwo`. */
export function sumOfPowers(powers: readonly SignedPower[]): number {
  return powers.reduce((sum, { sign, exponent }) => sum + sign * 2 ** exponent, 0);
}

/**
 * The power of two of the largest magnitude, 1 for zeros only. Numbers divided by it are below 2, exactly as they were, and their squares
 * neither overflow nor vanish.
 */
export function unitOf(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]!));
  return largest === 0 ? 1 : 2 ** binaryExponent(largest);
}

/**
 * 0 or a signed power of two from 2^-47 to 2^15 in 7 bits, a layout of this project's own: pattern 0 is 0, else bit 6 is the sign and
 * the rest is exponent + 48. Magnitudes below become 0, those above 2^15. The range holds that of FP16 with room for the later terms of a sum.
 */
export const powerOfTwoStore: Store = {
  name: 'pot7', bits: 7,
  toBits: (x) => {
    const field = Math.min(63, binaryExponent(Math.abs(x)) + 48);
    return field < 1 ? 0 : field + (x < 0 ? 64 : 0);
  },
  fromBits: (pattern) => (pattern % 64 === 0 ? 0 : (pattern >= 64 ? -1 : 1) * 2 ** ((pattern % 64) - 48)),
};

import { elementFormat, type ElementFormat } from './element.js';
import { elementOfFloat, floatFormat, largestFinite } from './float-format.js';

/** Two's complement without its least value, so that the grid is symmetric: -(2^(bits-1) - 1) .. 2^(bits-1) - 1. */
export function symmetricInteger(bits: number): ElementFormat {
  return elementFormat(`int${bits}`, bits, patternsOf(bits, (p) => (p === 2 ** (bits - 1) ? NaN : signed(p, bits))));
}

/** Two's complement, all of it: -2^(bits-1) .. 2^(bits-1) - 1. */
export function fullInteger(bits: number): ElementFormat {
  return elementFormat(`int${bits}-full`, bits, patternsOf(bits, (p) => signed(p, bits)));
}

/** Whole numbers from 0. */
export function unsignedInteger(bits: number): ElementFormat {
  return elementFormat(`uint${bits}`, bits, patternsOf(bits, (p) => p));
}

/** Bit 0 counts as -1 and bit 1 as +1: x = sum_i (2 b_i - 1) 2^i, the odd numbers -(2^bits - 1) .. 2^bits - 1 (APT-LLM; 1 bit is binary). */
export function bipolarInteger(bits: number): ElementFormat {
  return elementFormat(bits === 1 ? 'binary' : `bipolar${bits}`, bits, patternsOf(bits, (p) => 2 * p - (2 ** bits - 1)));
}

/** -1, 0 and 1 in two bits of two's complement. */
export function ternary(): ElementFormat {
  return elementFormat('ternary', 2, [0, 1, NaN, -1]);
}

/** What BitMoD writes in the place of -0 (Table IV): extra resolution inside the range, or extra asymmetry beyond it. */
export const specialValues: Readonly<Record<3 | 4, { readonly resolution: number; readonly asymmetry: number }>> = {
  3: { resolution: 3, asymmetry: 6 },
  4: { resolution: 5, asymmetry: 8 },
};

/** FP3 (E2M0: 0, 1, 2, 4) or FP4 (E2M1), sign and magnitude; the pattern of -0 stands for `special`, or for nothing (BitMoD, HPCA 2025, Table IV). */
export function smallFloat(bits: 3 | 4, special: number = NaN, name = bits === 3 ? 'fp3' : 'fp4-e2m1'): ElementFormat {
  const values = elementOfFloat(floatFormat(2, bits - 3)).values.slice();
  values[2 ** (bits - 1)] = special;
  return elementFormat(name, bits, values);
}

/** Any float ExMy as a list of values; of -0 and 0 the grid writes 0. */
export function floatElement(exponentBits: number, mantissaBits: number, name: string, specials: 'none' | 'nan' | 'ieee' = 'none'): ElementFormat {
  return { ...elementOfFloat(floatFormat(exponentBits, mantissaBits, { specials })), name };
}

/** The largest exponent of a float format: 2 for E2M1, 8 for E4M3. */
export function largestExponent(exponentBits: number, mantissaBits: number, specials: 'none' | 'nan' | 'ieee'): number {
  return Math.floor(Math.log2(largestFinite(floatFormat(exponentBits, mantissaBits, { specials }))));
}

/** NormalFloat: quantiles of the normal distribution, scaled to [-1, 1] (QLoRA, Dettmers et al., NeurIPS 2023, appendix E). */
export function normalFloat4(): ElementFormat {
  return elementFormat('nf4', 4, [
    -1, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635, -0.18477343022823334, -0.09105003625154495, 0,
    0.07958029955625534, 0.16093020141124725, 0.24611230194568634, 0.33791524171829224, 0.44070982933044434, 0.5626170039176941, 0.7229568362236023, 1,
  ]);
}

/**
 * flint: a sign and a magnitude of k = bits - 1 bits, with the most mantissa bits in the middle of the range (ANT, MICRO 2022).
 * The octave [2^e, 2^(e+1)) has min(e, k - 2) mantissa bits below e = k - 1 and max(0, 2k - 3 - e) from there to e = 2k - 2.
 * flint4: 0, 1, 2, 3, 4, 6, 8, 16. Patterns are in order of magnitude, not ANT's prefix code.
 */
export function flint(bits: number): ElementFormat {
  const k = bits - 1;
  const magnitudes = [0];
  for (let e = 0; e <= 2 * k - 2; e++) {
    const steps = 2 ** (e < k - 1 ? Math.min(e, k - 2) : Math.max(0, 2 * k - 3 - e));
    for (let m = 0; m < steps; m++) magnitudes.push(2 ** e * (1 + m / steps));
  }
  return signMagnitude(`flint${bits}`, bits, magnitudes);
}

/** Powers of two: 0, 1, 2, .. 2^(2^(bits-1) - 2), with a sign (ANT, MICRO 2022). */
export function powerOfTwo(bits: number): ElementFormat {
  return signMagnitude(`pot${bits}`, bits, patternsOf(bits - 1, (p) => (p === 0 ? 0 : 2 ** (p - 1))));
}

/** Magnitudes in order, with a sign above them; -0 stands for nothing. */
export function signMagnitude(name: string, bits: number, magnitudes: readonly number[]): ElementFormat {
  return elementFormat(name, bits, [...magnitudes, NaN, ...magnitudes.slice(1).map((m) => -m)]);
}

function patternsOf(bits: number, value: (pattern: number) => number): number[] {
  return Array.from({ length: 2 ** bits }, (_, pattern) => value(pattern));
}

function signed(pattern: number, bits: number): number {
  return pattern >= 2 ** (bits - 1) ? pattern - 2 ** bits : pattern;
}

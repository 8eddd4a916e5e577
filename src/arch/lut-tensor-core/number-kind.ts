import { exactEntryBits } from '../../sim/numerics/arithmetic/lut-cost.js';

/** Operands as arithmetic units see them: integers of some bits, or floats with exponent and mantissa fields. */
export type NumberKind =
  | { readonly kind: 'integer'; readonly bits: number }
  | { readonly kind: 'float'; readonly bits: number; readonly exponent: number; readonly mantissa: number };

export const int = (bits: number): NumberKind => ({ kind: 'integer', bits });
export const fp8: NumberKind = { kind: 'float', bits: 8, exponent: 4, mantissa: 3 };
export const fp16: NumberKind = { kind: 'float', bits: 16, exponent: 5, mantissa: 10 };
export const fp32: NumberKind = { kind: 'float', bits: 32, exponent: 8, mantissa: 23 };

/** Bits of a table entry: the exact sum of `group` integers of at most 2^(bits - 1) - 1, or a float of the activations' own format. */
export function entryBits(activations: NumberKind, group: number): number {
  return activations.kind === 'integer' ? exactEntryBits(group, 2 ** (activations.bits - 1) - 1) : activations.bits;
}

/** The format that sums of such activations are kept in: FP32 for 16-bit floats, FP16 for smaller ones. */
export function accumulatorOf(activations: NumberKind): NumberKind {
  if (activations.kind === 'integer') return int(32);
  return activations.bits > 8 ? fp32 : fp16;
}

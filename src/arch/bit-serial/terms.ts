import type { DataType } from '../../sim/model/datatype.js';

/** Weights that a PE multiplies at once. */
export const lanes = 4;

/**
 * Cycles of one step of four weights: their terms. Integers take a radix-4 Booth digit each two bits, FP4 and FP3 with their special values
 * two (BitMoD, HPCA 2025, section IV-A). null where a format has no terms.
 */
export function termsOf(type: DataType): number | null {
  if (type.kind === 'integer' && type.bits >= 2 && type.bits <= 8) return Math.ceil(type.bits / 2);
  return ['fp3', 'fp4', 'bitmod3', 'bitmod4'].includes(type.name) ? 2 : null;
}

import type { DataType } from '../../../sim/model/datatype.js';
import { boothDigitCount, boothTerms } from '../../../sim/numerics/arithmetic/booth.js';
import { fpTerms } from '../../../sim/numerics/arithmetic/fp-terms.js';
import type { Term } from '../../../sim/numerics/arithmetic/term.js';
import { fullInteger, smallFloat, specialValues } from '../../../sim/numerics/formats/elements.js';

/** Weights of a tile: what its encoders turn into terms. */
export type WeightFormat = IntegerWeights | FloatWeights;

/** Two's complement, in Booth digits. */
export interface IntegerWeights {
  readonly kind: 'integer';
  /** 2 to 8. */
  readonly bits: number;
}

/** FP4 (E2M1) or FP3 (E2M0), sign and magnitude. */
export interface FloatWeights {
  readonly kind: 'float';
  readonly bits: 3 | 4;
  /** What the pattern of -0 stands for, by the selector of the group: the programmable register file of BitMoD (HPCA 2025, Sec. IV-A). */
  readonly specials: readonly [number, number, number, number];
}

/** FP3 or FP4 with BitMoD's special values, in the order of its selectors: extra resolution (+, -), then extra asymmetry (+, -). */
export function bitmodWeights(bits: 3 | 4): FloatWeights {
  const { resolution, asymmetry } = specialValues[bits];
  return { kind: 'float', bits, specials: [resolution, -resolution, asymmetry, -asymmetry] };
}

/** How a tile takes weights of a type; null where it has no terms for them. Plain FP3 and FP4 do not use the pattern of -0, which is 0 then. */
export function weightFormatOf({ kind, name, bits }: DataType): WeightFormat | null {
  if (kind === 'integer' && bits >= 2 && bits <= 8) return { kind, bits };
  if (name === 'bitmod3' || name === 'bitmod4') return bitmodWeights(name === 'bitmod3' ? 3 : 4);
  if (name === 'fp3' || name === 'fp4') return { kind: 'float', bits: name === 'fp3' ? 3 : 4, specials: [0, 0, 0, 0] };
  return null;
}

/** Terms of a weight, and so cycles of a step: ceil(bits / 2) Booth digits, or 2 for floats. */
export function termCount(format: WeightFormat): number {
  return format.kind === 'integer' ? boothDigitCount(format.bits) : 2;
}

/** The number that each pattern stands for in groups with that selector, 0 to 3. Integers have no use for selectors. */
export function weightValues(format: WeightFormat, selector: number): Float64Array {
  return format.kind === 'integer' ? fullInteger(format.bits).values : smallFloat(format.bits, format.specials[selector]).values;
}

/**
 * The terms of each pattern, for each of the four selectors. Throws a RangeError for integers of other than 2 to 8 bits, and an InputError for
 * special values that have no two terms.
 */
export function termTables(format: WeightFormat): readonly (readonly (readonly Term[])[])[] {
  if (format.kind === 'integer' && !(Number.isInteger(format.bits) && format.bits >= 2 && format.bits <= 8)) throw new RangeError(`integer weights have 2 to 8 bits, not ${format.bits}`);
  return [0, 1, 2, 3].map((selector) => Array.from(weightValues(format, selector), (value) => (format.kind === 'integer' ? boothTerms(value, format.bits) : fpTerms(value))));
}

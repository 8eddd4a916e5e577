import { exactGroupSum } from './exact-group-sum.js';
import { fp16Parts, type Fp16Parts } from './fp16-parts.js';
import { addScaled, scaledValue, shiftRight, type BitRounding, type Scaled } from './scaled.js';
import { valueOfTerms, type Term } from './term.js';

/** The widths and roundings of a bit-serial processing element with FP16 activations. */
export interface PeNumerics {
  /** Activations of a dot product. */
  readonly lanes: number;
  /** Bits that are kept below the 11 of a mantissa when lanes are aligned. */
  readonly extraBits: number;
  /** What becomes of the bits below those. */
  readonly alignment: BitRounding;
  /** Bits of the accumulator's mantissa beside its sign, 1 to 32. */
  readonly accumulatorBits: number;
  readonly accumulation: BitRounding;
}

/**
 * BitMoD's PE (HPCA 2025, Sec. IV-B): 4 lanes, and 3 extra bits for rounding to nearest even, as the paper has it; the 15-bit accumulator mantissa is
 * that of the released RTL, which truncates in both places.
 */
export const bitmodPe: PeNumerics = { lanes: 4, extraBits: 3, alignment: 'nearest-even', accumulatorBits: 15, accumulation: 'nearest-even' };

/**
 * One cycle: a weight term for each FP16 activation of a dot product. The exponents of activation and term are added; the largest of them is that of
 * the sum; the 11-bit mantissas (hidden bit 0 for subnormal numbers), extended by the extra bits, are shifted right by the distance to it and
 * rounded in magnitude; signed, they are added without loss. A lane with a zero activation or a zero term takes no part, in the maximum neither.
 * The result is sum * 2^(largest - 25 - extraBits + bsig). Throws a RangeError where terms differ in bit significance, which lanes share.
 */
export function laneSum(activations: readonly Fp16Parts[], terms: readonly Term[], pe: PeNumerics): Scaled {
  let largest = -Infinity;
  const bsig = terms[0]?.bsig ?? 0;
  terms.forEach((term, lane) => {
    if (term.bsig !== bsig) throw new RangeError(`lanes share the bit significance, and ${term.bsig} is not ${bsig}`);
    if (takesPart(activations[lane]!, term)) largest = Math.max(largest, activations[lane]!.exponent + term.exp);
  });
  let sum = 0;
  terms.forEach((term, lane) => {
    const a = activations[lane]!;
    if (!takesPart(a, term)) return;
    const aligned = shiftRight(a.mantissa * 2 ** pe.extraBits, largest - a.exponent - term.exp, pe.alignment);
    sum += a.sign === term.sign ? aligned : -aligned;
  });
  return sum === 0 ? { mantissa: 0, exponent: 0 } : { mantissa: sum, exponent: largest - 25 - pe.extraBits + bsig };
}

function takesPart(a: Fp16Parts, term: Term): boolean {
  return term.man === 1 && a.mantissa !== 0;
}

export interface GroupAccumulation {
  /** What the PE gives. */
  readonly value: number;
  /** Its accumulator at the end. */
  readonly accumulator: Scaled;
  /** The dot product without any rounding. */
  readonly exact: number;
  /** One for each term of each dot product: ceil(length / lanes) * terms. */
  readonly cycles: number;
}

/**
 * The dot product of a group of FP16 activations (bit patterns) and weights given as terms, as the PE computes it: one dot product of `lanes` elements
 * after the other, its terms in order, each cycle's sum added to the accumulator with one rounding (both operands are aligned, whichever is smaller).
 * The exact sum beside it makes the PE's error a figure. All weights have the same number of terms; lanes that the last dot product does not need
 * are idle. Throws a RangeError where lengths differ.
 */
export function groupAccumulate(activations: Uint16Array, weights: readonly (readonly Term[])[], pe: PeNumerics = bitmodPe): GroupAccumulation {
  const termCount = weights[0]?.length ?? 0;
  if (activations.length !== weights.length) throw new RangeError(`${activations.length} activations do not meet ${weights.length} weights`);
  if (weights.some((terms) => terms.length !== termCount)) throw new RangeError('all weights of a group have the same number of terms');
  const parts = Array.from(activations, fp16Parts);
  let accumulator: Scaled = { mantissa: 0, exponent: 0 };
  for (let first = 0; first < weights.length; first += pe.lanes) {
    const lanes = parts.slice(first, first + pe.lanes);
    const inLanes = weights.slice(first, first + pe.lanes);
    for (let t = 0; t < termCount; t++) {
      const sum = laneSum(lanes, inLanes.map((terms) => terms[t]!), pe);
      accumulator = addScaled(accumulator, sum, pe.accumulatorBits, pe.accumulation);
    }
  }
  return {
    value: scaledValue(accumulator), accumulator,
    exact: exactGroupSum(activations, weights.map(valueOfTerms)),
    cycles: Math.ceil(weights.length / pe.lanes) * termCount,
  };
}

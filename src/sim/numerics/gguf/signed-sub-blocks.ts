import { once, roundGroup, roundedGrid, squaredError, type RoundedGrid } from '../codecs/grid.js';
import type { Weights } from '../codec.js';
import { elementFormat } from '../formats/element.js';
import { roundHalfEven } from '../formats/float-format.js';
import type { Ties } from '../formats/rounding.js';
import type { EncodeBlock } from './block-format.js';
import { extremeOf, shrinkings } from './extremes.js';

/** Codes that a format rounds to: the code of each pattern, and what becomes of ties. */
export interface SignedGrid {
  readonly codes: readonly number[];
  readonly ties: Ties;
}

/**
 * Our encoder for the formats w = d scale_s q with signed whole scale_s of `scaleBits` bits (Q3_K, Q6_K, IQ4_XS). The grid reaches
 * further on one side, so that a scale may be negative. With w* the weight of largest magnitude in a sub-block and r_s = w* / g for g the
 * code of largest magnitude, d = r / -2^(scaleBits - 1) for the r_s of largest magnitude. A sub-block then tries the scale_s of r_s / d
 * rounded away from zero, and the nearest to r_s / d and to w* / (g' d) for g' the code at the other end, shrunk by 1 .. 0.6; it takes
 * the first of least squared error. ggml's own encoders search otherwise; whatever wrote them, blocks decode alike.
 */
export function signedSubBlocks(size: number, grid: SignedGrid, scaleBits: number): EncodeBlock {
  const rounded = once(() => gridOf(grid));
  const half = 2 ** (scaleBits - 1);
  const clamp = (scale: number): number => Math.min(half - 1, Math.max(-half, scale));
  return (weights, patterns, fields) => {
    const [main, other] = endsOf(rounded());
    const extremes = Float64Array.from({ length: weights.length / size }, (_, s) => extremeOf(weights, s * size, (s + 1) * size));
    const largest = extremeOf(extremes, 0, extremes.length);
    const d = largest === 0 ? 0 : largest / main / -half;
    fields['d']![0] = d;
    extremes.forEach((extreme, s) => {
      const [from, to] = [s * size, (s + 1) * size];
      const ideal = d === 0 ? 0 : extreme / main / d;
      const flipped = d === 0 ? 0 : extreme / other / d;
      const candidates = [clamp(Math.sign(ideal) * Math.ceil(Math.abs(ideal)))];
      for (const factor of shrinkings) candidates.push(clamp(roundHalfEven(factor * ideal)), clamp(roundHalfEven(factor * flipped)));
      // Adding 0 turns -0 into 0.
      const scale = candidates[leastError(rounded(), weights, from, to, candidates.map((c) => c * d))]! + 0;
      fields['scales']![s] = scale;
      roundGroup(rounded(), weights, from, to, scale * d, patterns);
    });
  };
}

/** Our encoder for w = d q: d = w* / g, or w* / g' of the other end, each shrunk by 1 .. 0.6; the first of least squared error (IQ4_NL). */
export function signedBlock(grid: SignedGrid): EncodeBlock {
  const rounded = once(() => gridOf(grid));
  return (weights, patterns, fields) => {
    const ends = endsOf(rounded());
    const extreme = extremeOf(weights, 0, weights.length);
    const candidates = shrinkings.flatMap((factor) => ends.map((end) => (factor * extreme) / end + 0));
    const d = candidates[leastError(rounded(), weights, 0, weights.length, candidates)]!;
    fields['d']![0] = d;
    roundGroup(rounded(), weights, 0, weights.length, d, patterns);
  };
}

function gridOf({ codes, ties }: SignedGrid): RoundedGrid {
  return roundedGrid(elementFormat('codes', Math.log2(codes.length), codes), ties);
}

/** The codes at the two ends, that of larger magnitude first. */
function endsOf({ values }: RoundedGrid): readonly [number, number] {
  return [values[0]!, values[values.length - 1]!];
}

/** Index of the scale of least squared error, the first of equals. */
function leastError(grid: RoundedGrid, weights: Weights, from: number, to: number, scales: readonly number[]): number {
  let best = 0;
  let least = Infinity;
  scales.forEach((scale, i) => {
    const error = squaredError(grid, weights, from, to, scale, least);
    if (error < least) {
      least = error;
      best = i;
    }
  });
  return best;
}

import type { Weights } from '../codec.js';
import { largestMagnitude, roundedGrid, squaredError, type RoundedGrid } from '../codecs/grid.js';
import { elementOfFloat, floatFormat, largestFinite, roundToFloat, usualBias, type FloatFormat } from '../formats/float-format.js';

/** A float whose exponent bias is a real number: value = scale * (value of `format`). */
export interface ScaledFloat {
  readonly format: FloatFormat;
  readonly scale: number;
  /** Real-valued exponent bias of the scaled format: that of `format` - log2(scale). */
  readonly bias: number;
  /** Largest magnitude it can hold; larger ones are clipped. */
  readonly clip: number;
}

/** The scaled float that fits data best, and its mean square error there. */
export interface FloatChoice extends ScaledFloat {
  readonly mse: number;
}

/** The clipping limits that are tried: factors from `lowest` to `highest` in `steps` equal steps, and 1. */
export interface ClipSearch {
  readonly lowest?: number;
  readonly highest?: number;
  readonly steps?: number;
  /**
   * What the factors multiply: the largest magnitude of the data (the default; from 0.2 to 1.2 in steps of 0.01 unless told otherwise),
   * or the exponent bias that puts the limit there, as LLM-FP4 has it (from 0.01 to 1.2 in 100 steps). The latter depends on the unit of
   * the data: a bias near 0 is hardly varied.
   */
  readonly over?: 'maximum' | 'bias';
}

/**
 * The splits of an n-bit float into exponent and mantissa bits, 1 + E + M = n, most mantissa bits first; every pattern is a number. E = 0
 * is left out: its values are those of E = 1 (all patterns equally far apart), up to scale. Throws a RangeError outside of 3 to 8 bits.
 */
export function floatSplits(bits: number): readonly FloatFormat[] {
  if (!Number.isInteger(bits) || bits < 3 || bits > 8) throw new RangeError(`floats of 3 to 8 bits can be searched, not of ${bits}`);
  return Array.from({ length: bits - 1 }, (_, i) => floatFormat(i + 1, bits - 2 - i));
}

/** Real-valued exponent bias b of a float whose largest value is `clip`: clip = (2 - 2^-M) 2^(2^E - 1 - b) (LLM-FP4). */
export function biasOfClip({ exponentBits, mantissaBits }: FloatFormat, clip: number): number {
  return 2 ** exponentBits - 1 + Math.log2(2 - 2 ** -mantissaBits) - Math.log2(clip);
}

/** The format with its largest value at `clip`. */
export function floatWithClip(format: FloatFormat, clip: number): ScaledFloat {
  return { format, scale: clip / largestFinite(format), bias: biasOfClip(format, clip), clip };
}

/** Data as the scaled float holds them: nearest values, clipped. */
export function roundToScaledFloat({ format, scale }: ScaledFloat, data: Weights): Float64Array {
  return Float64Array.from(data, (x) => roundToFloat(format, x / scale, 'saturate') * scale);
}

/** A format with its grid, and the scaled floats to try for data of that largest magnitude; the one that clips nothing comes first. */
export interface Trial {
  readonly grid: RoundedGrid;
  readonly candidates: readonly ScaledFloat[];
}

/** What to try for n bits, format by format. */
export function floatTrials(bits: number, largest: number, search: ClipSearch = {}): readonly Trial[] {
  const { over = 'maximum', lowest = over === 'maximum' ? 0.2 : 0.01, highest = 1.2, steps = 100 } = search;
  if (!(lowest > 0 && highest >= lowest && Number.isInteger(steps) && steps >= 1)) throw new RangeError(`a search goes from a positive factor to one not smaller in at least one step, not from ${lowest} to ${highest} in ${steps}`);
  const factors = Array.from({ length: steps + 1 }, (_, i) => lowest + (i * (highest - lowest)) / steps);
  return floatSplits(bits).map((format) => {
    const bias = biasOfClip(format, largest);
    // A bias of factor * b instead of b moves the limit by 2^(b - factor * b).
    const clips = factors.map((factor) => largest * (over === 'maximum' ? factor : 2 ** (bias - factor * bias)));
    // How ties are broken does not change the error.
    return { grid: roundedGrid(elementOfFloat(format), 'even'), candidates: [largest, ...clips].map((clip) => floatWithClip(format, clip)) };
  });
}

/**
 * The split of n bits and the clipping limit of least mean square error on the data, the first of equals: the joint format and maximum
 * search of LLM-FP4 (Liu et al., EMNLP 2023), which minimises the error of a layer's output where this minimises that of the data. For
 * zeros only: the first split with its usual bias.
 */
export function searchFloat(data: Weights, bits: number, search: ClipSearch = {}): FloatChoice {
  const largest = largestMagnitude(data, 0, data.length);
  if (largest === 0) return zeroChoice(bits);
  let best: ScaledFloat | undefined;
  let least = Infinity;
  for (const { grid, candidates } of floatTrials(bits, largest, search)) {
    for (const candidate of candidates) {
      const error = squaredError(grid, data, 0, data.length, candidate.scale, least);
      if (best === undefined || error < least) {
        least = error;
        best = candidate;
      }
    }
  }
  return { ...best!, mse: least / data.length };
}

/** What stands for zeros only. */
export function zeroChoice(bits: number): FloatChoice {
  const format = floatSplits(bits)[0]!;
  return { format, scale: 1, bias: usualBias(format.exponentBits), clip: largestFinite(format), mse: 0 };
}

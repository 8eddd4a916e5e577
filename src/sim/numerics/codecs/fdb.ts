import { groupCount, patternsFor, type Codec, type Encoded } from '../codec.js';
import { elementFormat } from '../formats/element.js';
import { fp16Store } from '../formats/scale-store.js';
import { largestMagnitude, once } from './grid.js';

/** b1 | b2 << 1 in units of s: 2 b1 - b2. */
const element = once(() => elementFormat('fdb', 2, [0, 2, -1, 1]));

/**
 * Flexible dual binarisation (DB-LLM, Chen et al., ACL 2024 Findings): w ~ alpha1 b1 + alpha2 b2 with b1, b2 in {0, 1}. Before any
 * training alpha1 = 2s and alpha2 = -s, so that a weight is -s, 0, s or 2s. s = max|w| / 2 and the thresholds
 * b1 = [w >= (alpha1 + alpha2) / 2], b2 = [w <= alpha1 b1 + alpha2 / 2] (which is the nearest of the four) are those of a third-party
 * implementation: the paper's own were not available. Codes are in units of s.
 */
export function fdbCodec(): Codec {
  return {
    name: 'fdb', summary: 'two binary planes with a scale each: -1, 0, 1, 2', source: 'DB-LLM, Chen et al., ACL 2024 Findings; start values and thresholds from a third-party implementation (secondary)',
    patternBits: 2, vectorLength: 1,
    group: { usual: 128, fixed: false },
    fields: [
      { name: 'alpha1', meaning: 'what bit 0 of a pattern adds', per: 'group', count: 1, store: fp16Store },
      { name: 'alpha2', meaning: 'what bit 1 of a pattern adds', per: 'group', count: 1, store: fp16Store },
    ],
    elements: () => [element()],
    encode: (weights, groupSize) => {
      const groups = groupCount(weights.length, groupSize);
      const patterns = patternsFor(2, weights.length);
      const alpha1 = new Float64Array(groups);
      const alpha2 = new Float64Array(groups);
      for (let g = 0; g < groups; g++) {
        const s = largestMagnitude(weights, g * groupSize, (g + 1) * groupSize) / 2;
        // Where all weights are 0 the thresholds would set bits that add nothing.
        if (s === 0) continue;
        alpha1[g] = 2 * s;
        alpha2[g] = -s;
        for (let i = g * groupSize; i < (g + 1) * groupSize; i++) {
          const b1 = weights[i]! >= s / 2 ? 1 : 0;
          const b2 = weights[i]! <= 2 * s * b1 - s / 2 ? 1 : 0;
          patterns[i] = b1 + 2 * b2;
        }
      }
      return { length: weights.length, groupSize, patterns, fields: { alpha1, alpha2 } };
    },
    decode: ({ length, groupSize, patterns, fields }: Encoded) => {
      const [alpha1, alpha2] = [fields['alpha1']!, fields['alpha2']!];
      return Float64Array.from({ length }, (_, i) => {
        const g = Math.floor(i / groupSize);
        return (patterns[i]! % 2 === 1 ? alpha1[g]! : 0) + (patterns[i]! >= 2 ? alpha2[g]! : 0);
      });
    },
    codes: ({ patterns }) => Float64Array.from(patterns, (pattern) => element().values[pattern]!),
  };
}

/** How full the two planes are. */
export interface PlaneDensity {
  /** Ones in the plane of b1 and of b2. */
  readonly ones: readonly [number, number];
  /** Additions of a matrix-vector product that skips zeros, before the planes are scaled: one for each one. */
  readonly adds: number;
  /** Ones of all bits of both planes, 0 to 1. */
  readonly density: number;
}

/** The density of dual-binary patterns b1 | b2 << 1, on which the work of a design that skips zeros depends. */
export function planeDensity(patterns: ArrayLike<number>): PlaneDensity {
  let first = 0;
  let second = 0;
  for (let i = 0; i < patterns.length; i++) {
    first += patterns[i]! % 2;
    second += patterns[i]! >= 2 ? 1 : 0;
  }
  return { ones: [first, second], adds: first + second, density: patterns.length === 0 ? 0 : (first + second) / (2 * patterns.length) };
}

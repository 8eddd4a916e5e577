import { spread } from './bits.js';
import { half, piecewise, type BlockFormat, type EncodeBlock, type PatternLayout } from './block-format.js';
import { ggufBlock } from './blocks.js';
import { extremeOf, roundHalfAway } from './extremes.js';

const source = 'ggml: block_tq1_0 and block_tq2_0 of ggml-common.h, reference quantisers of ggml-quants.c (llama.cpp pull request 8151)';
const rule = "ggml's reference rule, computed in double precision with the unrounded d";

/** Ternary weights in blocks of 256 with one FP16 scale. Patterns are trits: 0, 1, 2 for -1, 0, 1. */
export function ternaryBlocks(): readonly BlockFormat[] {
  return [
    {
      name: 'tq1_0', block: ggufBlock('TQ1_0'), source, patternBits: 2, codes: [-1, 0, 1, NaN],
      summary: `ternary, five weights a byte; ${rule}`,
      fields: [half('d', 'the largest magnitude', 52)],
      patterns: fiveToAByte,
      encodeBlock,
    },
    {
      // Pattern 3 is never written, and read as 2.
      name: 'tq2_0', block: ggufBlock('TQ2_0'), source, patternBits: 2, codes: [-1, 0, 1, 2], written: [-1, 0, 1, NaN],
      summary: `ternary, four weights a byte; ${rule}`,
      fields: [half('d', 'the largest magnitude', 64)],
      patterns: piecewise(spread({ count: 256, byte: 0, width: 2, run: 32 })),
      encodeBlock,
    },
  ];
}

/** d = max|w|; code = w / d, halves away from zero. */
const encodeBlock: EncodeBlock = (weights, patterns, fields) => {
  const d = Math.abs(extremeOf(weights, 0, weights.length));
  fields['d']![0] = d;
  for (let i = 0; i < weights.length; i++) patterns[i] = 1 + (d === 0 ? 0 : roundHalfAway(weights[i]! / d));
};

/** Runs of bytes: the offset of the first byte and of the first weight, bytes in the run, trits in each byte. */
const runs = [
  { byte: 0, weight: 0, length: 32, trits: 5 },
  { byte: 32, weight: 160, length: 16, trits: 5 },
  { byte: 48, weight: 240, length: 4, trits: 4 },
] as const;

/**
 * Trit n of byte j of a run is that of weight n * length + j. A byte stands for v = sum_n trit_n 3^(4-n) as ceil(256 v / 243), a fraction
 * of 256: multiplying by 3 moves the next trit into the carry, so that trit n = floor(3 (byte 3^n mod 256) / 256). Bytes that no v has
 * are read by the same rule; written again they become one that some v has.
 */
const fiveToAByte: PatternLayout = {
  read: (bytes, start, patterns, at) => {
    for (const run of runs) {
      for (let j = 0; j < run.length; j++) {
        let rest = bytes[start + run.byte + j]!;
        for (let n = 0; n < run.trits; n++) {
          patterns[at + run.weight + n * run.length + j] = Math.floor((3 * rest) / 256);
          rest = (3 * rest) % 256;
        }
      }
    }
  },
  write: (bytes, start, patterns, at) => {
    for (const run of runs) {
      for (let j = 0; j < run.length; j++) {
        let v = 0;
        for (let n = 0; n < 5; n++) v = 3 * v + (n < run.trits ? patterns[at + run.weight + n * run.length + j]! : 0);
        bytes[start + run.byte + j] = Math.ceil((256 * v) / 243);
      }
    }
  },
};

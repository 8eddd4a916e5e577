import { spread, type Piece } from './bits.js';
import { consecutive, half, piecewise, type BlockFormat, type EncodeBlock } from './block-format.js';
import { ggufBlock } from './blocks.js';
import { extremeOf, rangeOf, roundHalfAway } from './extremes.js';

const source = 'ggml: block_q4_0 .. block_q8_0 of ggml-common.h, reference quantisers of ggml-quants.c';
const rule = "ggml's reference rule, computed in double precision with the unrounded d";
const dMeaning = 'one step';

/** Blocks of 32 weights with an FP16 step: Q4_0, Q4_1, Q5_0, Q5_1, Q8_0. */
export function simpleBlocks(): readonly BlockFormat[] {
  return [
    {
      name: 'q4_0', block: ggufBlock('Q4_0'), source, patternBits: 4, codes: consecutive(-8, 16),
      summary: `4-bit blocks of 32 without a minimum; ${rule}`,
      fields: [half('d', dMeaning, 0)],
      patterns: piecewise(nibbles(2)),
      encodeBlock: symmetric(8),
    },
    {
      name: 'q4_1', block: ggufBlock('Q4_1'), source, patternBits: 4, codes: consecutive(0, 16),
      summary: `4-bit blocks of 32 with a minimum; ${rule}`,
      fields: [half('d', dMeaning, 0), half('m', 'the least weight', 2)],
      patterns: piecewise(nibbles(4)),
      encodeBlock: affine(15),
    },
    {
      name: 'q5_0', block: ggufBlock('Q5_0'), source, patternBits: 5, codes: consecutive(-16, 32),
      summary: `5-bit blocks of 32 without a minimum; ${rule}`,
      fields: [half('d', dMeaning, 0)],
      patterns: piecewise([...nibbles(6), ...fifthBits(2)]),
      encodeBlock: symmetric(16),
    },
    {
      name: 'q5_1', block: ggufBlock('Q5_1'), source, patternBits: 5, codes: consecutive(0, 32),
      summary: `5-bit blocks of 32 with a minimum; ${rule}`,
      fields: [half('d', dMeaning, 0), half('m', 'the least weight', 2)],
      patterns: piecewise([...nibbles(8), ...fifthBits(4)]),
      encodeBlock: affine(31),
    },
    {
      name: 'q8_0', block: ggufBlock('Q8_0'), source, patternBits: 8, codes: [...consecutive(0, 128), ...consecutive(-128, 128)],
      summary: `8-bit blocks of 32; ${rule}`,
      fields: [half('d', dMeaning, 0)],
      patterns: piecewise(spread({ count: 32, byte: 2, width: 8, run: 1 })),
      encodeBlock: bytes,
    },
  ];
}

/** Weights 0..15 in the low halves of 16 bytes, 16..31 in the high ones. */
export function nibbles(byte: number): Piece[] {
  return spread({ count: 32, byte, width: 4, run: 16 });
}

/** Bit 4 of weight i is bit i of a 32-bit word. */
function fifthBits(byte: number): Piece[] {
  return spread({ count: 32, byte, width: 1, low: 4, run: 1 });
}

/**
 * d = w* / -n with w* the weight of largest magnitude (the first of equals), so that w* takes the code -n, of which there is no positive
 * counterpart; pattern = min(2n - 1, floor(w / d + n + 1/2)). A block of zeros has d = -0, as ggml writes it.
 */
function symmetric(n: number): EncodeBlock {
  return (weights, patterns, fields) => {
    const d = extremeOf(weights, 0, weights.length) / -n;
    fields['d']![0] = d;
    for (let i = 0; i < weights.length; i++) patterns[i] = d === 0 ? n : clamp(Math.floor(weights[i]! / d + (n + 0.5)), 2 * n - 1);
  };
}

/** d = (max - min) / most, m = min; pattern = min(most, floor((w - min) / d + 1/2)). */
function affine(most: number): EncodeBlock {
  return (weights, patterns, fields) => {
    const { least, largest } = rangeOf(weights, 0, weights.length);
    const d = (largest - least) / most;
    fields['d']![0] = d;
    fields['m']![0] = least;
    for (let i = 0; i < weights.length; i++) patterns[i] = d === 0 ? 0 : clamp(Math.floor((weights[i]! - least) / d + 0.5), most);
  };
}

/** d = max|w| / 127; code = w / d, halves away from zero, in two's complement. */
const bytes: EncodeBlock = (weights, patterns, fields) => {
  const d = Math.abs(extremeOf(weights, 0, weights.length)) / 127;
  fields['d']![0] = d;
  for (let i = 0; i < weights.length; i++) {
    const code = d === 0 ? 0 : Math.min(127, Math.max(-127, roundHalfAway(weights[i]! / d)));
    patterns[i] = code < 0 ? code + 256 : code;
  }
};

/** Subnormal steps are rounded so coarsely that a code may leave its range. */
function clamp(pattern: number, most: number): number {
  return Math.min(most, Math.max(0, pattern));
}

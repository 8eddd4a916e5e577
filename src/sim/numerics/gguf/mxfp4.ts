import { binaryExponent } from '../formats/float-format.js';
import { elementFormat, gridOf } from '../formats/element.js';
import { rounder } from '../formats/rounding.js';
import type { Store } from '../formats/scale-store.js';
import { littleEndian } from './bits.js';
import { piecewise, type BlockFormat, type EncodeBlock } from './block-format.js';
import { ggufBlock } from './blocks.js';
import { extremeOf } from './extremes.js';
import { nibbles } from './simple-blocks.js';

/** Twice the magnitudes of E2M1, so that they are integers; the scale is halved instead. */
const doubled = [0, 1, 2, 3, 4, 6, 8, 12];

/** Half of an E8M0 scale: 2^(pattern - 128). Unlike the OCP, ggml reads 255 as a number too; it is never written by this encoder. */
const halfE8m0: Store = {
  name: 'e8m0', bits: 8,
  toBits: (x) => Math.min(255, Math.max(0, binaryExponent(x) + 128)),
  fromBits: (pattern) => 2 ** (pattern - 128),
};

const nearest = rounder(gridOf(elementFormat('e2m1-doubled', 3, doubled)), 'lower');

/**
 * d = 2^(floor(log2(max|w|)) - 3), that is half of the OCP's shared scale, within the range of E8M0; the code is nearest to w / d, ties
 * towards zero, and magnitudes above 12 become 12. ggml's rule, in double precision; where all weights are 0, d is the least scale.
 */
const encodeBlock: EncodeBlock = (weights, patterns, fields) => {
  const largest = Math.abs(extremeOf(weights, 0, weights.length));
  const d = 2 ** Math.min(126, Math.max(-128, binaryExponent(largest) - 3));
  fields['d']![0] = d;
  for (let i = 0; i < weights.length; i++) {
    const magnitude = nearest(Math.abs(weights[i]!) / d);
    patterns[i] = weights[i]! < 0 && magnitude > 0 ? 8 + magnitude : magnitude;
  }
};

/** MXFP4 as ggml lays it out: an E8M0 byte, then 32 E2M1 patterns. Codes are twice the E2M1 values. */
export function mxfp4Block(): BlockFormat {
  return {
    name: 'gguf-mxfp4', block: ggufBlock('MXFP4'), patternBits: 4,
    codes: [...doubled, ...doubled.map((code) => 0 - code)],
    summary: 'MXFP4 (E2M1 with an E8M0 scale for 32 weights) in the layout of ggml; codes are twice the E2M1 values, d is half the scale',
    source: 'ggml: block_mxfp4 of ggml-common.h, reference quantiser of ggml-quants.c; OCP Microscaling Formats 1.0, section 6.3',
    fields: [{ name: 'd', meaning: 'half of the shared scale, a power of two', per: 'group', count: 1, store: halfE8m0, pieces: littleEndian(0, 8) }],
    patterns: piecewise(nibbles(1)),
    encodeBlock,
  };
}

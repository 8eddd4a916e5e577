import { signedStore, unsignedStore } from '../formats/scale-store.js';
import { affineSubBlocks } from './affine-sub-blocks.js';
import { spread, type Piece } from './bits.js';
import { consecutive, half, offsetStore, piecewise, subScales, type BlockFormat, type StoredField } from './block-format.js';
import { ggufBlock } from './blocks.js';
import { signedSubBlocks, type SignedGrid } from './signed-sub-blocks.js';

const source = 'ggml: block_q2_K .. block_q6_K of ggml-common.h, dequantize_row_* of ggml-quants.c (llama.cpp pull request 1684); the encoder is ours';
const scaleMeaning = 'step of a sub-block in units of d';
const minMeaning = 'what a sub-block subtracts, in units of dmin';

const q3Grid: SignedGrid = { codes: consecutive(-4, 8), ties: 'even' };
const q6Grid: SignedGrid = { codes: consecutive(-32, 64), ties: 'even' };

/** Super-blocks of 256 weights, whose sub-blocks of 16 or 32 have whole scales: Q2_K, Q3_K, Q4_K, Q5_K, Q6_K. */
export function kQuants(): readonly BlockFormat[] {
  return [
    {
      name: 'q2_k', block: ggufBlock('Q2_K'), source, patternBits: 2, codes: consecutive(0, 4), subBlock: 16,
      summary: '2-bit codes, 4-bit scales and minima for 16 weights; our encoder: searched range of each sub-block',
      fields: [
        half('d', 'unit of the scales', 80),
        half('dmin', 'unit of the minima', 82),
        subScales('scales', scaleMeaning, 16, unsignedStore(4), spread({ count: 16, byte: 0, width: 4, run: 16 })),
        subScales('mins', minMeaning, 16, unsignedStore(4), spread({ count: 16, byte: 0, width: 4, run: 16, shift: 4 })),
      ],
      patterns: piecewise(spread({ count: 256, byte: 16, width: 2, run: 32 })),
      encodeBlock: affineSubBlocks(16, 3, 15),
    },
    {
      name: 'q3_k', block: ggufBlock('Q3_K'), source, patternBits: 3, codes: q3Grid.codes, subBlock: 16,
      summary: '3-bit signed codes, 6-bit signed scales for 16 weights; our encoder: searched scale of each sub-block',
      fields: [
        half('d', 'unit of the scales', 108),
        subScales('scales', scaleMeaning, 16, offsetStore(6, 32), [
          ...spread({ count: 16, byte: 96, width: 4, run: 8 }),
          ...spread({ count: 16, byte: 104, width: 2, low: 4, run: 4 }),
        ]),
      ],
      patterns: piecewise([...spread({ count: 256, byte: 32, width: 2, run: 32 }), ...spread({ count: 256, byte: 0, width: 1, low: 2, run: 32 })]),
      encodeBlock: signedSubBlocks(16, q3Grid, 6),
    },
    {
      name: 'q4_k', block: ggufBlock('Q4_K'), source, patternBits: 4, codes: consecutive(0, 16), subBlock: 32,
      summary: '4-bit codes, 6-bit scales and minima for 32 weights; our encoder: searched range of each sub-block',
      fields: sixBitFields(),
      patterns: piecewise(spread({ count: 256, byte: 16, width: 4, run: 32 })),
      encodeBlock: affineSubBlocks(32, 15, 63),
    },
    {
      name: 'q5_k', block: ggufBlock('Q5_K'), source, patternBits: 5, codes: consecutive(0, 32), subBlock: 32,
      summary: '5-bit codes, 6-bit scales and minima for 32 weights; our encoder: searched range of each sub-block',
      fields: sixBitFields(),
      patterns: piecewise([...spread({ count: 256, byte: 48, width: 4, run: 32 }), ...spread({ count: 256, byte: 16, width: 1, low: 4, run: 32 })]),
      encodeBlock: affineSubBlocks(32, 31, 63),
    },
    {
      name: 'q6_k', block: ggufBlock('Q6_K'), source, patternBits: 6, codes: q6Grid.codes, subBlock: 16,
      summary: '6-bit signed codes, 8-bit signed scales for 16 weights; our encoder: searched scale of each sub-block',
      fields: [half('d', 'unit of the scales', 208), subScales('scales', scaleMeaning, 16, signedStore(8), spread({ count: 16, byte: 192, width: 8, run: 1 }))],
      patterns: piecewise([...spread({ count: 256, byte: 0, width: 4, run: 64 }), ...spread({ count: 256, byte: 128, width: 2, low: 4, run: 32 })]),
      encodeBlock: signedSubBlocks(16, q6Grid, 8),
    },
  ];
}

/** The head of Q4_K and Q5_K: d, dmin and twelve bytes with eight scales and eight minima of 6 bits. */
function sixBitFields(): StoredField[] {
  return [
    half('d', 'unit of the scales', 0),
    half('dmin', 'unit of the minima', 2),
    subScales('scales', scaleMeaning, 8, unsignedStore(6), sixBits(4, 0)),
    subScales('mins', minMeaning, 8, unsignedStore(6), sixBits(8, 4)),
  ];
}

/**
 * Numbers 0..3 are the low 6 bits of four bytes; of 4..7, the upper 2 bits lie above them and the lower 4 in the last four of the twelve
 * bytes, for scales in the low halves (`shift` 0), for minima in the high ones (4).
 */
function sixBits(byte: number, shift: number): Piece[] {
  return [
    ...spread({ count: 4, byte, width: 6, run: 4 }),
    ...spread({ count: 4, first: 4, byte: 12, width: 4, run: 4, shift }),
    ...spread({ count: 4, first: 4, byte, width: 2, low: 4, run: 4, shift: 6 }),
  ];
}

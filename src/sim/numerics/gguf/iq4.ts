import { spread } from './bits.js';
import { half, offsetStore, piecewise, subScales, type BlockFormat } from './block-format.js';
import { ggufBlock } from './blocks.js';
import { signedBlock, signedSubBlocks, type SignedGrid } from './signed-sub-blocks.js';
import { nibbles } from './simple-blocks.js';

/** The sixteen values of IQ4_NL and IQ4_XS (kvalues_iq4nl of ggml-common.h, llama.cpp pull request 5590, MIT licence). Midpoints go up. */
const grid: SignedGrid = { codes: [-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113], ties: 'higher' };

const source = 'ggml: block_iq4_nl and block_iq4_xs of ggml-common.h, dequantize_row_* of ggml-quants.c; the encoder is ours';

/** 4-bit codes on a grid that is denser in the middle: IQ4_NL in blocks of 32, IQ4_XS in super-blocks of 256. Zero is not on the grid. */
export function iq4Blocks(): readonly BlockFormat[] {
  return [
    {
      name: 'iq4_nl', block: ggufBlock('IQ4_NL'), source, patternBits: 4, codes: grid.codes,
      summary: '4-bit codes on an uneven grid, blocks of 32; our encoder: searched scale',
      fields: [half('d', 'a weight is its code times this', 0)],
      patterns: piecewise(nibbles(2)),
      encodeBlock: signedBlock(grid),
    },
    {
      name: 'iq4_xs', block: ggufBlock('IQ4_XS'), source, patternBits: 4, codes: grid.codes, subBlock: 32,
      summary: '4-bit codes on an uneven grid, 6-bit signed scales for 32 weights; our encoder: searched scale of each sub-block',
      fields: [
        half('d', 'unit of the scales', 0),
        subScales('scales', 'step of a sub-block in units of d', 8, offsetStore(6, 32), [
          ...spread({ count: 8, byte: 4, width: 4, run: 1 }),
          ...spread({ count: 8, byte: 2, width: 2, low: 4, run: 1 }),
        ]),
      ],
      patterns: piecewise(spread({ count: 256, byte: 8, width: 4, run: 16 })),
      encodeBlock: signedSubBlocks(32, grid, 6),
    },
  ];
}

import type { RtlDesign } from '../../../../src/rtl-export/kit/design.js';
import type { PlantedFaults } from '../../../kit/planted-faults.js';
import { designOf, tile, tileModules } from './modules.js';

const tiles = {
  '2 tokens, two codebooks': designOf(tile(2, 2, 8, 16)),
  'one codebook in block RAM': designOf(tile(1, 3, 16, 0, { memory: 'block', sumBits: 20 })),
} as const satisfies Readonly<Record<string, RtlDesign>>;

/** At least one fault in every module of the tile; the first of each comes first. */
export const planted: PlantedFaults<keyof typeof tiles> = {
  modules: tileModules, designs: tiles,
  faults: [
    ['an entry that is read is the one before it in block RAM', 'entry_memory.v', 'if (read)\n                    entry <= entries[index];\n            end\n        end else begin', 'if (read)\n                    entry <= entries[index - 1\'b1];\n            end\n        end else begin', 'one codebook in block RAM'],
    ['a run begins before its codebooks are complete', 'book_control.v', 'loaded && idx_valid', 'idx_valid', '2 tokens, two codebooks'],
    ['an element loses its sign', 'weight_sum.v', '{rest[ENTRY_BITS-1], rest}', '{1\'b0, rest}', '2 tokens, two codebooks'],
    ['a reduction goes on into the next', 'product_sum.v', 'opens ? {SUM_BITS{1\'b0}} : sum', 'sum', '2 tokens, two codebooks'],
    ['the second weight is the first', 'codebook_tile.v', 'main_entry[place*ENTRY_BITS +: ENTRY_BITS]', 'main_entry[0 +: ENTRY_BITS]', 'one codebook in block RAM'],
    ['the skid buffer loses what it holds', 'archsim_skid.v', 'valid       <= spare_valid || taken', 'valid       <= taken', '2 tokens, two codebooks'],
    ['the residual is subtracted', 'weight_sum.v', 'main} + {rest', 'main} - {rest', '2 tokens, two codebooks'],
    ['a weight of one codebook moves while the pipeline waits', 'weight_sum.v', 'if (move)\n                    weight <= main;', 'weight <= main;', 'one codebook in block RAM'],
    ['a product is unsigned', 'product_sum.v', '{(SUM_BITS-BITS+1){product[BITS-1]}}', '{(SUM_BITS-BITS+1){1\'b0}}', 'one codebook in block RAM'],
    ['cycles without a look-up count, too', 'product_sum.v', 'move && accumulate', 'move', '2 tokens, two codebooks'],
    ['the weight is unsigned in its product', 'product_sum.v', 'wire signed [WEIGHT_BITS-1:0] w', 'wire [WEIGHT_BITS-1:0] w', '2 tokens, two codebooks'],
    ['entries of the residual codebook go to the main one', 'book_control.v', 'ent_take && !in_rest', 'ent_take', '2 tokens, two codebooks'],
    ['the second codebook begins behind the first', 'book_control.v', 'ent_ends_book ? {ADDRESS{1\'b0}} : write_index', 'write_index', '2 tokens, two codebooks'],
    ['codebooks stay after a run', 'book_control.v', 'if (ends_run)\n                    loaded <= 1\'b0;', 'if (1\'b0)\n                    loaded <= 1\'b0;', '2 tokens, two codebooks'],
    ['look-ups do not wait for activations', 'book_control.v', 'idx_valid && act_valid', 'idx_valid', '2 tokens, two codebooks'],
    ['the last of a run does not end its reduction', 'book_control.v', 'ends_reduction || ends_run', 'ends_reduction && !ends_run', 'one codebook in block RAM'],
    ['sums that wait are replaced', 'book_control.v', '!m_valid || m_ready', '1\'b1', '2 tokens, two codebooks'],
    ['the first of a reduction is the last of it', 'book_control.v', 'at_reduction_start <= last', 'at_reduction_start <= !last', '2 tokens, two codebooks'],
    ['activations come a stage early', 'codebook_tile.v', 'with_weights[token*ACT_BITS', 'with_entries[token*ACT_BITS', '2 tokens, two codebooks'],
    ['all tokens have the activations of the first', 'codebook_tile.v', 'with_weights[token*ACT_BITS +: ACT_BITS]', 'with_weights[0 +: ACT_BITS]', '2 tokens, two codebooks'],
    ['the residual index is the lower part of the main one', 'codebook_tile.v', 'idx[MAIN_BITS +: REST_BITS]', 'idx[0 +: REST_BITS]', '2 tokens, two codebooks'],
    ['entries are read while the pipeline waits', 'codebook_tile.v', '.read        (move),\n        .index       (idx[MAIN_BITS-1:0])', '.read        (1\'b1),\n        .index       (idx[MAIN_BITS-1:0])', '2 tokens, two codebooks'],
  ],
};

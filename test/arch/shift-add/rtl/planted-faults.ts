import type { RtlDesign } from '../../../../src/rtl-export/kit/design.js';
import type { PlantedFaults } from '../../../kit/planted-faults.js';
import { designOf, tile, tileModules } from './modules.js';

const tiles = {
  '1 x 3 x 3, two passes': designOf(tile(1, 3, 3, { termsPerCycle: 3, weightBits: 5, scalers: 2 })),
  '2 x 2 x 2': designOf(tile(2, 2, 2, { group: 2, weightBits: 3, termsPerCycle: 3 })),
  '1 x 3 x 2, Booth, two passes': designOf(tile(1, 3, 2, { encoding: 'booth', termsPerCycle: 2, weightBits: 6 })),
} as const satisfies Readonly<Record<string, RtlDesign>>;

/** At least one fault in every module of the tile; the first of each comes first. */
export const planted: PlantedFaults<keyof typeof tiles> = {
  modules: tileModules, designs: tiles,
  faults: [
    ['a term of a level is not shifted by its place', 'pipelined_sum.v', 'STEP << (level - 1)', 'STEP', '1 x 3 x 3, two passes'],
    ['a negative term lacks its one', 'shifted_terms.v', '{{(BITS-1){1\'b0}}, minus}', '{BITS{1\'b0}}', '1 x 3 x 2, Booth, two passes'],
    ['an activation is shifted too little from pass to pass', 'shifted_activation.v', '{kept, {SLICE{1\'b0}}}', '{{SLICE{1\'b0}}, kept}', '1 x 3 x 3, two passes'],
    ['a group goes on into the next', 'group_sum.v', 'opens ? {SUM_BITS{1\'b0}} : sum', 'sum', '2 x 2 x 2'],
    ['a pass does not wait for the activations of its step', 'pass_control.v', 'wgt_valid && (act_valid || !at_step_start)', 'wgt_valid', '2 x 2 x 2'],
    ['one batch too few is scaled', 'scale_control.v', 'left <= BATCHES[LEFT_BITS-1:0]', 'left <= BATCHES[LEFT_BITS-1:0] - ONE', '2 x 2 x 2'],
    ['the highest bit of a zero point is lost', 'group_scaler.v', 'i < ZERO_BITS;', 'i < ZERO_BITS - 1;', '2 x 2 x 2'],
    ['outputs do not go round', 'output_sums.v', '{made, held[BATCHES*WIDTH-1:WIDTH]}', '{held[BATCHES*WIDTH-1:WIDTH], made}', '2 x 2 x 2'],
    ['the second batch is that of the first', 'token_drain.v', 'held >> (LANES*BITS)', 'held', '2 x 2 x 2'],
    ['the weights of the first column are those of all', 'shift_add_tile.v', 'wgt[(column*DEPTH + place)*SLICE +: SLICE]', 'wgt[place*SLICE +: SLICE]', '1 x 3 x 3, two passes'],
    ['the skid buffer loses what it holds', 'archsim_skid.v', 'valid       <= spare_valid || taken', 'valid       <= taken', '2 x 2 x 2'],
    ['a node is unsigned', 'pipelined_sum.v', '{(SUM_BITS-WIDTH+1){held[WIDTH-1]}}', '{(SUM_BITS-WIDTH+1){1\'b0}}', '1 x 3 x 3, two passes'],
    ['a leaf is unsigned', 'pipelined_sum.v', '{(SUM_BITS-BITS+1){value[BITS-1]}}', '{(SUM_BITS-BITS+1){1\'b0}}', '2 x 2 x 2'],
    ['a number without a partner moves while the pipeline waits', 'pipelined_sum.v', 'if (advance)\n                            held <= low;', 'if (1\'b1)\n                            held <= low;', '1 x 3 x 3, two passes'],
    ['the digit -1 of 110 is 0', 'shifted_terms.v', 'digit[1] != digit[0]', 'digit == 3\'b001 || digit == 3\'b010 || digit == 3\'b101', '1 x 3 x 2, Booth, two passes'],
    ['the digit 2 is 1', 'shifted_terms.v', 'once <<< 1', 'once', '1 x 3 x 2, Booth, two passes'],
    ['a term is taken for its neighbour\'s bit', 'shifted_terms.v', 'slice[t] ? activation', 'slice[TERMS-1-t] ? activation', '1 x 3 x 3, two passes'],
    ['digits do not overlap from pass to pass', 'shift_add_tile.v', 'wgt[place*SLICE + SLICE-1]', '1\'b0', '1 x 3 x 2, Booth, two passes'],
    ['the first digit of a step overlaps with the step before', 'shift_add_tile.v', 'first_pass ? {(COLUMNS*DEPTH){1\'b0}} : highest', 'highest', '1 x 3 x 2, Booth, two passes'],
    ['the activation of the first pass is kept unsigned', 'shifted_activation.v', '{(WIDTH-ACT_BITS){activation[ACT_BITS-1]}}', '{(WIDTH-ACT_BITS){1\'b0}}', '1 x 3 x 3, two passes'],
    ['a value loses its sign in the sum of a group', 'group_sum.v', '{(SUM_BITS-BITS+1){value[BITS-1]}}', '{(SUM_BITS-BITS+1){1\'b0}}', '2 x 2 x 2'],
    ['activations count in every pass', 'group_sum.v', 'adds ? wide', '1\'b1 ? wide', '1 x 3 x 3, two passes'],
    ['the first of a group is that of each step', 'pass_control.v', '{opens, at_group_start}', '{opens, at_step_start}', '1 x 3 x 3, two passes'],
    ['activations are taken with every pass', 'pass_control.v', 'advance && issue && at_step_start;', 'advance && issue;', '1 x 3 x 3, two passes'],
    ['the array does not wait for the scalers', 'pass_control.v', '!ends[DEPTH] || drain_ready', '1\'b1', '2 x 2 x 2'],
    ['cycles without a pass count, too', 'pass_control.v', 'advance && has[DEPTH]', 'advance', '1 x 3 x 3, two passes'],
    ['a run that ends does not end its reduction', 'pass_control.v', 'pass_ends_reduction || pass_ends_run', 'pass_ends_reduction && !pass_ends_run', '2 x 2 x 2'],
    ['every group opens a reduction', 'pass_control.v', 'if (ends_group)\n                at_reduction_start <= ends_reduction', 'if (ends_group)\n                at_reduction_start <= 1\'b1', '2 x 2 x 2'],
    ['the sum of the activations is open a stage late', 'pass_control.v', 'rows_open = all_opens[ROWS]', 'rows_open = all_opens[ROWS+1]', '1 x 3 x 3, two passes'],
    ['scales are taken although nothing is to be scaled', 'scale_control.v', 'move && scl_valid && left != {LEFT_BITS{1\'b0}}', 'move && scl_valid', '2 x 2 x 2'],
    ['a batch that waits is replaced', 'scale_control.v', '!m_valid || m_ready', '1\'b1', '2 x 2 x 2'],
    ['sums of all groups leave', 'scale_control.v', 'has[2] && has_ends[2]', 'has[2]', '2 x 2 x 2'],
    ['each batch of the last group is the last', 'scale_control.v', 'ends_run && final_batch', 'ends_run', '2 x 2 x 2'],
    ['a scale is signed', 'group_scaler.v', '{1\'b0, taken}', '{taken[SCALE_BITS-1], taken}', '2 x 2 x 2'],
    ['the scale is that of the batch behind', 'group_scaler.v', '{1\'b0, taken}', '{1\'b0, scale}', '2 x 2 x 2'],
    ['zero points are added', 'group_scaler.v', 'left - (zero[i]', 'left + (zero[i]', '2 x 2 x 2'],
    ['a scaled sum loses its sign', 'output_sums.v', '{(SUM_BITS-BITS+1){narrow[BITS-1]}}', '{(SUM_BITS-BITS+1){1\'b0}}', '2 x 2 x 2'],
    ['a reduction goes on into the next', 'output_sums.v', 'opens ? {SUM_BITS{1\'b0}} : held', '1\'b0 ? {SUM_BITS{1\'b0}} : held', '2 x 2 x 2'],
    ['the sum of the activations comes a stage early', 'shift_add_tile.v', 'delayed[TERM_LEVELS*ROW_BITS +: ROW_BITS]', 'delayed[(TERM_LEVELS-1)*ROW_BITS +: ROW_BITS]', '2 x 2 x 2'],
    ['zero points are scales', 'shift_add_tile.v', 'scl[SCALERS*SCALE_BITS + lane*WGT_BITS', 'scl[lane*WGT_BITS', '1 x 3 x 3, two passes'],
  ],
};

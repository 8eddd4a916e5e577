import { systolicTileDesign } from '../../../../src/arch/systolic/rtl.js';
import type { RtlDesign } from '../../../../src/rtl-export/kit/design.js';
import type { PlantedFaults } from '../../../kit/planted-faults.js';
import { mesh, tileModules } from './bench.js';

const tiles = {
  sums: systolicTileDesign(mesh('output-stationary', 3, 2)),
  'wrapping sums': systolicTileDesign(mesh('output-stationary', 2, 2, { sumBits: 18 })),
  weights: systolicTileDesign(mesh('weight-stationary', 3, 3)),
} as const satisfies Record<string, RtlDesign>;

/** At least one fault in every module. */
export const planted: PlantedFaults<keyof typeof tiles> = {
  modules: tileModules, designs: tiles,
  faults: [
    ['the product does not extend the sign of the activation', 'output_pe.v', '{{(WGT_BITS+1){act[ACT_BITS-1]}}', '{{(WGT_BITS+1){1\'b0}}', 'sums'],
    ['the product does not extend the sign of the weight', 'weight_pe.v', '{{(ACT_BITS+1){wgt[WGT_BITS-1]}}', '{{(ACT_BITS+1){1\'b0}}', 'weights'],
    ['a product is added without its sign', 'output_pe.v', '{{(SUM_BITS-PRODUCT_BITS+1){product[PRODUCT_BITS-1]}}', '{{(SUM_BITS-PRODUCT_BITS+1){1\'b0}}', 'wrapping sums'],
    ['the carry into the upper half of a sum is dropped', 'weight_pe.v', 'sum <= sum_above + addend', 'sum <= {sum_above[SUM_BITS-1:12] + addend[SUM_BITS-1:12], sum_above[11:0] + addend[11:0]}', 'weights'],
    ['a sum is not its own while nothing is shifted', 'output_pe.v', '(drain ? sum_below : sum)', 'sum_below', 'sums'],
    ['sums of a fold stay for the next', 'output_stationary.v', '= {(SUM_BITS*COLS){1\'b0}};', '= sum_at[SUM_BITS*COLS-1:0];', 'sums'],
    ['rows that are not used count', 'output_stationary.v', 'step && ROW < rows ? act', 'step ? act', 'sums'],
    ['sums leave a cycle too early', 'output_stationary.v', '!streams && left <= drain_wide', '!streams && left <= drain_wide + ONE', 'sums'],
    ['a fold waits a cycle too long', 'output_stationary.v', 'columns_wide - TWO', 'columns_wide - ONE', 'sums'],
    ['operands count in cycles without a step', 'output_stationary.v', 'step         = streams && step_valid', 'step         = streams', 'sums'],
    ['columns that are not used count', 'output_stationary.v', 'step && COLUMN < columns ? wgt', 'step ? wgt', 'sums'],
    ['rows are not skewed as far as they are down', 'output_stationary.v', '.CYCLES (i)', '.CYCLES (1)', 'sums'],
    ['rows and columns change places', 'systolic_tile.v', '.rows       (rows),\n                .columns    (columns)', '.rows       (columns),\n                .columns    (rows)', 'sums'],
    ['a step does not wait for its weights', 'systolic_tile.v', 'act_valid && wgt_valid', 'act_valid', 'sums'],
    ['the last beat of a fold is told by the activations of another', 'systolic_tile.v', 'act_ends_fold || act_last', 'act_last', 'weights'],
    ['weights go down instead of up', 'weight_stationary.v', '.wgt_below (wgt_at[WGT_BITS*((i+1)*COLS+j) +: WGT_BITS])', '.wgt_below (i == 0 ? wgt[WGT_BITS*j +: WGT_BITS] : wgt_at[WGT_BITS*((i+ROWS-1)%ROWS*COLS+j) +: WGT_BITS])', 'weights'],
    ['weights are taken while tokens stream', 'weight_stationary.v', 'wgt_valid && !streams && left', 'wgt_valid && left', 'weights'],
    ['sums come in from rows that are not used', 'weight_stationary.v', 'clear[i] = advance && place[ROW_BITS]', 'clear[i] = 1\'b0', 'weights'],
    ['the last row of a fold is cleared', 'weight_stationary.v', 'place = {1\'b0, rows_used} - ROWS_FROM', 'place = {1\'b0, rows_used} - 1\'b1 - ROWS_FROM', 'weights'],
    ['rows that are not used are cleared while sums wait', 'weight_stationary.v', 'clear[i] = advance && place', 'clear[i] = place', 'weights'],
    ['sums are aligned by the columns of the next fold', 'weight_stationary.v', 'columns_out <= columns_2', 'columns_out <= columns_used', 'weights'],
    ['columns that are not used give what stands there', 'weight_stationary.v', 'used ? aligned : {SUM_BITS{1\'b0}}', 'aligned', 'weights'],
    ['a token is a cycle late', 'weight_stationary.v', 'SPAN = i - 1;', 'SPAN = i - 2;', 'weights'],
    ['a fold waits a cycle too short', 'weight_stationary.v', 'left <= span - TWO', 'left <= span - TWO - (span == TWO ? 1\'b0 : ONE)', 'weights'],
    ['only the first run ends', 'weight_stationary.v', '(ends_run ? entry', '(1\'b0 ? entry', 'weights'],
    ['a line gives what came a cycle before', 'tapped_line.v', 'out[b] = line[delay]', 'out[b] = line[delay ^ 1\'b1]', 'weights'],
    ['a line that waits goes on', 'skew_line.v', 'else if (advance)', 'else', 'sums'],
    ['the skid buffer loses what it holds', 'archsim_skid.v', 'valid       <= spare_valid || taken', 'valid       <= taken', 'weights'],
  ],
};

import type { RtlDesign } from '../../../../src/rtl-export/kit/design.js';
import type { PlantedFaults } from '../../../kit/planted-faults.js';
import { designOf, tile, tileModules } from './modules.js';

const tiles = {
  'M1N2K4': designOf(tile(1, 2, 4)),
  'M2N3K3': designOf(tile(2, 3, 3, { planes: 2 })),
  'M1N1K6, sign last': designOf(tile(1, 1, 6, { planes: 3, sign: 'last' })),
  'M1N5K2, one plane': designOf(tile(1, 5, 2, { planes: 1, sumBits: 10 })),
} as const satisfies Readonly<Record<string, RtlDesign>>;

/** At least one fault in every module of the tile; the first of each comes first. */
export const planted: PlantedFaults<keyof typeof tiles> = {
  modules: tileModules, designs: tiles,
  faults: [
    ['the second element of a pair is not subtracted', 'part_table.v', 'first - second', 'first + second', 'M1N2K4'],
    ['the signs of the high part do not turn with that of its first', 'half_table.v', 'HIGH_ENTRIES-1 - i / (2*LOW_ENTRIES)', 'i / (2*LOW_ENTRIES)', 'M1N2K4'],
    ['a new table is not taken with the first plane', 'plane_table.v', 'first_plane ? opening : held <<< 1', 'held <<< 1', 'M2N3K3'],
    ['an inverted entry lacks the one that makes it negative', 'lookup_unit.v', 'looked_up, negated} -', 'looked_up, 1\'b0} -', 'M1N5K2, one plane'],
    ['the sum of the activations goes on into the next reduction', 'row_sum.v', 'opens ? {SUM_BITS{1\'b0}} : sum', 'sum', 'M2N3K3'],
    ['a plane does not wait for the activations of its group', 'plane_control.v', 'wgt_valid && (act_valid || !at_group_start)', 'wgt_valid', 'M1N2K4'],
    ['the second feature is sent as the first', 'sum_drain.v', 'sums >> (M * BITS)', 'sums', 'M2N3K3'],
    ['a code is negated where its weight bit is one', 'lut_array_tile.v', '!codes[feature*K + SIGN]', 'codes[feature*K + SIGN]', 'M1N2K4'],
    ['the skid buffer loses what it holds', 'archsim_skid.v', 'valid       <= spare_valid || taken', 'valid       <= taken', 'M1N2K4'],
    ['the two middle sums of three change places', 'part_table.v', '{sum_3, sum_2, sum_1, sum_0}', '{sum_3, sum_1, sum_2, sum_0}', 'M1N1K6, sign last'],
    ['a sum of two loses its sign', 'half_table.v', '{{(ENTRY_BITS-LOW_BITS){addend[LOW_BITS-1]}}, addend} + ', '{{(ENTRY_BITS-LOW_BITS){1\'b0}}, addend} + ', 'M1N2K4'],
    ['entries are doubled twice from plane to plane', 'plane_table.v', 'held <<< 1', 'held <<< 2', 'M2N3K3'],
    ['entries are not doubled', 'plane_table.v', ': held <<< 1', ': held', 'M2N3K3'],
    ['the highest bit of an entry is that of a wider one', 'plane_table.v', '{(WIDTH-ENTRY_BITS+1){sum[ENTRY_BITS-1]}}', '{(WIDTH-ENTRY_BITS+1){sum[ENTRY_BITS-2]}}', 'M1N2K4'],
    ['an entry loses its sign in the sum', 'lookup_unit.v', '{(SUM_BITS-WIDTH){looked_up[WIDTH-1]}}', '{(SUM_BITS-WIDTH){1\'b0}}', 'M1N2K4'],
    ['a reduction goes on into the next', 'lookup_unit.v', 'opens ? {SUM_BITS{1\'b0}} : sum', 'sum', 'M1N2K4'],
    ['cycles without a plane count, too', 'lookup_unit.v', 'advance && accumulate', 'advance', 'M1N2K4'],
    ['a look-up moves while the pipeline waits', 'lookup_unit.v', '        if (advance)\n', '        if (1\'b1)\n', 'M1N5K2, one plane'],
    ['a row counts the activations in every plane', 'lut_array_tile.v', '.accumulate (opens_group)', '.accumulate (accumulate)', 'M1N2K4'],
    ['the sum of the activations is not negative', 'row_sum.v', '{(SUM_BITS-ENTRY_BITS){taken[ENTRY_BITS-1]}}', '{(SUM_BITS-ENTRY_BITS){1\'b0}}', 'M2N3K3'],
    ['activations are taken with every plane', 'plane_control.v', 'advance && issue && at_group_start;', 'advance && issue;', 'M1N2K4'],
    ['the end of a reduction does not end its group', 'plane_control.v', 'plane_ends_group || ends_reduction', 'plane_ends_group && !ends_reduction', 'M2N3K3'],
    ['a run that ends does not end its reduction', 'plane_control.v', 'plane_ends_reduction || plane_ends_run', 'plane_ends_reduction && !plane_ends_run', 'M2N3K3'],
    ['the pipeline does not wait for results to leave', 'plane_control.v', '!reduction_end[3] || drain_ready', '1\'b1', 'M1N5K2, one plane'],
    ['the last of a run comes a reduction early', 'plane_control.v', 'run_end[3]', 'run_end[2]', 'M1N5K2, one plane'],
    ['a plane opens its reduction in every group', 'plane_control.v', 'issue && at_reduction_start}', 'issue && at_group_start}', 'M1N2K4'],
    ['activations are not taken off the sum', 'sum_drain.v', ' - rows[m*BITS +: BITS]', '', 'M2N3K3'],
    ['one feature too few is sent', 'sum_drain.v', 'left <= N[LEFT_BITS-1:0]', 'left <= N[LEFT_BITS-1:0] - 1', 'M2N3K3'],
    ['new sums replace a last feature that waits', 'sum_drain.v', '!m_valid || (final_beat && m_ready)', '!m_valid || final_beat', 'M1N5K2, one plane'],
    ['a result lacks its highest bit', 'sum_drain.v', 'doubled[BITS-1:1]', '{doubled[BITS-2], doubled[BITS-2:1]}', 'M1N5K2, one plane'],
    ['the sign element is the first although it is the last', 'lut_array_tile.v', '{given[(K-1)*ACT_BITS-1:0], given[(K-1)*ACT_BITS +: ACT_BITS]}', 'given', 'M1N1K6, sign last'],
    ['all features have the codes of the first', 'lut_array_tile.v', 'codes[feature*K + INDEX +: K-1]', 'codes[INDEX +: K-1]', 'M2N3K3'],
    ['the first two rows change places', 'lut_array_tile.v', 'sums[(feature*M + row)*TWICE', 'sums[(feature*M + M-1 - row)*TWICE', 'M2N3K3'],
  ],
};

import { planeTileDesign } from '../../../../src/arch/binary-tensor-core/rtl.js';
import type { RtlDesign } from '../../../../src/rtl-export/kit/design.js';
import type { PlantedFaults } from '../../../kit/planted-faults.js';
import { tileModules, unit } from './bench.js';

const tiles = {
  xor: planeTileDesign(unit('bipolar', 2, 2, 21)),
  and: planeTileDesign(unit('twos-complement', 2, 1, 21)),
  'and in rows': planeTileDesign(unit('twos-complement', 3, 1, 9, { rowPlanes: 3 })),
} as const satisfies Record<string, RtlDesign>;

/** At least one fault in every module. */
export const planted: PlantedFaults<keyof typeof tiles> = {
  modules: tileModules, designs: tiles,
  faults: [
    ['equal bits count instead of different ones', 'segment_count.v', 'a ^ b', 'a ~^ b', 'xor'],
    ['ones of either operand count', 'segment_count.v', 'a & b', 'a | b', 'and'],
    ['the carry of three pairs is dropped', 'segment_count.v', '(pairs[3*i+1] && pairs[3*i+2])', '1\'b0', 'xor'],
    ['twos count as ones', 'segment_count.v', '{1\'b0, twos, 1\'b0}', '{2\'d0, twos}', 'and'],
    ['the carry of six bits is dropped', 'count_six.v', 'lower[1] ^ upper[1] ^ carry', 'lower[1] ^ upper[1]', 'xor'],
    ['a bit counts twice', 'count_six.v', 'bits[3] ^ bits[4] ^ bits[5]', 'bits[3] ^ bits[4] ^ bits[4]', 'and'],
    ['segments are added to themselves', 'plane_dot.v', 'level[(2*k+1)*COUNT_BITS +: COUNT_BITS]', 'level[2*k*COUNT_BITS +: COUNT_BITS]', 'xor'],
    ['differences count once', 'plane_dot.v', '{count[LENGTH_BITS-1:0], 1\'b0}', 'count', 'xor'],
    ['all elements of a call count', 'plane_dot.v', '{1\'b0, length} - ', 'DEPTH[LENGTH_BITS:0] - ', 'xor'],
    ['the sign of the planes is not looked at', 'plane_dot.v', 'negative ? {(LENGTH_BITS+1){1\'b0}} - count : count', 'count', 'and'],
    ['values are added without their sign', 'plane_sum.v', '{(SUM_BITS-VALUE_BITS){value[VALUE_BITS-1]}}', '{(SUM_BITS-VALUE_BITS){1\'b0}}', 'xor'],
    ['sums are not doubled', 'plane_sum.v', 'doubles ? {sum[SUM_BITS-2:0], 1\'b0} : sum', 'sum', 'and'],
    ['sums of a tile stay for the next', 'plane_sum.v', 'opens ? {SUM_BITS{1\'b0}} : ', '', 'xor'],
    ['a tile opens with every call', 'bit_plane_tile.v', 'value_opens <= value_ends', 'value_opens <= 1\'b1', 'xor'],
    ['a gap ends a tile', 'bit_plane_tile.v', 'if (has_value)\n                value_opens', 'value_opens', 'and'],
    ['a call does not wait for its columns', 'bit_plane_tile.v', 'act_valid && wgt_valid', 'act_valid', 'xor'],
    ['values count in cycles that have none', 'bit_plane_tile.v', 'advance && has_value', 'advance', 'xor'],
    ['sums go on while their results wait', 'bit_plane_tile.v', '.add     (advance && has_value)', '.add     (has_value)', 'and'],
    ['the length is that of the call after', 'bit_plane_tile.v', '(counted)', '(length)', 'xor'],
    ['the sign is that of the call after', 'bit_plane_tile.v', '.negative (sign)', '.negative (negative)', 'and'],
    ['a lower weight begins a cycle early', 'bit_plane_tile.v', '.doubles (value_doubles)', '.doubles (segments_double)', 'xor'],
    ['a column has the weights of the one before', 'bit_plane_tile.v', 'wgt[DEPTH*j +: DEPTH]', 'wgt[DEPTH*(j/2) +: DEPTH]', 'xor'],
    ['no run ends', 'bit_plane_tile.v', 'sum_ends_run     <= value_ends_run', 'sum_ends_run     <= 1\'b0', 'and'],
    ['the highest plane in rows is positive', 'row_planes.v', 'BIPOLAR == 1 ? highest', '1\'b1 ? highest', 'and in rows'],
    ['planes in rows have equal weights', 'row_planes.v', '+: SUM_BITS] << span', '+: SUM_BITS] << 1', 'and in rows'],
    ['the skid buffer loses what it holds', 'archsim_skid.v', 'valid       <= spare_valid || taken', 'valid       <= taken', 'and in rows'],
  ],
};

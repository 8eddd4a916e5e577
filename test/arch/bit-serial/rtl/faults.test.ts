import { bitSerialTileDesign } from '../../../../src/arch/bit-serial/rtl.js';
import type { CheckProblem } from '../../../../src/arch/bit-serial/tile/check-problems.js';
import { bitmodWeights, type WeightFormat } from '../../../../src/arch/bit-serial/tile/weight-format.js';
import type { RtlDesign } from '../../../../src/rtl-export/kit/design.js';
import { encodeFloat, fp16 } from '../../../../src/sim/numerics/formats/float-format.js';
import { itIsFound, itIsInEveryModule, itIsNotThereWithout, type PlantedFaults } from '../../../kit/planted-faults.js';
import { tileModules } from './planted-fault.js';

function tile(rows: number, format: WeightFormat, problems?: readonly CheckProblem[]): RtlDesign {
  return bitSerialTileDesign({ rows, columns: 1, format }, problems);
}

/** 32736 + 31 fills the 15 bits of a group's sum with ones, and the half that follows rounds it up to 2^15. */
const roundedUp: CheckProblem = {
  what: 'a sum that is rounded up to a power of two',
  problem: {
    shape: { tokens: 1, channels: 1, reduction: 12, group: 12 },
    activations: Uint16Array.from([32736, 0, 0, 0, 31, 0, 0, 0, 0.5, 0, 0, 0], (value) => encodeFloat(fp16, value)),
    weights: new Uint8Array(12).fill(1), selectors: Uint8Array.of(0), scales: Uint8Array.of(1),
  },
};

const tiles = {
  INT8: tile(1, { kind: 'integer', bits: 8 }),
  'two rows of INT6': tile(2, { kind: 'integer', bits: 6 }),
  INT5: tile(1, { kind: 'integer', bits: 5 }),
  INT4: tile(1, { kind: 'integer', bits: 4 }),
  'INT4, a sum of ones': tile(1, { kind: 'integer', bits: 4 }, [roundedUp]),
  FP4: tile(1, bitmodWeights(4)),
  // 7 and 7.5 are differences of powers of two.
  'FP4 with 7 and 7.5': tile(1, { kind: 'float', bits: 4, specials: [7, -7, 7.5, -8] }),
  FP3: tile(1, bitmodWeights(3)),
} as const;

/** At least one fault in every module. */
const planted: PlantedFaults<keyof typeof tiles> = {
  modules: tileModules, designs: tiles,
  faults: [
    ['a Booth digit of -2 is -1', 'booth_term.v', 'window == 3\'b011 || window == 3\'b100', 'window == 3\'b011', 'INT8'],
    ['the sign of an odd number of bits is not repeated above them', 'booth_term.v', 'b < WEIGHT_BITS ? b : WEIGHT_BITS-1', 'b < WEIGHT_BITS ? b : 0', 'INT5'],
    ['the second term of a difference has the sign of the first', 'fp_term.v', 'negative ^ difference', 'negative', 'FP4 with 7 and 7.5'],
    ['the first term of a difference is not one place up', 'fp_term.v', 'first_place + 2\'d1', 'first_place', 'FP4 with 7 and 7.5'],
    ['the highest one is taken for the place below it', 'leading_one.v', 'bits[3] ? 2\'d3', 'bits[3] ? 2\'d2', 'FP4'],
    ['special values keep the sign of -0', 'small_float.v', 'is_special ? special[5] : negative', 'negative', 'FP4'],
    ['a selector picks the value of another', 'small_float.v', 'selector == 2\'d2 ? SPECIAL_2', 'selector == 2\'d2 ? SPECIAL_3', 'FP3'],
    ['the smallest values have a hidden bit', 'small_float.v', '{4\'d0, mantissa}', '{3\'d0, 1\'b1, mantissa}', 'FP4'],
    ['the two terms of a float change places', 'term_encoder.v', 'index == 2\'d0};', 'index != 2\'d0};', 'FP4'],
    ['the third and fourth digits count as the first two', 'term_encoder.v', '{index, 1\'b1}', '{1\'b0, index[0], 1\'b1}', 'INT8'],
    ['the exponent of a lane counts although its term is zero', 'exponent_match.v', 'takes_part ? sum : 6\'d0', 'sum', 'FP4'],
    ['the largest exponent is that of the lower lanes', 'exponent_match.v', 'low > high ? low : high', 'low', 'FP3'],
    ['distances wrap at 16 places', 'exponent_match.v', 'below > 6\'d15 ? 4\'d15 : below[3:0]', 'below[3:0]', 'INT4'],
    ['negative sums of two lanes lose their sign', 'lane_multiply.v', '{low[15], low}', '{1\'b0, low}', 'INT8'],
    ['halves are rounded up when lanes are aligned', 'shift_round.v', 'half && (beyond || kept[0])', 'half', 'INT4'],
    ['zero keeps an exponent', 'normalise.v', 'shifted[BITS-1] ? top_exponent - places : 7\'d0', 'top_exponent - places', 'FP3'],
    ['what is moved out is forgotten', 'scaled_add.v', 'shifted[WORK] || sticky', 'shifted[WORK]', 'INT8'],
    ['rounding up to a power of two does not count up the exponent', 'scaled_add.v', 'carried ? normal_exponent + 7\'d1 : normal_exponent', 'normal_exponent', 'INT4, a sum of ones'],
    ['the product with a scale is not started anew', 'dequantizer.v', 'start ? 23\'d0 : {product[21:0], 1\'b0}', '{product[21:0], 1\'b0}', 'INT4'],
    ['the scale of a group is taken when the pipeline asks for it', 'scale_serializer.v', 'left <= waiting', 'left <= scale', 'INT4'],
    ['a group may end a cycle too early for the dequantiser', 'tile_control.v', 'until_dequantizer <= 3\'d7', 'until_dequantizer <= 3\'d6', 'INT4'],
    ['results are added to those before', 'tile_control.v', 'at_reduction_start <= ends_reduction', 'at_reduction_start <= 1\'b0', 'FP3'],
    ['the pipeline does not wait for results to leave', 'tile_control.v', '!group_ends_output[15] || drain_ready', '1\'b1', 'two rows of INT6'],
    ['cycles without a term count, too', 'bit_serial_pe.v', 'advance && accumulate', 'advance', 'FP4'],
    ['a group starts from the exponent of the one before', 'bit_serial_pe.v', 'opens_group ? 7\'d0  : group_exponent', 'group_exponent', 'INT4'],
    ['the second row is sent as the first', 'column_drain.v', 'rows >> BITS', 'rows', 'two rows of INT6'],
    ['new results replace a last row that waits', 'column_drain.v', '!m_valid || (final_row && m_ready)', '!m_valid || final_row', 'two rows of INT6'],
    ['zero is sent as a number', 'scaled_to_fp32.v', 'mantissa[23] ? {sign, field, mantissa[22:0]} : 32\'d0', '{sign, field, mantissa[22:0]}', 'two rows of INT6'],
    ['subnormal activations are half as large', 'fp16_parts.v', 'pattern[14:10] : 5\'d1', 'pattern[14:10] : 5\'d0', 'INT8'],
    ['all rows have the scale of the first', 'bit_serial_tile.v', '(scale_bit[row]),\n                    .add_output', '(scale_bit[0]),\n                    .add_output', 'two rows of INT6'],
    ['a step does not wait for its weights', 'bit_serial_tile.v', 'act_valid && wgt_valid', 'act_valid', 'INT4'],
    ['the skid buffer loses what it holds', 'archsim_skid.v', 'valid       <= spare_valid || taken', 'valid       <= taken', 'FP3'],
  ],
};

describe('a planted fault in the bit-serial tile', function () {
  this.timeout(60_000);
  itIsNotThereWithout(planted);
  itIsFound(planted, planted.faults);
  itIsInEveryModule(planted, planted.faults);
});

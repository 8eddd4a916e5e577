import { tableVerilog } from '../../../../../src/arch/shift-add/tile/table/design.js';
import type { RtlDesign } from '../../../../../src/rtl-export/kit/design.js';
import type { PlantedFaults } from '../../../../kit/planted-faults.js';
import { designOf, tables } from './modules.js';

const designs = {
  '3 tables, two rounds': designOf(tables(3, 2, { featuresHeld: 4, scaleTerms: 3, shifters: 2, buildAdders: 4, weightBits: 2 })),
  '1 table, one adder': designOf(tables(1, 2, { buildAdders: 1, weightBits: 2, activationBits: 4 })),
  '2 tables, two adders': designOf(tables(2, 1, { featuresHeld: 3, buildAdders: 2, weightBits: 3 })),
  'many features': designOf(tables(1, 1, { featuresHeld: 16, buildAdders: 64, activationBits: 3, weightBits: 1 })),
} as const satisfies Readonly<Record<string, RtlDesign>>;

/** At least one fault in every module; the first of each comes first. */
export const planted: PlantedFaults<keyof typeof designs> = {
  modules: tableVerilog, designs: designs,
  faults: [
    ['a bank is built before it is read', 'table_control.v', 'act_valid && !full[bank]', 'act_valid', 'many features'],
    ['partial sums are not joined', 'activation_sum.v', 'joins ? parts[(2*i+1)*SUM_BITS +: SUM_BITS] : ', '', '3 tables, two rounds'],
    ['an activation counts once where it turns its sign', 'sum_table.v', '{{3{held[ACT_BITS-1]}}, held[ACT_BITS-1:0], 1\'b0}', '{{4{held[ACT_BITS-1]}}, held[ACT_BITS-1:0]}', '3 tables, two rounds'],
    ['a set ends without the one behind it', 'look_up_control.v', 'advance && issue && ends_set', 'issue && ends_set', 'many features'],
    ['the shifts of a round are those of the first', 'scale_terms.v', 'rounds_of_shifts[round*(SHIFTERS*SHIFT_BITS) +: SHIFTERS*SHIFT_BITS]', 'rounds_of_shifts[SHIFTERS*SHIFT_BITS-1:0]', '3 tables, two rounds'],
    ['a power of two counts that is not used', 'shifted_entry.v', 'used[t] ? ', '1\'b1 ? ', '3 tables, two rounds'],
    ['sums of a batch begin with those of another', 'feature_sums.v', 'assign resting = held[batch];', 'assign resting = held[0];', '3 tables, two rounds'],
    ['the activations of a set count for a bank that is not read', 'activation_total.v', 'banks[read_bank*SET_BITS', 'banks[bank*SET_BITS', '3 tables, two rounds'],
    ['a node of the tree is unsigned', 'pipelined_sum.v', '{(SUM_BITS-WIDTH+1){held[WIDTH-1]}}', '{(SUM_BITS-WIDTH+1){1\'b0}}', '3 tables, two rounds'],
    ['features share the bits of the first', 'shift_add_table.v', 'indices[(read*TABLES + i)*8 +: 8]', 'indices[i*8 +: 8]', '3 tables, two rounds'],
    ['the skid buffer loses what it holds', 'archsim_skid.v', 'valid       <= spare_valid || taken', 'valid       <= taken', '2 tables, two adders'],
    ['a word is made from itself', 'table_control.v', 'write_word & (above >> 1)', 'write_word', '1 table, one adder'],
    ['a doubling takes the activation before', 'table_control.v', '(write_word & (write_word + 8\'d1)) == 8\'d0', '(write_word & (write_word - 8\'d1)) == 8\'d0', '1 table, one adder'],
    ['both banks are one', 'sum_table.v', 'wire [8:0]       index = {read_bank, ', 'wire [8:0]       index = {1\'b0, ', '2 tables, two adders'],
    ['a bank is read while it is built', 'table_control.v', 'assign ready      = full[read_bank];', 'assign ready      = 1\'b1;', '2 tables, two adders'],
    ['a bank that is read is never free', 'table_control.v', '!(release_bank && !read_bank)', '1\'b1', '2 tables, two adders'],
    ['the sum of the activations is unsigned', 'activation_sum.v', '{{3{other[BITS-1]}}, other}', '{3\'b000, other}', '1 table, one adder'],
    ['the first number of a sum is unsigned', 'activation_sum.v', '{{3{one[BITS-1]}}, one}', '{3\'b000, one}', '2 tables, two adders'],
    ['indices are not turned', 'sum_table.v', '~indices[8*read +: 8]', 'indices[8*read +: 8]', '1 table, one adder'],
    ['places in a word are in the order of words', 'sum_table.v', 'place[LANE_BITS-1-lane]', 'place[lane]', '3 tables, two rounds'],
    ['the first word adds what it takes off', 'sum_table.v', '(first_word ? kept : left) - double', '(first_word ? kept : left) + double', '3 tables, two rounds'],
    ['look-ups go on while an output waits', 'sum_table.v', 'if (look_up)', 'if (1\'b1)', 'many features'],
    ['an entry is unsigned', 'shifted_entry.v', '{(SUM_BITS-BITS+1){entry[BITS-1]}}', '{(SUM_BITS-BITS+1){1\'b0}}', '1 table, one adder'],
    ['shifts go on while an output waits', 'shifted_entry.v', 'if (advance)', 'if (1\'b1)', 'many features'],
    ['a plane is done after its first round', 'look_up_control.v', 'wgt_take  = advance && issue && final_round', 'wgt_take  = advance && issue', '3 tables, two rounds'],
    ['look-ups do not wait for tables', 'look_up_control.v', 'wgt_valid && tables_ready', 'wgt_valid', '2 tables, two adders'],
    ['the first set of a reduction goes on from the last one', 'look_up_control.v', 'at_reduction_start <= gives;', 'at_reduction_start <= 1\'b0;', '2 tables, two adders'],
    ['an output is offered once too often', 'look_up_control.v', 'given      <= {given[DEPTH-1:1], issue && gives}', 'given      <= {given[DEPTH-1:1], gives}', '2 tables, two adders'],
    ['the last beat of a run is not marked', 'look_up_control.v', 'm_last     <= run_end[DEPTH]', 'm_last     <= 1\'b0', '2 tables, two adders'],
    ['a set ends with its first batch', 'look_up_control.v', '(plane_ends_set || plane_ends_run)', '(plane_ends_batch || plane_ends_run)', '2 tables, two adders'],
    ['batches go on from set to set', 'feature_sums.v', 'ends_set ? {NUMBER_BITS{1\'b0}} : batch + ONE', 'batch + ONE', '2 tables, two adders'],
    ['sums do not rest', 'feature_sums.v', 'first ? {SUM_BITS{1\'b0}} : resting[lane*SUM_BITS +: SUM_BITS]', '{SUM_BITS{1\'b0}}', '3 tables, two rounds'],
    ['sums that rest are those before the last pass', 'feature_sums.v', 'held[batch] <= made', 'held[batch] <= sums', '3 tables, two rounds'],
    ['a sum is unsigned', 'feature_sums.v', '{(SUM_BITS-BITS+1){value[BITS-1]}}', '{(SUM_BITS-BITS+1){1\'b0}}', '1 table, one adder'],
    ['halves of all reductions add up', 'activation_total.v', 'opens ? {SUM_BITS{1\'b0}} : total', 'total', '2 tables, two adders'],
    ['the activations count in every pass', 'shift_add_table.v', 'opens_set && halves', 'halves', '3 tables, two rounds'],
    ['outputs have their halves', 'shift_add_table.v', 'left[SUM_BITS-1:1]', 'left[SUM_BITS-2:0]', '1 table, one adder'],
    ['halves are added', 'shift_add_table.v', 'sums[read*SUM_BITS +: SUM_BITS] - total', 'sums[read*SUM_BITS +: SUM_BITS] + total', '1 table, one adder'],
    ['all tables have the shifts of the first', 'shift_add_table.v', 'shifts[i*TERMS*SHIFT_BITS +: TERMS*SHIFT_BITS]', 'shifts[TERMS*SHIFT_BITS-1:0]', '3 tables, two rounds'],
    ['a term beyond the last round counts', 'scale_terms.v', '{{(4*SHIFTERS-TERMS){1\'b0}}, all_used}', '{{(4*SHIFTERS-TERMS){1\'b1}}, all_used}', '3 tables, two rounds'],
  ],
};

import type { RtlDesign } from '../../../../src/rtl-export/kit/design.js';
import type { PlantedFaults } from '../../../kit/planted-faults.js';
import { core, coreModules, designOf } from './modules.js';

const cores = {
  'pairs, keys': designOf(core(2, 3, 2, 'keys', { activationBits: 4, sumBits: 9 })),
  'triples, pack5': designOf(core(3, 2, 1, 'pack5', { activationBits: 4, sumBits: 12 })),
  'triples, TL2': designOf(core(3, 1, 2, 'tl2', { activationBits: 3, sumBits: 8 })),
  'one by one, TL1': designOf(core(1, 4, 1, 'tl1', { activationBits: 4, sumBits: 7 })),
  'fours, keys': designOf(core(4, 1, 1, 'keys', { activationBits: 3, sumBits: 12 })),
} as const satisfies Readonly<Record<string, RtlDesign>>;

/** At least one fault in every module of the core; the first of each comes first. */
export const planted: PlantedFaults<keyof typeof cores> = {
  modules: coreModules, designs: cores,
  faults: [
    ['the second part of an entry is added where it is subtracted', 'table_level.v', 'head - given', 'head + given', 'pairs, keys'],
    ['the activations of a table change places', 'trit_table.v', 'MU - 1 - (u == 1', '(u == 1', 'pairs, keys'],
    ['a key with the sign is not negated', 'table_read.v', 'entry ^ {ENTRY_BITS{key[INDEX]}}', 'entry', 'pairs, keys'],
    ['an inverted entry lacks the one that makes it negative', 'read_tree.v', 'first, carry_in}', 'first, 1\'b0}', 'pairs, keys'],
    ['a reduction goes on into the next', 'term_sum.v', 'opens ? {SUM_BITS{1\'b0}} : sum', 'sum', 'pairs, keys'],
    ['the digits of a byte are read from its other end', 'trits_of_pack5.v', 'NEGATIVE_0 = plane_of(81, 2)', 'NEGATIVE_0 = plane_of(1, 2)', 'triples, pack5'],
    ['the weights of a pair change places', 'trits_of_tl1.v', 'NEGATIVE_0 = plane_of(3, 0)', 'NEGATIVE_0 = plane_of(1, 0)', 'one by one, TL1'],
    ['the sign of a triple is not heard', 'trits_of_tl2.v', 'code[4] ? plus[i] : minus[i]', 'minus[i]', 'triples, TL2'],
    ['the index of a negative group is that of its complement', 'key_of_trits.v', '(1 << INDEX) + E + NUMBER', '(1 << INDEX) - NUMBER', 'triples, pack5'],
    ['all tables have the keys of the first', 'stored_keys.v', 'trits[2*MU*i +: 2*MU]', 'trits[0 +: 2*MU]', 'triples, pack5'],
    ['weights do not wait for their tables', 'core_control.v', 'wgt_take = front && due', 'wgt_take = front && wgt_valid', 'pairs, keys'],
    ['all outputs have the codes of the first', 'ternary_tile.v', 'wgt[r*CODE_BITS +: CODE_BITS]', 'wgt[0 +: CODE_BITS]', 'pairs, keys'],
    ['the skid buffer loses what it holds', 'archsim_skid.v', 'valid       <= spare_valid || taken', 'valid       <= taken', 'triples, TL2'],
    ['an entry loses its sign on the way to a wider one', 'table_level.v', '{(ENTRY_BITS-WIDTH){sum[WIDTH-1]}}', '{(ENTRY_BITS-WIDTH){1\'b0}}', 'triples, pack5'],
    ['an activation loses its sign', 'trit_table.v', '{(ENTRY_BITS-BITS){held[ELEMENT*BITS + BITS-1]}}', '{(ENTRY_BITS-BITS){1\'b0}}', 'triples, TL2'],
    ['four activations are cut in one and three', 'table_level.v', 'left = activations_of(number) / 2', 'left = 1', 'fours, keys'],
    ['entries are one place off', 'table_level.v', 'given[(E-HEAD)*ENTRY_BITS', 'given[(E-HEAD-1)*ENTRY_BITS', 'triples, pack5'],
    ['a table is not made while weights are late', 'trit_table.v', '                    if (advance)\n                        kept', '                    if (1\'b1)\n                        kept', 'pairs, keys'],
    ['the index beyond the last entry reads the first', 'table_read.v', 'of_entries[i] = 1\'b0', 'of_entries[i] = entries[place]', 'pairs, keys'],
    ['a read moves while the results wait', 'table_read.v', '        if (advance) begin', '        if (1\'b1) begin', 'one by one, TL1'],
    ['the bit of a negation is lost', 'table_read.v', 'negated <= key[INDEX]', 'negated <= 1\'b0', 'triples, TL2'],
    ['a term without a partner is left out', 'read_tree.v', '{terms[i*BITS + BITS-1], terms[i*BITS +: BITS]}', '{WIDTH{1\'b0}}', 'pairs, keys'],
    ['the second of two negations is lost', 'read_tree.v', 'carries[i]             <= carry_left', 'carries[i]             <= 1\'b0', 'one by one, TL1'],
    ['a sum of reads loses its sign', 'read_tree.v', '{second[WIDTH-2], second, 1\'b1}', '{1\'b0, second, 1\'b1}', 'one by one, TL1'],
    ['a term loses its sign in the sum', 'term_sum.v', '{(SUM_BITS-TERM_BITS){term[TERM_BITS-1]}}', '{(SUM_BITS-TERM_BITS){1\'b0}}', 'triples, TL2'],
    ['cycles without a tile count, too', 'term_sum.v', 'advance && accumulate', 'advance', 'pairs, keys'],
    ['the last negation of a tile is lost', 'term_sum.v', 'term, carry} -', 'term, 1\'b0} -', 'fours, keys'],
    ['a digit of two counts as one', 'trits_of_pack5.v', 'NEGATIVE_4 = plane_of(1, 2)', 'NEGATIVE_4 = 256\'d0', 'triples, pack5'],
    ['the index of a byte\'s group is one too high', 'key_of_trits.v', ': E - NUMBER', ': E - NUMBER + 1', 'triples, pack5'],
    ['front and back go on alike while weights are late', 'core_control.v', 'back && (wgt_valid || !due)', 'back', 'pairs, keys'],
    ['reads go on while the results wait', 'core_control.v', '!out_valid || out_ready', '1\'b1', 'one by one, TL1'],
    ['results are valid a cycle early', 'core_control.v', 'out_valid <= ends[STAGES]', 'out_valid <= ends[STAGES-1]', 'fours, keys'],
    ['a run that ends does not end its reduction', 'core_control.v', 'tile_ends || tile_ends_run', 'tile_ends && !tile_ends_run', 'pairs, keys'],
    ['the last of a run comes a tile early', 'core_control.v', 'out_last  <= ends_run[STAGES]', 'out_last  <= ends_run[STAGES-1]', 'pairs, keys'],
    ['a sum opens with every tile', 'core_control.v', 'opens      = at_start', 'opens      = 1\'b1', 'pairs, keys'],
    ['cycles without activations are tiles, too', 'core_control.v', '{building, act_valid}', '{building, 1\'b1}', 'pairs, keys'],
    ['keys do not wait', 'ternary_tile.v', '                if (front)\n                    keys', '                if (1\'b1)\n                    keys', 'fours, keys'],
    ['all tables have the activations of the first', 'ternary_tile.v', 'act[t*MU*ACT_BITS +: MU*ACT_BITS]', 'act[0 +: MU*ACT_BITS]', 'pairs, keys'],
  ],
};

/** One wrong line in the Verilog of an engine. */
export interface PlantedFault {
  readonly what: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

function fault(what: string, file: string, from: string, to: string): PlantedFault {
  return { what, file: `archsim_engine_${file}.v`, from, to };
}

/** Faults that the checks of an engine must find, each alone. */
export const plantedFaults: readonly PlantedFault[] = [
  fault('a write changes the register of the address before', 'registers', 'write_index <= s_axi_awaddr[ADDRESS_BITS-1:2];', 'write_index <= s_axi_awaddr[ADDRESS_BITS-1:2] ^ 1\'b1;'),
  fault('a write of a register that cannot be written succeeds', 'registers', 'write_failed <= (is_chosen & writable) == {WORDS{1\'b0}};', 'write_failed <= 1\'b0;'),
  fault('the response of a write is dropped', 'registers', 'else if (s_axi_bready)\n                s_axi_bvalid <= 1\'b0;', 'else\n                s_axi_bvalid <= 1\'b0;'),
  fault('a read beyond the last register succeeds', 'registers', 'read_failed <= read_place >= END;', 'read_failed <= 1\'b0;'),
  fault('a count ends one early', 'count', 'assign ends_middle = ends_inner && middle == last_middle;', 'assign ends_middle = ends_inner && middle + 1\'b1 == last_middle;'),
  fault('the outer count stands still', 'count', 'outer <= outer + 1\'b1;', 'outer <= outer;'),
  fault('activations are read when the next beat was not taken', 'replay', 'wire        advance = !word_valid || m_ready;', 'wire        advance = 1\'b1;'),
  fault('a tile of activations is given back before its last play', 'replay', '.free(read && ends_tile)', '.free(read && ends_beats)'),
  fault('activations are ready when they are offered', 'replay', 'assign s_ready = filling && fill_ready;', 'assign s_ready = filling && fill_ready && s_valid;'),
  fault('weights pass while the core takes none', 'gate', '.step(m_valid && m_ready && counts)', '.step(m_valid && counts)'),
  fault('the queue of weights takes one more than it has place for', 'fifo', 'count != MOST[COUNT_BITS-1:0];', 'count != MOST[COUNT_BITS-1:0] + 1\'b1;'),
  fault('a word of the queue is read although the last one waits', 'fifo', '&& (!m_valid || m_ready);', ';'),
  fault('results of the second tile of features are those of the first', 'gather', 'place        <= ends_word ? place + stride + 16\'d1 : place;', 'place        <= place;'),
  fault('results of a token begin in the wrong lane', 'gather', 'lane         <= ends_word ? token_lane : lane + TOKENS[LANE_INDEX-1:0];', 'lane         <= ends_word ? token_lane : lane;'),
  fault('the last tile of tokens is not given back early', 'gather', 'wire                    ends_tile   = ends_all || (', 'wire                    ends_tile   = (ends_row && ends_lanes && row == 16\'hffff) || ('),
  fault('half is rounded down', 'requantize', '+ {{P_BITS{1\'b0}}, halves[0]};', ';'),
  fault('sums are shifted without their sign', 'requantize', 'doubled >>> shift', 'doubled >> shift'),
  fault('results above 127 wrap', 'requantize', 'wire [7:0]      saturated = too_large ? {whole[P_BITS], {7{!whole[P_BITS]}}} : whole[7:0];', 'wire [7:0]      saturated = too_large && whole[P_BITS] ? 8\'h80 : whole[7:0];'),
  fault('the multiplier is signed', 'requantize', 'other  = {1\'b0, multiplier};', 'other  = {multiplier[15], multiplier};'),
  fault('an element is taken without its result', 'combine', 'assign e_ready = take && takes_e;', 'assign e_ready = enable && takes_e;'),
  fault('sums with elements wrap', 'combine', 'wire                   too_large = whole[WIDE:7] != {(WIDE-6){whole[WIDE]}};', 'wire                   too_large = op == 2\'d2 && whole[WIDE:7] != {(WIDE-6){whole[WIDE]}};'),
  fault('the end of a job is that of its first row', 'route', '.s_data({ends_row && token == last_token, result})', '.s_data({ends_row, result})'),
  fault('a share of one is -128', 'route', 'softmax[7] ? 8\'d127 : softmax', 'softmax'),
  fault('a job with too many activations starts', 'job', 'wire        has_room    = {16\'d0, act_beats} <= ACTS && words <= OUTS;', 'wire        has_room    = words <= OUTS;'),
  fault('settings can be written while a job runs', 'job', 'if (preparing && legal)\n                busy <= 1\'b1;', 'if (preparing && legal)\n                busy <= !has_product;'),
  fault('the cycle counter counts while nothing runs', 'job', 'end else if (busy) begin\n            cycles', 'end else begin\n            cycles'),
];

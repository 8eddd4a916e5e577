import { beatBits } from '../design.js';
import { groupStreamName, multiplierBits, weightField } from './dequantizer.js';
import type { EngineParts } from './engine.js';
import { fieldBits } from './field-bits.js';
import { fieldLow, tableRegisters } from './register-map.js';

const kinds = { sign: 0, offset: 1, table: 2 } as const;

/** The number of a kind in Verilog and registers. */
export function kindNumber(kind: keyof typeof kinds): number {
  return kinds[kind];
}

/** The Verilog from the queue of weights to the gate in front of the core. */
export function dequantizerInstance(engine: EngineParts): string {
  const { dequantizer, streams, core } = engine;
  if (dequantizer === undefined || core.weightColumns === undefined) {
    return [
      'assign wgt_fields    = queued_fields;', 'assign weights_valid = queued_valid;', 'assign queued_ready  = weights_ready;',
      '', 'wire unused_dequantizer = &{1\'b0, wide, last_group_beat};',
    ].join('\n');
  }
  const { codeBits, kind, scaled, grouped, wide } = dequantizer;
  const { weights, beside } = weightField(streams.coreWgt);
  const columns = core.weightColumns;
  const zeroBits = columns * codeBits;
  const zeroLow = fieldLow('DEQUANTIZE', 'ZERO_POINT');
  const all = (value: string): string => `{${columns}{${value}}}`;
  const zeroPoints = kind !== 'offset' ? `${zeroBits}'d0` : grouped ? `group[${zeroBits - 1}:0]` : all(`values[32*DEQUANTIZE + ${zeroLow} +: ${codeBits}]`);
  const multiplierLow = kind === 'offset' ? zeroBits : 0;
  const multipliers = !scaled ? `${columns * multiplierBits}'d0`
    : grouped ? `group[${multiplierLow} +: ${columns * multiplierBits}]` : all(`values[32*DEQUANTIZE + ${fieldLow('DEQUANTIZE', 'MULTIPLIER')} +: ${multiplierBits}]`);
  const entries = kind === 'table' ? `{${[...tableRegisters].reverse().map((name) => `values[32*${name} +: 32]`).join(', ')}}` : '256\'d0';
  const parameters = [
    `.LANES(${weights.count})`, `.COLUMNS(${columns})`, `.CODE_BITS(${codeBits})`, `.WEIGHT_BITS(${weights.bits})`, `.PASS_BITS(${beside.reduce((sum, { bits, count }) => sum + bits * count, 0)})`,
    `.KIND(${kindNumber(kind)})`, `.SCALED(${scaled ? 1 : 0})`, `.WIDE(${wide ? 1 : 0})`,
  ];
  return [
    ...(grouped ? groupBuffer(engine) : ['wire group_valid = 1\'b1;', '/* verilator lint_off UNUSEDSIGNAL */', 'wire group_taken;', '/* verilator lint_on UNUSEDSIGNAL */', '']),
    `archsim_engine_dequantize #(${parameters.join(', ')}) dequantizer (`,
    '    .aclk(aclk), .aresetn(aresetn), .start(start_product), .wide(wide), .last_tile(last_m_tile), .last_repeat(last_n_tile), .last_beat(last_wgt_beat), .last_group_beat(last_group_beat),',
    `    .entries(${entries}),`,
    `    .g_zero_points(${zeroPoints}), .g_multipliers(${multipliers}), .g_valid(group_valid), .g_ready(group_taken),`,
    '    .s_data(queued_fields), .s_valid(queued_valid), .s_ready(queued_ready),',
    '    .m_data(wgt_fields), .m_valid(weights_valid), .m_ready(weights_ready)',
    ');',
  ].join('\n');
}

function groupBuffer({ streams: { further } }: EngineParts): readonly string[] {
  const bits = fieldBits(further!);
  const port = `s_axis_${groupStreamName}`;
  return [
    `wire [${bits - 1}:0] group;`, 'wire group_valid;', 'wire group_taken;', '',
    `archsim_skid #(.WIDTH(${bits})) group_buffer (`,
    '    .aclk(aclk), .aresetn(aresetn),',
    `    .s_data(${port}_tdata[${bits - 1}:0]), .s_valid(${port}_tvalid), .s_ready(${port}_tready),`,
    '    .m_data(group), .m_valid(group_valid), .m_ready(group_taken)',
    ');', '',
  ];
}

/** The ports and notes of the stream of groups, by placeholders of the top module, as those of a core's further stream. */
export function groupPlaceholders({ streams: { further } }: EngineParts): Readonly<Record<string, string>> {
  const port = `s_axis_${groupStreamName}`;
  return {
    WITH_FURTHER: '0', FURTHER_BUS: `:${port}`,
    FURTHER_NOTE: `//   ${port}  zero points and multipliers of a group of codes, those of a tile in order, for each tile`,
    FURTHER_PORTS: [
      '/* verilator lint_off UNUSEDSIGNAL */', `input  wire [${beatBits(further!) - 1}:0] ${port}_tdata,`, '/* verilator lint_on UNUSEDSIGNAL */',
      `input  wire ${port}_tvalid,`, `output wire ${port}_tready,`,
    ].join('\n'),
    FURTHER: 'wire unused_further = &{1\'b0, last_further_beat};', FURTHER_CORE: '',
  };
}

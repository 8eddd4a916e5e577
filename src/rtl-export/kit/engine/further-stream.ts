import { beatBits } from '../design.js';
import type { EngineParts } from './engine.js';
import { fieldBits } from './field-bits.js';

/** The Verilog of an engine for the further stream of its core, by placeholders of the top module; all of it empty where there is none. */
export function furtherStream({ core: { further: how }, streams: { further } }: EngineParts): Readonly<Record<string, string>> {
  if (how === undefined || further === null) {
    return { FURTHER_BUS: '', FURTHER_NOTE: '', FURTHER_PORTS: '', FURTHER_CORE: '', WITH_FURTHER: '0', FURTHER: 'wire unused_further = &{1\'b0, last_further_beat};' };
  }
  const port = `s_axis_${how.name}`;
  const [high, bits] = [beatBits(further) - 1, fieldBits(further)];
  const counts = how.per === 'tile' ? '.last_tile(last_m_tile), .last_repeat(last_n_tile)' : '.last_tile(16\'d0), .last_repeat(16\'d0)';
  return {
    WITH_FURTHER: '1',
    FURTHER_BUS: `:${port}`,
    FURTHER_NOTE: `//   ${port}  beats of the core ${how.per === 'tile' ? 'for each tile, as weights' : 'before its first tile'}`,
    FURTHER_PORTS: [
      '/* verilator lint_off UNUSEDSIGNAL */', `input  wire [${high}:0] ${port}_tdata,`, '/* verilator lint_on UNUSEDSIGNAL */',
      `input  wire ${port}_tvalid,`, `output wire ${port}_tready,`,
    ].join('\n'),
    FURTHER: `wire [${bits - 1}:0] further_fields;
wire [${high}:0] further_tdata = ${high + 1 === bits ? 'further_fields' : `{${high + 1 - bits}'d0, further_fields}`};
wire further_came;
wire further_taken;
wire further_tlast;
wire further_tvalid;
wire further_tready;
/* verilator lint_off UNUSEDSIGNAL */
wire further_open;
/* verilator lint_on UNUSEDSIGNAL */

archsim_skid #(.WIDTH(${bits})) further_buffer (
    .aclk(aclk), .aresetn(aresetn),
    .s_data(${port}_tdata[${bits - 1}:0]), .s_valid(${port}_tvalid), .s_ready(${port}_tready),
    .m_data(further_fields), .m_valid(further_came), .m_ready(further_taken)
);

archsim_engine_gate further_gate (
    .aclk(aclk), .aresetn(aresetn), .start(start_product), ${counts}, .last_beat(last_further_beat),
    .counts(1'b1), .s_valid(further_came), .s_ready(further_taken),
    .m_last(further_tlast), .m_valid(further_tvalid), .m_ready(further_tready), .open(further_open)
);`,
    FURTHER_CORE: `.${port}_tdata(further_tdata), .${port}_tvalid(further_tvalid), .${port}_tready(further_tready), .${port}_tlast(further_tlast),`,
  };
}

/** The Verilog that puts the results of a feature together in a beat of the core, whose order may be another one. */
export function resultLanes({ core: { layout }, sumBits }: EngineParts): string {
  const { featureLanes, tokenLanes, together = 'feature' } = layout;
  if (together === 'feature' || featureLanes === 1 || tokenLanes === 1) return `assign out_lanes = out_tdata[${sumBits * featureLanes * tokenLanes - 1}:0];`;
  return `genvar t, f;
generate
    for (t = 0; t < ${tokenLanes}; t = t + 1) begin : each_token
        for (f = 0; f < ${featureLanes}; f = f + 1) begin : each_feature
            assign out_lanes[(f*${tokenLanes}+t)*${sumBits} +: ${sumBits}] = out_tdata[(t*${featureLanes}+f)*${sumBits} +: ${sumBits}];
        end
    end
endgenerate`;
}

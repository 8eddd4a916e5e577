import { beatBits } from '../design.js';
import { wideSteps, weightField } from './dequantizer.js';
import { memoryStyleNumber } from '../units/index.js';
import type { EngineParts } from './engine.js';
import { fieldLow } from './register-map.js';

/** Ports of the reader of weights, where there is one. */
export function readerPorts({ reader }: EngineParts): string {
  if (reader === undefined) return '';
  return [
    '// Weights in memory',
    'output wire [63:0] m_axi_araddr,', 'output wire [7:0]  m_axi_arlen,', 'output wire [2:0]  m_axi_arsize,', 'output wire [1:0]  m_axi_arburst,', 'output wire        m_axi_arvalid,',
    'input  wire        m_axi_arready,', `input  wire [${reader.dataBits - 1}:0] m_axi_rdata,`, 'input  wire [1:0]  m_axi_rresp,', 'input  wire        m_axi_rlast,', 'input  wire        m_axi_rvalid,',
    'output wire        m_axi_rready,', '',
  ].join('\n');
}

/** Where beats of weights come from: the stream, or memory too. */
export function weightSource({ reader, streams, style, dequantizer }: EngineParts): string {
  if (reader === undefined) {
    return [
      'assign came_tdata = s_axis_wgt_tdata;', 'assign came_tvalid = s_axis_wgt_tvalid;', 'assign s_axis_wgt_tready = came_tready;', 'assign read_failed = 1\'b0;',
      '', 'wire unused_reader = &{1\'b0, start_reader};',
    ].join('\n');
  }
  const bits = beatBits(streams.wgt);
  const [counts, counter] = countedBeats({ streams, ...(dequantizer === undefined ? {} : { dequantizer }) });
  return `// No more beats than the job has are taken from either side, so that none stand in front of those of the next job.
wire from_memory = values[32*MODE + ${fieldLow('MODE', 'FROM_MEMORY')}];
wire source_tready;
wire [${reader.dataBits - 1}:0] word;
wire word_valid;
wire word_ready;
wire [${bits - 1}:0] read_tdata;
wire read_tvalid;
/* verilator lint_off UNUSEDSIGNAL */
wire source_last;
wire source_open;
/* verilator lint_on UNUSEDSIGNAL */
${counter}
archsim_engine_gate source_gate (
    .aclk(aclk), .aresetn(aresetn), .start(start_product), .last_tile(last_m_tile), .last_repeat(last_n_tile), .last_beat(last_wgt_beat),
    .counts(${counts}), .s_valid(from_memory ? read_tvalid : s_axis_wgt_tvalid), .s_ready(source_tready),
    .m_last(source_last), .m_valid(came_tvalid), .m_ready(came_tready), .open(source_open)
);

archsim_engine_reader #(.ADDRESS_BITS(64), .DATA_BITS(${reader.dataBits}), .BURST(${reader.burst}), .DEPTH(${reader.depth}), .STYLE(${memoryStyleNumber(style)})) reader (
    .aclk(aclk), .aresetn(aresetn), .start(start_reader), .address({values[32*WEIGHT_ADDRESS_HIGH +: 32], values[32*WEIGHT_ADDRESS_LOW +: 32]}),
    .words(values[32*WEIGHT_WORDS +: 32]), .failed(read_failed),
    .m_axi_araddr(m_axi_araddr), .m_axi_arlen(m_axi_arlen), .m_axi_arsize(m_axi_arsize), .m_axi_arburst(m_axi_arburst),
    .m_axi_arvalid(m_axi_arvalid), .m_axi_arready(m_axi_arready),
    .m_axi_rdata(m_axi_rdata), .m_axi_rresp(m_axi_rresp), .m_axi_rvalid(m_axi_rvalid), .m_axi_rready(m_axi_rready),
    .m_data(word), .m_valid(word_valid), .m_ready(word_ready)
);

archsim_engine_gearbox #(.IN_BYTES(${reader.dataBits / 8}), .OUT_BYTES(${bits / 8})) gearbox (
    .aclk(aclk), .aresetn(aresetn), .clear(start_reader), .s_data(word), .s_valid(word_valid), .s_ready(word_ready),
    .m_data(read_tdata), .m_valid(read_tvalid), .m_ready(source_tready && from_memory)
);

assign came_tdata        = from_memory ? read_tdata : s_axis_wgt_tdata;
assign s_axis_wgt_tready = source_tready && !from_memory;

// How long a burst is is known without it.
wire unused_rlast = &{1'b0, m_axi_rlast};`;
}

/** Which beats are counted, and the Verilog that knows: in a wide job the last of those for a beat of the core. */
function countedBeats({ dequantizer, streams }: Pick<EngineParts, 'dequantizer' | 'streams'>): readonly [counts: string, counter: string] {
  const steps = dequantizer === undefined || !dequantizer.wide ? 1 : wideSteps(dequantizer, weightField(streams.coreWgt).weights.bits);
  if (steps === 1) return ['1\'b1', ''];
  return ['!wide || source_step == SOURCE_LAST', `
localparam [2:0] SOURCE_LAST = 3'd${steps - 1};
reg [2:0] source_step;

always @(posedge aclk)
    if (start_product)
        source_step <= 3'd0;
    else if (came_tvalid && came_tready)
        source_step <= source_step == SOURCE_LAST ? 3'd0 : source_step + 3'd1;
`];
}

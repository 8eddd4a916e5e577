import { estimate, notModelled } from '../../../src/sim/core/estimate.js';
import { packBeat, type RtlDesign, type RtlRun, type RtlStream } from '../../../src/rtl-export/kit/design.js';

/** A small core: the running sum of two lanes of one stream and a number of another, which starts afresh with every run. */
export const sampleCore = `// The running sum of a run: sum(t) = sum(t - 1) + lane0(t) + lane1(t) + b(t), modulo 2^SUM_BITS, from 0 at the first beat.
module sample_add #(
    parameter BITS     = 8,          // of a lane
    parameter SUM_BITS = 12          // of the sum
) (
    input  wire                              aclk,
    input  wire                              aresetn,
    input  wire [(2 * BITS + 7) / 8 * 8-1:0] s_axis_a_tdata,
    input  wire                              s_axis_a_tvalid,
    output wire                              s_axis_a_tready,
    input  wire                              s_axis_a_tlast,
    input  wire [7:0]                        s_axis_b_tdata,
    input  wire                              s_axis_b_tvalid,
    output wire                              s_axis_b_tready,
    input  wire                              s_axis_b_tlast,
    output wire [(SUM_BITS + 7) / 8 * 8-1:0] m_axis_sum_tdata,
    output wire                              m_axis_sum_tvalid,
    input  wire                              m_axis_sum_tready,
    output wire                              m_axis_sum_tlast
);

    wire [2*BITS-1:0] a;
    wire              a_last, a_valid, b_last, b_valid;
    wire [4:0]        b;
    wire              unused_bits = &{1'b0, s_axis_b_tdata[7:5]};
    reg  [SUM_BITS-1:0] sum;
    reg                 sum_valid, sum_last, first;

    wire free = !sum_valid || m_axis_sum_tready;
    wire step = a_valid && b_valid && free;

    archsim_skid #(.WIDTH(2*BITS + 1)) skid_a (
        .aclk(aclk), .aresetn(aresetn),
        .s_data({s_axis_a_tlast, s_axis_a_tdata[2*BITS-1:0]}), .s_valid(s_axis_a_tvalid), .s_ready(s_axis_a_tready),
        .m_data({a_last, a}), .m_valid(a_valid), .m_ready(step)
    );
    archsim_skid #(.WIDTH(6)) skid_b (
        .aclk(aclk), .aresetn(aresetn),
        .s_data({s_axis_b_tlast, s_axis_b_tdata[4:0]}), .s_valid(s_axis_b_tvalid), .s_ready(s_axis_b_tready),
        .m_data({b_last, b}), .m_valid(b_valid), .m_ready(step)
    );

    wire [SUM_BITS-1:0] lane0 = {{SUM_BITS-BITS{1'b0}}, a[BITS-1:0]};
    wire [SUM_BITS-1:0] lane1 = {{SUM_BITS-BITS{1'b0}}, a[2*BITS-1:BITS]};
    wire [SUM_BITS-1:0] addend = lane0 + lane1 + {{SUM_BITS-5{1'b0}}, b};

    always @(posedge aclk) begin
        if (!aresetn) begin
            sum_valid <= 1'b0;
            first     <= 1'b1;
        end else if (free) begin
            sum_valid <= step;
            if (step)
                first <= a_last && b_last;
        end
        if (step) begin
            sum      <= first ? addend : sum + addend;
            sum_last <= a_last && b_last;
        end
    end

    assign m_axis_sum_tdata  = {{(SUM_BITS + 7) / 8 * 8 - SUM_BITS{1'b0}}, sum};
    assign m_axis_sum_tvalid = sum_valid;
    assign m_axis_sum_tlast  = sum_last;

endmodule
`;

const a: RtlStream = { name: 'a', direction: 'in', fields: [{ name: 'lane', bits: 8, count: 2, meaning: 'two unsigned numbers' }] };
const b: RtlStream = { name: 'b', direction: 'in', fields: [{ name: 'offset', bits: 5, count: 1, meaning: 'an unsigned number' }] };
const sum: RtlStream = { name: 'sum', direction: 'out', fields: [{ name: 'sum', bits: 12, count: 1, meaning: 'the running sum' }] };

/** Edges from the first input to the last output: the beats, one edge in the skid buffer and one in the sum's register. */
const latency = 2;

function run(beats: number, start: number): RtlRun {
  const numbers = Array.from({ length: beats }, (_, t) => ({ lane0: (37 * t + start) % 256, lane1: (255 - 11 * t - start) & 255, offset: (t + 3 * start) % 32 }));
  let total = 0;
  const sums = numbers.map(({ lane0, lane1, offset }) => (total = (total + lane0 + lane1 + offset) % 4096));
  return {
    label: `${beats} beats from ${start}`,
    beats: { a: numbers.map(({ lane0, lane1 }) => packBeat(a, [lane0, lane1])), b: numbers.map(({ offset }) => packBeat(b, [offset])), sum: sums.map((value) => packBeat(sum, [value])) },
    cycles: beats + latency,
  };
}

/** The sample with this text of its core. */
export function sampleDesign(core: string = sampleCore): RtlDesign {
  return {
    core: 'sample_add',
    summary: 'Running sums of two streams.',
    sources: { 'sample_add.v': core },
    parameters: [{ name: 'BITS', value: 8, meaning: 'bits of a lane' }, { name: 'SUM_BITS', value: 12, meaning: 'bits of the sum' }],
    streams: [a, b, sum],
    runs: [run(9, 5), run(1, 200), run(23, 77)],
    reduction: 'Three short runs instead of a layer.',
    resources: {
      dsp: estimate(0, 'DSP48E2', 'derived', 'no multiplication'), bram36: estimate(0, 'RAMB36', 'derived', 'no memory'), uram: estimate(0, 'URAM288', 'derived', 'no memory'),
      lut: estimate(60, 'LUT', 'assumed', 'a guess'), ff: notModelled('nobody counted'),
    },
  };
}

export const sampleOptions = { name: 'sample_add', part: 'xcu280-fsvh2892-2L-e', deviceName: 'Alveo U280', clockHz: 225e6, version: '0.1.0' };

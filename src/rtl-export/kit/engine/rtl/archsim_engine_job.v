// Starts a job, refuses one that the engine cannot do, and counts its cycles and those in which the core waits.
//
//   `request` in a cycle: `start` two edges later, with the counts less one on `last_*`, and `busy` until the last result was taken. A job is refused, and
//   `failed` is high until the next one, where a count is zero, a buffer or a vector unit is too short, or an operation is missing or asked for with others
//   that exclude it. `cycles` are those in which the engine is busy.
module archsim_engine_job #(
    parameter ACT_DEPTH      = 64,
    parameter OUT_DEPTH      = 64,
    parameter SOFTMAX_LENGTH = 0,           // numbers of the longest vector; 0 where there is no such unit
    parameter RMS_LENGTH     = 0,
    parameter WITH_SILU      = 0,
    parameter WITH_READER    = 0,
    parameter WITH_FURTHER   = 0,           // 1: the core has a further stream of operands
    parameter WITH_WIDE      = 0,           // 1: weights may come wide
    parameter WITH_GROUPS    = 0,           // 1: codes of weights come in groups
    parameter RAW_ONLY       = 0            // 1: results of the core only leave as they are
) (
    input  wire        aclk,
    input  wire        aresetn,             // synchronous, active low
    input  wire        request,
    input  wire        clear,               // forget what the last job did
    input  wire [15:0] m_tiles,
    input  wire [15:0] n_tiles,
    input  wire [15:0] act_beats,
    input  wire [15:0] wgt_beats,
    input  wire [15:0] further_beats,
    input  wire [15:0] group_beats,
    input  wire [15:0] out_beats,
    input  wire [15:0] tokens,
    input  wire [15:0] features,
    input  wire        raw,
    input  wire [1:0]  combine,
    input  wire [1:0]  vector,
    input  wire        from_memory,
    input  wire        wide,
    input  wire        last_taken,          // the last result is taken at this edge
    input  wire        core_waits_for_weights,
    input  wire        core_waits_for_activations,
    input  wire        core_waits_for_output,
    output reg         start,
    output reg         start_product,
    output reg         start_reader,
    output reg         busy,
    output reg         done,
    output reg         failed,
    output reg  [31:0] cycles,
    output reg  [31:0] waits_for_weights,
    output reg  [31:0] waits_for_activations,
    output reg  [31:0] waits_for_output,
    output reg  [15:0] last_m_tile,
    output reg  [15:0] last_n_tile,
    output reg  [15:0] last_act_beat,
    output reg  [15:0] last_wgt_beat,
    output reg  [15:0] last_further_beat,
    output reg  [15:0] last_group_beat,
    output reg  [15:0] last_out_beat,
    output reg  [15:0] last_token,
    output reg  [15:0] last_feature
);

    localparam [31:0] ACTS    = ACT_DEPTH;
    localparam [31:0] OUTS    = OUT_DEPTH;
    localparam [31:0] SOFTMAX = SOFTMAX_LENGTH;
    localparam [31:0] RMS     = RMS_LENGTH;

    localparam [1:0] ALONE = 2'd3;
    localparam [1:0] IS_SOFTMAX = 2'd1, IS_RMS = 2'd2, IS_SILU = 2'd3;

    reg         preparing;                  // a cycle in which the words are multiplied and compared
    reg  [31:0] words;
    wire        has_product = combine != ALONE;
    wire [31:0] length      = {16'd0, features};
    /* verilator lint_off CMPCONST */               // a count of 16 bits is never above some of these
    wire        fits_vector = vector == IS_SOFTMAX ? length <= SOFTMAX : vector == IS_RMS ? length <= RMS : vector == IS_SILU ? WITH_SILU != 0 : 1'b1;
    wire        has_counts  = m_tiles != 16'd0 && n_tiles != 16'd0 && act_beats != 16'd0 && wgt_beats != 16'd0 && out_beats != 16'd0
                              && (WITH_FURTHER == 0 || further_beats != 16'd0) && (WITH_GROUPS == 0 || wide || group_beats != 16'd0);
    wire        has_room    = {16'd0, act_beats} <= ACTS && words <= OUTS;
    /* verilator lint_on CMPCONST */
    wire        excludes    = (raw && (combine != 2'd0 || vector != 2'd0)) || (RAW_ONLY != 0 && has_product && !raw);
    wire        legal       = tokens != 16'd0 && features != 16'd0 && fits_vector && !excludes
                              && (!has_product || (has_counts && has_room && (!from_memory || WITH_READER != 0) && (!wide || WITH_WIDE != 0)));

    always @(posedge aclk)
        if (!aresetn) begin
            preparing     <= 1'b0;
            start         <= 1'b0;
            start_product <= 1'b0;
            start_reader  <= 1'b0;
            busy          <= 1'b0;
            done          <= 1'b0;
            failed        <= 1'b0;
        end else begin
            preparing     <= request && !busy && !preparing;
            start         <= preparing && legal;
            start_product <= preparing && legal && has_product;
            start_reader  <= preparing && legal && has_product && from_memory;
            if (preparing && legal)
                busy <= 1'b1;
            else if (last_taken)
                busy <= 1'b0;
            if (last_taken)
                done <= 1'b1;
            else if (preparing || clear)
                done <= 1'b0;
            if (preparing && !legal)
                failed <= 1'b1;
            else if (preparing || clear)
                failed <= 1'b0;
        end

    always @(posedge aclk)
        if (!busy) begin
            words         <= {16'd0, n_tiles} * {16'd0, out_beats};
            last_m_tile   <= m_tiles - 16'd1;
            last_n_tile   <= n_tiles - 16'd1;
            last_act_beat <= act_beats - 16'd1;
            last_wgt_beat <= wgt_beats - 16'd1;
            last_further_beat <= further_beats - 16'd1;
            last_group_beat <= group_beats - 16'd1;
            last_out_beat <= out_beats - 16'd1;
            last_token    <= tokens - 16'd1;
            last_feature  <= features - 16'd1;
        end

    always @(posedge aclk)
        if (!aresetn || preparing) begin
            cycles                <= 32'd0;
            waits_for_weights     <= 32'd0;
            waits_for_activations <= 32'd0;
            waits_for_output      <= 32'd0;
        end else if (busy) begin
            cycles                <= cycles + 32'd1;
            waits_for_weights     <= waits_for_weights + {31'd0, core_waits_for_weights};
            waits_for_activations <= waits_for_activations + {31'd0, core_waits_for_activations};
            waits_for_output      <= waits_for_output + {31'd0, core_waits_for_output};
        end

endmodule

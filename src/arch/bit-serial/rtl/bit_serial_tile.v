// A tile of ROWS x COLS bit-serial processing elements, output stationary (BitMoD, HPCA 2025, Sec. IV):
//
//   y[token][channel] = sum over groups g of scale[channel][g] * (sum over k in g of activation[token][k] * weight[channel][k])
//
//   Rows are output channels and share the terms of their weights; columns are tokens and share their activations. A step brings four
//   elements of the reduction and takes TERMS cycles. How sums are rounded is in `lane_multiply` and `scaled_add`.
//
// Streams (AXI4-Stream handshake; fields from the lowest bit, padded to whole bytes):
//   s_axis_act   a step: activations, FP16, lanes of column 0 first
//   s_axis_wgt   the same step: weights (WEIGHT_BITS each, lanes of row 0 first), selector of each row (2 bits), scale of each row (8 bits,
//                used in the last step of a group), ends_group, ends_reduction; a reduction that ends ends its group
//   m_axis_out   after each reduction ROWS beats, row 0 first: FP32 of each column, column 0 first
//   tlast of both inputs marks the last step of a run, which ends a reduction; tlast of the output its last row.
module bit_serial_tile #(
    parameter         ROWS        = 8,     // output channels at once, at least 1
    parameter         COLS        = 8,     // tokens at once, at least 1
    parameter         WEIGHT_BITS = 4,     // width of a weight: 2 to 8 for integers, 4 or 3 for floats
    parameter         IS_FLOAT    = 1,     // 0: two's complement integers, 1: FP4 (E2M1) or FP3 (E2M0) with special values
    parameter integer SPECIAL_0   = 10,    // what -0 stands for with selector 0, in halves (floats only)
    parameter integer SPECIAL_1   = -10,   // with selector 1
    parameter integer SPECIAL_2   = 16,    // with selector 2
    parameter integer SPECIAL_3   = -16    // with selector 3
) (
    input  wire                                                aclk,
    input  wire                                                aresetn,           // synchronous, active low
    input  wire [64*COLS-1:0]                                  s_axis_act_tdata,
    input  wire                                                s_axis_act_tvalid,
    output wire                                                s_axis_act_tready,
    input  wire                                                s_axis_act_tlast,
    /* verilator lint_off UNUSEDSIGNAL */                      // padding
    input  wire [8*(((4*WEIGHT_BITS+10)*ROWS+2+7)/8)-1:0]      s_axis_wgt_tdata,
    /* verilator lint_on UNUSEDSIGNAL */
    input  wire                                                s_axis_wgt_tvalid,
    output wire                                                s_axis_wgt_tready,
    input  wire                                                s_axis_wgt_tlast,
    output wire [32*COLS-1:0]                                  m_axis_out_tdata,
    output wire                                                m_axis_out_tvalid,
    input  wire                                                m_axis_out_tready,
    output wire                                                m_axis_out_tlast
);

    generate
        if (ROWS < 1) begin : check_rows
            ARCHSIM_ILLEGAL_PARAMETER_ROWS illegal ();
        end
        if (COLS < 1) begin : check_cols
            ARCHSIM_ILLEGAL_PARAMETER_COLS illegal ();
        end
        if (IS_FLOAT != 0 && IS_FLOAT != 1) begin : check_is_float
            ARCHSIM_ILLEGAL_PARAMETER_IS_FLOAT illegal ();
        end
        if (IS_FLOAT == 1 ? WEIGHT_BITS != 3 && WEIGHT_BITS != 4 : WEIGHT_BITS < 2 || WEIGHT_BITS > 8) begin : check_weight_bits
            ARCHSIM_ILLEGAL_PARAMETER_WEIGHT_BITS illegal ();
        end
    endgenerate

    localparam TERMS = IS_FLOAT == 1 ? 2 : (WEIGHT_BITS + 1) / 2;

    // Places of the fields in a beat of weights.
    localparam SELECTORS      = 4 * WEIGHT_BITS * ROWS;
    localparam SCALES         = SELECTORS + 2 * ROWS;
    localparam ENDS_GROUP     = SCALES + 8 * ROWS;
    localparam ENDS_REDUCTION = ENDS_GROUP + 1;
    localparam WEIGHT_BEAT    = ENDS_REDUCTION + 1;

    // Inputs: a step is there when both of its beats are, and both leave together.

    wire [64*COLS-1:0]     act;
    wire                   act_last;
    wire                   act_valid;
    wire [WEIGHT_BEAT-1:0] wgt;
    wire                   wgt_last;
    wire                   wgt_valid;
    wire                   step_take;

    archsim_skid #(
        .WIDTH (64 * COLS + 1)
    ) act_input (
        .aclk    (aclk),
        .aresetn (aresetn),
        .s_data  ({s_axis_act_tlast, s_axis_act_tdata}),
        .s_valid (s_axis_act_tvalid),
        .s_ready (s_axis_act_tready),
        .m_data  ({act_last, act}),
        .m_valid (act_valid),
        .m_ready (step_take)
    );

    archsim_skid #(
        .WIDTH (WEIGHT_BEAT + 1)
    ) wgt_input (
        .aclk    (aclk),
        .aresetn (aresetn),
        .s_data  ({s_axis_wgt_tlast, s_axis_wgt_tdata[WEIGHT_BEAT-1:0]}),
        .s_valid (s_axis_wgt_tvalid),
        .s_ready (s_axis_wgt_tready),
        .m_data  ({wgt_last, wgt}),
        .m_valid (wgt_valid),
        .m_ready (step_take)
    );

    // Control

    wire       advance;
    wire [1:0] index;
    wire       issue_ends_group;
    wire       accumulate;
    wire       opens_group;
    wire       ends_group;
    wire       dequant_start;
    wire       dequant_step;
    wire       add_output;
    wire       opens_output;
    wire       drain_ready;
    wire       drain_load;
    wire       drain_ends_run;

    tile_control #(
        .TERMS (TERMS)
    ) control (
        .aclk                (aclk),
        .aresetn             (aresetn),
        .step_valid          (act_valid && wgt_valid),
        .step_ends_group     (wgt[ENDS_GROUP]),
        .step_ends_reduction (wgt[ENDS_REDUCTION]),
        .step_ends_run       (act_last && wgt_last),
        .step_take           (step_take),
        .advance             (advance),
        .index               (index),
        .issue_ends_group    (issue_ends_group),
        .accumulate          (accumulate),
        .opens_group         (opens_group),
        .ends_group          (ends_group),
        .dequant_start       (dequant_start),
        .dequant_step        (dequant_step),
        .add_output          (add_output),
        .opens_output        (opens_output),
        .drain_ready         (drain_ready),
        .drain_load          (drain_load),
        .drain_ends_run      (drain_ends_run)
    );

    genvar row, col, lane;

    // Columns: the parts of the activations, the same for all terms of a step.

    reg  [4*COLS-1:0]  a_sign;
    reg  [20*COLS-1:0] a_exponent;
    reg  [44*COLS-1:0] a_mantissa;
    wire [4*COLS-1:0]  a_sign_next;
    wire [20*COLS-1:0] a_exponent_next;
    wire [44*COLS-1:0] a_mantissa_next;

    generate
        for (lane = 0; lane < 4 * COLS; lane = lane + 1) begin : activations
            fp16_parts parts (
                .pattern  (act[16*lane +: 16]),
                .sign     (a_sign_next[lane]),
                .exponent (a_exponent_next[5*lane +: 5]),
                .mantissa (a_mantissa_next[11*lane +: 11])
            );
        end
    endgenerate

    // Rows: a term of each weight, and the bits of the scale.

    reg  [4*ROWS-1:0] t_sign;
    reg  [8*ROWS-1:0] t_exp;
    reg  [4*ROWS-1:0] t_man;
    reg  [3*ROWS-1:0] t_significance;
    wire [4*ROWS-1:0] t_sign_next;
    wire [8*ROWS-1:0] t_exp_next;
    wire [4*ROWS-1:0] t_man_next;
    wire [3*ROWS-1:0] t_significance_next;
    wire [ROWS-1:0]   scale_bit;

    generate
        for (row = 0; row < ROWS; row = row + 1) begin : weights
            term_encoder #(
                .WEIGHT_BITS (WEIGHT_BITS),
                .IS_FLOAT    (IS_FLOAT),
                .SPECIAL_0   (SPECIAL_0),
                .SPECIAL_1   (SPECIAL_1),
                .SPECIAL_2   (SPECIAL_2),
                .SPECIAL_3   (SPECIAL_3)
            ) encoder (
                .weights      (wgt[4*WEIGHT_BITS*row +: 4*WEIGHT_BITS]),
                .selector     (wgt[SELECTORS + 2*row +: 2]),
                .index        (index),
                .sign         (t_sign_next[4*row +: 4]),
                .exp          (t_exp_next[8*row +: 8]),
                .man          (t_man_next[4*row +: 4]),
                .significance (t_significance_next[3*row +: 3])
            );

            scale_serializer serializer (
                .aclk      (aclk),
                .advance   (advance),
                .take      (issue_ends_group),
                .scale     (wgt[SCALES + 8*row +: 8]),
                .load      (ends_group),
                .step      (dequant_step),
                .scale_bit (scale_bit[row])
            );
        end
    endgenerate

    always @(posedge aclk) begin
        if (advance) begin
            a_sign         <= a_sign_next;
            a_exponent     <= a_exponent_next;
            a_mantissa     <= a_mantissa_next;
            t_sign         <= t_sign_next;
            t_exp          <= t_exp_next;
            t_man          <= t_man_next;
            t_significance <= t_significance_next;
        end
    end

    // Processing elements. A result is sign, exponent, mantissa: 32 bits.

    wire [32*ROWS*COLS-1:0] y;

    generate
        for (row = 0; row < ROWS; row = row + 1) begin : rows
            for (col = 0; col < COLS; col = col + 1) begin : columns
                bit_serial_pe pe (
                    .aclk           (aclk),
                    .advance        (advance),
                    .a_sign         (a_sign[4*col +: 4]),
                    .a_exponent     (a_exponent[20*col +: 20]),
                    .a_mantissa     (a_mantissa[44*col +: 44]),
                    .t_sign         (t_sign[4*row +: 4]),
                    .t_exp          (t_exp[8*row +: 8]),
                    .t_man          (t_man[4*row +: 4]),
                    .t_significance (t_significance[3*row +: 3]),
                    .accumulate     (accumulate),
                    .opens_group    (opens_group),
                    .dequant_start  (dequant_start),
                    .dequant_step   (dequant_step),
                    .scale_bit      (scale_bit[row]),
                    .add_output     (add_output),
                    .opens_output   (opens_output),
                    .y_sign         (y[32*(row*COLS+col) + 31]),
                    .y_exponent     (y[32*(row*COLS+col) + 24 +: 7]),
                    .y_mantissa     (y[32*(row*COLS+col) +: 24])
                );
            end
        end
    endgenerate

    // Output

    wire [32*COLS-1:0] drained;
    wire [32*COLS-1:0] out;
    wire               out_last;
    wire               out_valid;
    wire               out_ready;

    column_drain #(
        .ROWS (ROWS),
        .BITS (32 * COLS)
    ) drain (
        .aclk      (aclk),
        .aresetn   (aresetn),
        .load      (drain_load),
        .load_last (drain_ends_run),
        .load_data (y),
        .ready     (drain_ready),
        .m_data    (drained),
        .m_last    (out_last),
        .m_valid   (out_valid),
        .m_ready   (out_ready)
    );

    generate
        for (col = 0; col < COLS; col = col + 1) begin : outputs
            scaled_to_fp32 convert (
                .sign     (drained[32*col + 31]),
                .exponent (drained[32*col + 24 +: 7]),
                .mantissa (drained[32*col +: 24]),
                .fp32     (out[32*col +: 32])
            );
        end
    endgenerate

    archsim_skid #(
        .WIDTH (32 * COLS + 1)
    ) out_output (
        .aclk    (aclk),
        .aresetn (aresetn),
        .s_data  ({out_last, out}),
        .s_valid (out_valid),
        .s_ready (out_ready),
        .m_data  ({m_axis_out_tlast, m_axis_out_tdata}),
        .m_valid (m_axis_out_tvalid),
        .m_ready (m_axis_out_tready)
    );

endmodule

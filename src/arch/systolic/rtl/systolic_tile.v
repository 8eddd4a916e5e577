// A systolic array of ROWS x COLS multiply-accumulate elements, one fold of a matrix product at a time. A fold on r x c elements past which T
// operands stream takes T + 2 r + c - 2 cycles, r <= ROWS, c <= COLS; the next one follows at once.
//
//   WEIGHT_STATIONARY 0   sum[token][feature] over k of activation[token][k] * weight[feature][k]: r tokens x c features stay, T elements of k stream
//   WEIGHT_STATIONARY 1   the same over r elements of k, which is a part of the reduction: r x c weights stay, T tokens stream
//
//   Operands are signed, sums have SUM_BITS bits and wrap. What registers stand where is in `output_stationary` and `weight_stationary`.
//
// Streams (AXI4-Stream handshake; fields from the lowest bit, padded to whole bytes):
//   s_axis_act   ROWS activations, and whether the beat is the last of its fold.
//                0: one element of k for each token; tokens 0 to r-1 are the first r. 1: the r elements of k of one token are the last r
//   s_axis_wgt   COLS weights, r and c (16 bits each, the same in all beats of a fold), and whether the beat is the last of its fold.
//                0: the same element of k for each feature, with the beat of activations. 1: element by element of k
//   m_axis_out   COLS sums, those of the features from c on zero. 0: r beats for a fold, token 0 first. 1: T beats, token 0 first
//   tlast of both inputs marks the last beat of a run, which ends its fold; tlast of the output its last beat.
module systolic_tile #(
    parameter WEIGHT_STATIONARY = 0,     // 0: sums stay in the elements, 1: weights stay
    parameter ROWS              = 8,     // at least 1, below 2^16
    parameter COLS              = 8,     // at least 1, below 2^16
    parameter ACT_BITS          = 8,     // of an activation, signed, 2 to 16
    parameter WGT_BITS          = 8,     // of a weight, signed, 2 to 16
    parameter SUM_BITS          = 32     // of a sum, ACT_BITS + WGT_BITS to 48
) (
    input  wire                                      aclk,
    input  wire                                      aresetn,           // synchronous, active low
    /* verilator lint_off UNUSEDSIGNAL */                               // padding, and numbers that ROWS and COLS do not reach
    input  wire [8*((ACT_BITS*ROWS+1+7)/8)-1:0]      s_axis_act_tdata,
    input  wire [8*((WGT_BITS*COLS+33+7)/8)-1:0]     s_axis_wgt_tdata,
    /* verilator lint_on UNUSEDSIGNAL */
    input  wire                                      s_axis_act_tvalid,
    output wire                                      s_axis_act_tready,
    input  wire                                      s_axis_act_tlast,
    input  wire                                      s_axis_wgt_tvalid,
    output wire                                      s_axis_wgt_tready,
    input  wire                                      s_axis_wgt_tlast,
    output wire [8*((SUM_BITS*COLS+7)/8)-1:0]        m_axis_out_tdata,
    output wire                                      m_axis_out_tvalid,
    input  wire                                      m_axis_out_tready,
    output wire                                      m_axis_out_tlast
);

    generate
        if (WEIGHT_STATIONARY != 0 && WEIGHT_STATIONARY != 1) begin : check_weight_stationary
            ARCHSIM_ILLEGAL_PARAMETER_WEIGHT_STATIONARY illegal ();
        end
        if (ROWS < 1 || ROWS > 65535) begin : check_rows
            ARCHSIM_ILLEGAL_PARAMETER_ROWS illegal ();
        end
        if (COLS < 1 || COLS > 65535) begin : check_cols
            ARCHSIM_ILLEGAL_PARAMETER_COLS illegal ();
        end
        if (ACT_BITS < 2 || ACT_BITS > 16) begin : check_act_bits
            ARCHSIM_ILLEGAL_PARAMETER_ACT_BITS illegal ();
        end
        if (WGT_BITS < 2 || WGT_BITS > 16) begin : check_wgt_bits
            ARCHSIM_ILLEGAL_PARAMETER_WGT_BITS illegal ();
        end
        if (SUM_BITS < ACT_BITS + WGT_BITS || SUM_BITS > 48) begin : check_sum_bits
            ARCHSIM_ILLEGAL_PARAMETER_SUM_BITS illegal ();
        end
    endgenerate

    function integer bits_for;
        input integer number;
        begin
            bits_for = 1;
            while ((1 << bits_for) <= number)
                bits_for = bits_for + 1;
        end
    endfunction

    localparam ROW_BITS = bits_for(ROWS);
    localparam COL_BITS = bits_for(COLS);
    localparam ACTS     = ACT_BITS * ROWS;
    localparam WGTS     = WGT_BITS * COLS;
    localparam SUMS     = SUM_BITS * COLS;
    localparam OUT_BEAT = 8 * ((SUMS + 7) / 8);

    // Places of the fields in a beat of weights: r follows the weights.
    localparam COLUMNS   = WGTS + 16;
    localparam ENDS_FOLD = COLUMNS + 16;

    // Inputs

    wire [ACTS-1:0]     act;
    wire                act_ends_fold;
    wire                act_last;
    wire                act_valid;
    wire                act_take;
    wire [WGTS-1:0]     wgt;
    wire [ROW_BITS-1:0] rows;
    wire [COL_BITS-1:0] columns;
    wire                wgt_ends_fold;
    wire                wgt_last;
    wire                wgt_valid;
    wire                wgt_take;

    archsim_skid #(
        .WIDTH (ACTS + 2)
    ) act_input (
        .aclk    (aclk),
        .aresetn (aresetn),
        .s_data  ({s_axis_act_tlast, s_axis_act_tdata[ACTS:0]}),
        .s_valid (s_axis_act_tvalid),
        .s_ready (s_axis_act_tready),
        .m_data  ({act_last, act_ends_fold, act}),
        .m_valid (act_valid),
        .m_ready (act_take)
    );

    archsim_skid #(
        .WIDTH (WGTS + ROW_BITS + COL_BITS + 2)
    ) wgt_input (
        .aclk    (aclk),
        .aresetn (aresetn),
        .s_data  ({s_axis_wgt_tlast, s_axis_wgt_tdata[ENDS_FOLD], s_axis_wgt_tdata[COLUMNS +: COL_BITS],
                   s_axis_wgt_tdata[WGTS +: ROW_BITS], s_axis_wgt_tdata[WGTS-1:0]}),
        .s_valid (s_axis_wgt_tvalid),
        .s_ready (s_axis_wgt_tready),
        .m_data  ({wgt_last, wgt_ends_fold, columns, rows, wgt}),
        .m_valid (wgt_valid),
        .m_ready (wgt_take)
    );

    // The array

    wire [SUMS-1:0] out;
    wire            out_last;
    wire            out_valid;
    wire            out_ready;

    generate
        if (WEIGHT_STATIONARY == 0) begin : sums_stay
            // A step is there when both of its beats are, and both leave together.
            wire step_take;
            wire ends_run = act_last && wgt_last;

            assign act_take = step_take;
            assign wgt_take = step_take;

            output_stationary #(
                .ROWS     (ROWS),
                .COLS     (COLS),
                .ACT_BITS (ACT_BITS),
                .WGT_BITS (WGT_BITS),
                .SUM_BITS (SUM_BITS),
                .ROW_BITS (ROW_BITS),
                .COL_BITS (COL_BITS)
            ) array (
                .aclk       (aclk),
                .aresetn    (aresetn),
                .step_valid (act_valid && wgt_valid),
                .act        (act),
                .wgt        (wgt),
                .rows       (rows),
                .columns    (columns),
                .ends_fold  (act_ends_fold || wgt_ends_fold || ends_run),
                .ends_run   (ends_run),
                .step_take  (step_take),
                .out        (out),
                .out_last   (out_last),
                .out_valid  (out_valid),
                .out_ready  (out_ready)
            );
        end else begin : weights_stay
            weight_stationary #(
                .ROWS     (ROWS),
                .COLS     (COLS),
                .ACT_BITS (ACT_BITS),
                .WGT_BITS (WGT_BITS),
                .SUM_BITS (SUM_BITS),
                .ROW_BITS (ROW_BITS),
                .COL_BITS (COL_BITS)
            ) array (
                .aclk         (aclk),
                .aresetn      (aresetn),
                .wgt_valid    (wgt_valid),
                .wgt          (wgt),
                .rows         (rows),
                .columns      (columns),
                .ends_weights (wgt_ends_fold || wgt_last),
                .wgt_take     (wgt_take),
                .act_valid    (act_valid),
                .act          (act),
                .ends_tokens  (act_ends_fold || act_last),
                .ends_run     (act_last),
                .act_take     (act_take),
                .out          (out),
                .out_last     (out_last),
                .out_valid    (out_valid),
                .out_ready    (out_ready)
            );
        end
    endgenerate

    // Output

    wire [SUMS-1:0] m_out;

    archsim_skid #(
        .WIDTH (SUMS + 1)
    ) out_output (
        .aclk    (aclk),
        .aresetn (aresetn),
        .s_data  ({out_last, out}),
        .s_valid (out_valid),
        .s_ready (out_ready),
        .m_data  ({m_axis_out_tlast, m_out}),
        .m_valid (m_axis_out_tvalid),
        .m_ready (m_axis_out_tready)
    );

    assign m_axis_out_tdata[SUMS-1:0] = m_out;

    generate
        if (OUT_BEAT > SUMS) begin : padding
            assign m_axis_out_tdata[OUT_BEAT-1:SUMS] = {(OUT_BEAT-SUMS){1'b0}};
        end
    endgenerate

endmodule

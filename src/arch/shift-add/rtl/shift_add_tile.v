// An array of shift-add PEs with scales after each group of weights (MixPE), output stationary:
//
//   y[token][column] = sum over groups g of scale[column][g] * (sum over k of g of weight[column][k] * activation[token][k]
//                                                                - zero[column][g] * sum over k of g of activation[token][k])
//
//   TOKENS x COLUMNS x DEPTH products a pass, each of TERMS shifted activations: one for each bit of an unsigned weight, or for each radix-4 Booth digit
//   of a signed one, which has no zero point. SCALERS multipliers for each token apply scales while the next group is summed.
//
// Streams (AXI4-Stream handshake; fields from the lowest bit, padded to whole bytes):
//   s_axis_act   a step: DEPTH activations for each token, two's complement, token 0 first
//   s_axis_wgt   a pass of a step, lowest bits first: TERMS bits (Booth: 2 TERMS, the sign repeated) of DEPTH weights for each column, column 0 first;
//                ends_step, ends_group, ends_reduction (what ends a larger part ends the smaller ones)
//   s_axis_scl   after each group ceil(COLUMNS / SCALERS) beats: the scales of SCALERS columns, column 0 in the first beat, then, without Booth, their
//                zero points, all unsigned
//   m_axis_out   after each reduction ceil(COLUMNS / SCALERS) beats: ACC_BITS of two's complement for SCALERS columns of each token, token 0 first
//   tlast of the weights marks the last pass of a run, which ends a reduction; tlast of the output its last beat. That of the others says nothing more.
//
// From the edge that takes a pass, its sums are complete 2 + ceil(log2 TERMS) + ceil(log2 DEPTH) edges later; scaled 2 edges after a scaler has begun.
module shift_add_tile #(
    parameter TOKENS     = 1,     // tokens, at least 1
    parameter COLUMNS    = 8,     // output features, at least 1
    parameter DEPTH      = 4,     // products that are added up each pass, at least 1
    parameter BOOTH      = 0,     // 0: bits of unsigned weights; 1: radix-4 Booth digits of signed ones
    parameter TERMS      = 4,     // terms of a pass; no more than weights have
    parameter GROUP      = 128,   // most weights of a group
    parameter SCALERS    = 2,     // for each token, 1 to COLUMNS
    parameter ACT_BITS   = 8,     // width of an activation, 2 to 16
    parameter WGT_BITS   = 4,     // width of a weight, 2 to 8; narrower ones take fewer passes
    parameter SCALE_BITS = 8,     // width of a scale, 4 to 17
    parameter ACC_BITS   = 32     // width of an output, which wraps: ACT_BITS + WGT_BITS + ceil(log2 GROUP), and at least 9, to 48
) (
    input  wire                                aclk,
    input  wire                                aresetn,           // synchronous, active low
    /* verilator lint_off UNUSEDSIGNAL */                         // padding, and the tlast that says nothing
    input  wire [8*((TOKENS*DEPTH*ACT_BITS+7)/8)-1:0] s_axis_act_tdata,
    /* verilator lint_on UNUSEDSIGNAL */
    input  wire                                s_axis_act_tvalid,
    output wire                                s_axis_act_tready,
    /* verilator lint_off UNUSEDSIGNAL */
    input  wire                                s_axis_act_tlast,
    input  wire [8*((COLUMNS*DEPTH*TERMS*(1+BOOTH)+3+7)/8)-1:0] s_axis_wgt_tdata,
    /* verilator lint_on UNUSEDSIGNAL */
    input  wire                                s_axis_wgt_tvalid,
    output wire                                s_axis_wgt_tready,
    input  wire                                s_axis_wgt_tlast,
    /* verilator lint_off UNUSEDSIGNAL */
    input  wire [8*((SCALERS*(SCALE_BITS+(BOOTH==1?0:WGT_BITS))+7)/8)-1:0] s_axis_scl_tdata,
    /* verilator lint_on UNUSEDSIGNAL */
    input  wire                                s_axis_scl_tvalid,
    output wire                                s_axis_scl_tready,
    /* verilator lint_off UNUSEDSIGNAL */
    input  wire                                s_axis_scl_tlast,
    /* verilator lint_on UNUSEDSIGNAL */
    output wire [8*((TOKENS*SCALERS*ACC_BITS+7)/8)-1:0] m_axis_out_tdata,
    output wire                                m_axis_out_tvalid,
    input  wire                                m_axis_out_tready,
    output wire                                m_axis_out_tlast
);

    function integer levels_of;
        input integer count;
        begin
            levels_of = 0;
            while ((1 << levels_of) < count)
                levels_of = levels_of + 1;
        end
    endfunction

    function integer least;
        input integer one;
        input integer other;
        least = one < other ? one : other;
    endfunction

    localparam SLICE      = TERMS*(1 + BOOTH);                           // bits of a weight that a pass takes
    localparam PASSES     = (WGT_BITS + SLICE - 1) / SLICE;              // of the widest weights
    localparam SUM_BITS   = ACT_BITS + WGT_BITS + levels_of(GROUP);      // holds the sum of any group, its zero point taken off
    localparam ROW_BITS   = ACT_BITS + levels_of(GROUP);
    localparam WIDTH      = ACT_BITS + (PASSES - 1)*SLICE;               // of an activation, shifted for the last pass
    localparam TERM_BITS  = least(SUM_BITS, WIDTH + 2*BOOTH);
    localparam PROD_BITS  = least(SUM_BITS, BOOTH == 1 ? WIDTH + SLICE : TERMS == 1 ? WIDTH : WIDTH + TERMS);
    localparam TREE_BITS  = least(SUM_BITS, PROD_BITS + levels_of(DEPTH));
    localparam ZERO_BITS  = BOOTH == 1 ? 0 : WGT_BITS;
    localparam SCALED     = least(SUM_BITS + SCALE_BITS, ACC_BITS);
    localparam BATCHES    = (COLUMNS + SCALERS - 1) / SCALERS;
    localparam TERM_LEVELS = levels_of(TERMS);
    localparam ROW_LEVELS = levels_of(DEPTH);

    generate
        if (TOKENS < 1) begin : check_tokens
            ARCHSIM_ILLEGAL_PARAMETER_TOKENS illegal ();
        end
        if (COLUMNS < 1) begin : check_columns
            ARCHSIM_ILLEGAL_PARAMETER_COLUMNS illegal ();
        end
        if (DEPTH < 1) begin : check_depth
            ARCHSIM_ILLEGAL_PARAMETER_DEPTH illegal ();
        end
        if (BOOTH != 0 && BOOTH != 1) begin : check_booth
            ARCHSIM_ILLEGAL_PARAMETER_BOOTH illegal ();
        end
        if (TERMS < 1 || TERMS > (BOOTH == 1 ? (WGT_BITS + 1) / 2 : WGT_BITS)) begin : check_terms
            ARCHSIM_ILLEGAL_PARAMETER_TERMS illegal ();
        end
        if (GROUP < DEPTH || SUM_BITS > 27) begin : check_group
            ARCHSIM_ILLEGAL_PARAMETER_GROUP illegal ();
        end
        if (SCALERS < 1 || SCALERS > COLUMNS) begin : check_scalers
            ARCHSIM_ILLEGAL_PARAMETER_SCALERS illegal ();
        end
        if (ACT_BITS < 2 || ACT_BITS > 16) begin : check_act_bits
            ARCHSIM_ILLEGAL_PARAMETER_ACT_BITS illegal ();
        end
        if (WGT_BITS < 2 || WGT_BITS > 8) begin : check_wgt_bits
            ARCHSIM_ILLEGAL_PARAMETER_WGT_BITS illegal ();
        end
        if (SCALE_BITS < 4 || SCALE_BITS > 17) begin : check_scale_bits
            ARCHSIM_ILLEGAL_PARAMETER_SCALE_BITS illegal ();
        end
        if (ACC_BITS < SUM_BITS || ACC_BITS < 9 || ACC_BITS > 48) begin : check_acc_bits
            ARCHSIM_ILLEGAL_PARAMETER_ACC_BITS illegal ();
        end
    endgenerate

    localparam ACT_BEAT = TOKENS*DEPTH*ACT_BITS;
    localparam WGT_BEAT = COLUMNS*DEPTH*SLICE + 3;
    localparam SCL_BEAT = SCALERS*(SCALE_BITS + ZERO_BITS);
    localparam OUT_BEAT = TOKENS*SCALERS*ACC_BITS;

    // Inputs

    wire [ACT_BEAT-1:0] act;
    wire                act_valid;
    wire                act_take;
    wire [WGT_BEAT-1:0] wgt;
    wire                wgt_last;
    wire                wgt_valid;
    wire                wgt_take;
    wire [SCL_BEAT-1:0] scl;
    wire                scl_valid;
    wire                scl_take;

    archsim_skid #(
        .WIDTH (ACT_BEAT)
    ) act_input (
        .aclk    (aclk),
        .aresetn (aresetn),
        .s_data  (s_axis_act_tdata[ACT_BEAT-1:0]),
        .s_valid (s_axis_act_tvalid),
        .s_ready (s_axis_act_tready),
        .m_data  (act),
        .m_valid (act_valid),
        .m_ready (act_take)
    );

    archsim_skid #(
        .WIDTH (WGT_BEAT + 1)
    ) wgt_input (
        .aclk    (aclk),
        .aresetn (aresetn),
        .s_data  ({s_axis_wgt_tlast, s_axis_wgt_tdata[WGT_BEAT-1:0]}),
        .s_valid (s_axis_wgt_tvalid),
        .s_ready (s_axis_wgt_tready),
        .m_data  ({wgt_last, wgt}),
        .m_valid (wgt_valid),
        .m_ready (wgt_take)
    );

    archsim_skid #(
        .WIDTH (SCL_BEAT)
    ) scl_input (
        .aclk    (aclk),
        .aresetn (aresetn),
        .s_data  (s_axis_scl_tdata[SCL_BEAT-1:0]),
        .s_valid (s_axis_scl_tvalid),
        .s_ready (s_axis_scl_tready),
        .m_data  (scl),
        .m_valid (scl_valid),
        .m_ready (scl_take)
    );

    // Control

    wire advance;
    wire first_pass;
    wire sums_take;
    wire sums_open;
    wire drain_ready;
    wire drain_load;
    wire group_opens_reduction;
    wire group_ends_reduction;
    wire group_ends_run;
    wire scale_move;
    wire add;
    wire add_opens;
    wire out_valid;
    wire out_last;
    wire out_ready;

    /* verilator lint_off UNUSEDSIGNAL */    // Booth needs no sums of activations
    wire rows_take;
    wire rows_add;
    wire rows_open;
    /* verilator lint_on UNUSEDSIGNAL */

    pass_control #(
        .ROWS  (ROW_LEVELS),
        .DEPTH (1 + TERM_LEVELS + ROW_LEVELS)
    ) control (
        .aclk                  (aclk),
        .aresetn               (aresetn),
        .act_valid             (act_valid),
        .act_take              (act_take),
        .wgt_valid             (wgt_valid),
        .wgt_take              (wgt_take),
        .pass_ends_step        (wgt[WGT_BEAT-3]),
        .pass_ends_group       (wgt[WGT_BEAT-2]),
        .pass_ends_reduction   (wgt[WGT_BEAT-1]),
        .pass_ends_run         (wgt_last),
        .advance               (advance),
        .first_pass            (first_pass),
        .rows_take             (rows_take),
        .rows_add              (rows_add),
        .rows_open             (rows_open),
        .sums_take             (sums_take),
        .sums_open             (sums_open),
        .drain_ready           (drain_ready),
        .drain_load            (drain_load),
        .group_opens_reduction (group_opens_reduction),
        .group_ends_reduction  (group_ends_reduction),
        .group_ends_run        (group_ends_run)
    );

    scale_control #(
        .BATCHES (BATCHES)
    ) scaling (
        .aclk          (aclk),
        .aresetn       (aresetn),
        .load          (drain_load),
        .load_opens    (group_opens_reduction),
        .load_ends     (group_ends_reduction),
        .load_ends_run (group_ends_run),
        .ready         (drain_ready),
        .scl_valid     (scl_valid),
        .scl_take      (scl_take),
        .move          (scale_move),
        .add           (add),
        .add_opens     (add_opens),
        .m_valid       (out_valid),
        .m_last        (out_last),
        .m_ready       (out_ready)
    );

    genvar token, column, place, lane, i;

    // The bit below each slice, which Booth digits overlap with: the highest of the pass before it.

    wire [COLUMNS*DEPTH-1:0] below;

    generate
        if (BOOTH == 1 && PASSES > 1) begin : overlap
            reg [COLUMNS*DEPTH-1:0] highest;

            for (place = 0; place < COLUMNS*DEPTH; place = place + 1) begin : weights
                always @(posedge aclk) begin
                    if (wgt_take)
                        highest[place] <= wgt[place*SLICE + SLICE-1];
                end
            end

            assign below = first_pass ? {(COLUMNS*DEPTH){1'b0}} : highest;
        end else begin : no_overlap
            assign below = {(COLUMNS*DEPTH){1'b0}};
        end
    endgenerate

    // Tokens

    wire [OUT_BEAT-1:0] sums;

    generate
        for (token = 0; token < TOKENS; token = token + 1) begin : tokens
            wire [DEPTH*WIDTH-1:0] shifted;

            for (place = 0; place < DEPTH; place = place + 1) begin : activations
                shifted_activation #(
                    .ACT_BITS (ACT_BITS),
                    .SLICE    (SLICE),
                    .PASSES   (PASSES)
                ) of_token (
                    .aclk       (aclk),
                    .take       (wgt_take),
                    .first_pass (first_pass),
                    .activation (act[(token*DEPTH + place)*ACT_BITS +: ACT_BITS]),
                    .shifted    (shifted[place*WIDTH +: WIDTH])
                );
            end

            wire [COLUMNS*SUM_BITS-1:0] totals;

            for (column = 0; column < COLUMNS; column = column + 1) begin : columns
                wire [DEPTH*PROD_BITS-1:0] products;
                wire [TREE_BITS-1:0]       product_sum;

                for (place = 0; place < DEPTH; place = place + 1) begin : pes
                    wire [TERMS*TERM_BITS-1:0] terms;

                    shifted_terms #(
                        .BOOTH (BOOTH),
                        .TERMS (TERMS),
                        .WIDTH (WIDTH),
                        .BITS  (TERM_BITS)
                    ) of_product (
                        .aclk       (aclk),
                        .advance    (advance),
                        .activation (shifted[place*WIDTH +: WIDTH]),
                        .slice      (wgt[(column*DEPTH + place)*SLICE +: SLICE]),
                        .below      (below[column*DEPTH + place]),
                        .terms      (terms)
                    );

                    pipelined_sum #(
                        .COUNT    (TERMS),
                        .STEP     (1 + BOOTH),
                        .BITS     (TERM_BITS),
                        .SUM_BITS (PROD_BITS)
                    ) product (
                        .aclk    (aclk),
                        .advance (advance),
                        .values  (terms),
                        .sum     (products[place*PROD_BITS +: PROD_BITS])
                    );
                end

                pipelined_sum #(
                    .COUNT    (DEPTH),
                    .BITS     (PROD_BITS),
                    .SUM_BITS (TREE_BITS)
                ) tree (
                    .aclk    (aclk),
                    .advance (advance),
                    .values  (products),
                    .sum     (product_sum)
                );

                /* verilator lint_off PINCONNECTEMPTY */
                group_sum #(
                    .BITS     (TREE_BITS),
                    .SUM_BITS (SUM_BITS)
                ) of_products (
                    .aclk  (aclk),
                    .take  (sums_take),
                    .adds  (1'b1),
                    .opens (sums_open),
                    .value (product_sum),
                    .total (totals[column*SUM_BITS +: SUM_BITS]),
                    .sum   ()
                );
                /* verilator lint_on PINCONNECTEMPTY */
            end

            // The sum of the activations keeps pace with those of the products: it is done a stage and the levels of the terms earlier.

            wire [ROW_BITS-1:0] row;

            if (BOOTH == 1) begin : no_zero_points
                assign row = {ROW_BITS{1'b0}};
            end else begin : zero_points
                wire [ACT_BITS+ROW_LEVELS-1:0]       row_tree;
                wire [(TERM_LEVELS+1)*ROW_BITS-1:0]  delayed;

                pipelined_sum #(
                    .COUNT    (DEPTH),
                    .BITS     (ACT_BITS),
                    .SUM_BITS (ACT_BITS + ROW_LEVELS)
                ) tree (
                    .aclk    (aclk),
                    .advance (advance),
                    .values  (act[token*DEPTH*ACT_BITS +: DEPTH*ACT_BITS]),
                    .sum     (row_tree)
                );

                /* verilator lint_off PINCONNECTEMPTY */
                group_sum #(
                    .BITS     (ACT_BITS + ROW_LEVELS),
                    .SUM_BITS (ROW_BITS)
                ) of_activations (
                    .aclk  (aclk),
                    .take  (rows_take),
                    .adds  (rows_add),
                    .opens (rows_open),
                    .value (row_tree),
                    .total (),
                    .sum   (delayed[ROW_BITS-1:0])
                );
                /* verilator lint_on PINCONNECTEMPTY */

                for (i = 1; i <= TERM_LEVELS; i = i + 1) begin : delays
                    reg [ROW_BITS-1:0] held;

                    assign delayed[i*ROW_BITS +: ROW_BITS] = held;

                    always @(posedge aclk) begin
                        if (advance)
                            held <= delayed[(i-1)*ROW_BITS +: ROW_BITS];
                    end
                end

                assign row = delayed[TERM_LEVELS*ROW_BITS +: ROW_BITS];
            end

            wire [SCALERS*SUM_BITS-1:0] drained;
            wire [ROW_BITS-1:0]         drained_row;
            wire [SCALERS*SCALED-1:0]   scaled;

            token_drain #(
                .COLUMNS  (COLUMNS),
                .LANES    (SCALERS),
                .BITS     (SUM_BITS),
                .ROW_BITS (ROW_BITS)
            ) drain (
                .aclk      (aclk),
                .load      (drain_load),
                .next      (scl_take),
                .load_sums (totals),
                .load_row  (row),
                .sums      (drained),
                .row       (drained_row)
            );

            for (lane = 0; lane < SCALERS; lane = lane + 1) begin : scalers
                wire [(BOOTH == 1 ? 1 : WGT_BITS)-1:0] zero;

                if (BOOTH == 1) begin : symmetric
                    assign zero = 1'b0;
                end else begin : asymmetric
                    assign zero = scl[SCALERS*SCALE_BITS + lane*WGT_BITS +: WGT_BITS];
                end

                group_scaler #(
                    .SUM_BITS    (SUM_BITS),
                    .ROW_BITS    (ROW_BITS),
                    .ZERO_BITS   (ZERO_BITS),
                    .SCALE_BITS  (SCALE_BITS),
                    .SCALED_BITS (SCALED)
                ) scaler (
                    .aclk   (aclk),
                    .move   (scale_move),
                    .sum    (drained[lane*SUM_BITS +: SUM_BITS]),
                    .row    (drained_row),
                    .zero   (zero),
                    .scale  (scl[lane*SCALE_BITS +: SCALE_BITS]),
                    .scaled (scaled[lane*SCALED +: SCALED])
                );
            end

            output_sums #(
                .LANES    (SCALERS),
                .BATCHES  (BATCHES),
                .BITS     (SCALED),
                .SUM_BITS (ACC_BITS)
            ) outputs (
                .aclk   (aclk),
                .add    (scale_move && add),
                .opens  (add_opens),
                .scaled (scaled),
                .sums   (sums[token*SCALERS*ACC_BITS +: SCALERS*ACC_BITS])
            );
        end
    endgenerate

    // Output

    wire [OUT_BEAT-1:0] out;

    archsim_skid #(
        .WIDTH (OUT_BEAT + 1)
    ) out_output (
        .aclk    (aclk),
        .aresetn (aresetn),
        .s_data  ({out_last, sums}),
        .s_valid (out_valid),
        .s_ready (out_ready),
        .m_data  ({m_axis_out_tlast, out}),
        .m_valid (m_axis_out_tvalid),
        .m_ready (m_axis_out_tready)
    );

    generate
        if (OUT_BEAT % 8 == 0) begin : whole_bytes
            assign m_axis_out_tdata = out;
        end else begin : padded
            assign m_axis_out_tdata = {{(8 - OUT_BEAT % 8){1'b0}}, out};
        end
    endgenerate

endmodule

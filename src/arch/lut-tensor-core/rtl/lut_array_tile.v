// An array of look-up tables, output stationary (LUT Tensor Core, ISCA 2025, in integers):
//
//   y[row][feature] = sum over k of activation[row][k] * weight[feature][k]
//
//   M tables of K activations, N codes of K weight bits, M x N units that look one up in the other: M N K one-bit products a cycle. Weights of W
//   planes take W cycles, whatever W from 1 to PLANES is: every group of every run says where its planes end.
//
// Streams (AXI4-Stream handshake; fields from the lowest bit, padded to whole bytes):
//   s_axis_act   a group: K activations for each row, two's complement, row 0 first
//   s_axis_wgt   a plane of a group, lowest plane first: the stored code of each feature (feature 0 lowest), ends_group, ends_reduction
//                (a reduction that ends ends its group). A code has the bit of the sign element, 1 for a weight bit of 1, and the other bits,
//                inverted where that is 1 (Eq. 6), of the weight plus 2^(W-1)
//   m_axis_out   after each reduction N beats, feature 0 first: the sum of each row, SUM_BITS of two's complement, row 0 first
//   tlast of the weights marks the last plane of a run, which ends a reduction; tlast of the output its last feature. That of the activations
//   says nothing more.
//
// From the edge that takes a plane, its sums are complete 4 edges later: input 1, table 1, look-up 1, addition 1.
module lut_array_tile #(
    parameter M         = 2,     // rows at once, at least 1
    parameter N         = 64,    // features at once, at least 1
    parameter K         = 4,     // activations that share a table, 2 to 6
    parameter ACT_BITS  = 8,     // width of an activation, 2 to 16
    parameter PLANES    = 4,     // planes of the widest weights, 1 to 8
    parameter SUM_BITS  = 32,    // width of a result, which wraps; ACT_BITS + ceil(log2 K) + PLANES - 1 to 48
    parameter SIGN_LAST = 0      // sign element of a group: 0 its first, sign in the lowest bit of a code; 1 its last, sign in the highest
) (
    input  wire                               aclk,
    input  wire                               aresetn,           // synchronous, active low
    /* verilator lint_off UNUSEDSIGNAL */                        // padding, and the tlast that says nothing
    input  wire [8*((M*K*ACT_BITS+7)/8)-1:0]  s_axis_act_tdata,
    /* verilator lint_on UNUSEDSIGNAL */
    input  wire                               s_axis_act_tvalid,
    output wire                               s_axis_act_tready,
    /* verilator lint_off UNUSEDSIGNAL */
    input  wire                               s_axis_act_tlast,
    input  wire [8*((N*K+2+7)/8)-1:0]         s_axis_wgt_tdata,
    /* verilator lint_on UNUSEDSIGNAL */
    input  wire                               s_axis_wgt_tvalid,
    output wire                               s_axis_wgt_tready,
    input  wire                               s_axis_wgt_tlast,
    output wire [8*((M*SUM_BITS+7)/8)-1:0]    m_axis_out_tdata,
    output wire                               m_axis_out_tvalid,
    input  wire                               m_axis_out_tready,
    output wire                               m_axis_out_tlast
);

    localparam ENTRY_BITS = ACT_BITS + (K == 2 ? 1 : K <= 4 ? 2 : 3);    // ceil(log2 K) more

    generate
        if (M < 1) begin : check_m
            ARCHSIM_ILLEGAL_PARAMETER_M illegal ();
        end
        if (N < 1) begin : check_n
            ARCHSIM_ILLEGAL_PARAMETER_N illegal ();
        end
        if (K < 2 || K > 6) begin : check_k
            ARCHSIM_ILLEGAL_PARAMETER_K illegal ();
        end
        if (ACT_BITS < 2 || ACT_BITS > 16) begin : check_act_bits
            ARCHSIM_ILLEGAL_PARAMETER_ACT_BITS illegal ();
        end
        if (PLANES < 1 || PLANES > 8) begin : check_planes
            ARCHSIM_ILLEGAL_PARAMETER_PLANES illegal ();
        end
        if (SUM_BITS < ENTRY_BITS + PLANES - 1 || SUM_BITS > 48) begin : check_sum_bits
            ARCHSIM_ILLEGAL_PARAMETER_SUM_BITS illegal ();
        end
        if (SIGN_LAST != 0 && SIGN_LAST != 1) begin : check_sign_last
            ARCHSIM_ILLEGAL_PARAMETER_SIGN_LAST illegal ();
        end
    endgenerate

    localparam ENTRIES  = 1 << (K - 1);
    localparam WIDTH    = ENTRY_BITS + PLANES - 1;    // of an entry times 2^plane
    localparam TWICE    = SUM_BITS + 1;               // of a sum over the odd weights 2 w + 1
    localparam ACT_BEAT = M * K * ACT_BITS;
    localparam WGT_BEAT = N * K + 2;
    localparam OUT_BEAT = M * SUM_BITS;
    localparam SIGN     = SIGN_LAST == 1 ? K - 1 : 0;
    localparam INDEX    = SIGN_LAST == 1 ? 0 : 1;

    // Inputs

    wire [ACT_BEAT-1:0] act;
    wire                act_valid;
    wire                act_take;
    wire [WGT_BEAT-1:0] wgt;
    wire                wgt_last;
    wire                wgt_valid;
    wire                wgt_take;

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

    // Control

    wire advance;
    wire first_plane;
    wire accumulate;
    wire opens_group;
    wire opens_reduction;
    wire drain_ready;
    wire drain_load;
    wire drain_ends_run;

    plane_control control (
        .aclk                 (aclk),
        .aresetn              (aresetn),
        .act_valid            (act_valid),
        .act_take             (act_take),
        .wgt_valid            (wgt_valid),
        .wgt_take             (wgt_take),
        .plane_ends_group     (wgt[N*K]),
        .plane_ends_reduction (wgt[N*K+1]),
        .plane_ends_run       (wgt_last),
        .advance              (advance),
        .first_plane          (first_plane),
        .accumulate           (accumulate),
        .opens_group          (opens_group),
        .opens_reduction      (opens_reduction),
        .drain_ready          (drain_ready),
        .drain_load           (drain_load),
        .drain_ends_run       (drain_ends_run)
    );

    genvar row, feature;

    // Codes, and in the stage after them the signs alone. A sign of 0 negates: tables add the sign element, and its weight bit is -1.

    reg  [N*K-1:0] codes;
    reg  [N-1:0]   negated;
    wire [N-1:0]  negate;

    always @(posedge aclk) begin
        if (advance) begin
            codes   <= wgt[N*K-1:0];
            negated <= negate;
        end
    end

    generate
        for (feature = 0; feature < N; feature = feature + 1) begin : signs
            assign negate[feature] = !codes[feature*K + SIGN];
        end
    endgenerate

    // Rows: a table and the sum of the activations

    wire [M*N*TWICE-1:0] sums;
    wire [M*TWICE-1:0]   row_sums;

    generate
        for (row = 0; row < M; row = row + 1) begin : rows
            wire [K*ACT_BITS-1:0]      given = act[row*K*ACT_BITS +: K*ACT_BITS];
            wire [K*ACT_BITS-1:0]      sign_first;
            wire [ENTRIES*WIDTH-1:0]   entries;

            if (SIGN_LAST == 1) begin : sign_last
                assign sign_first = {given[(K-1)*ACT_BITS-1:0], given[(K-1)*ACT_BITS +: ACT_BITS]};
            end else begin : as_given
                assign sign_first = given;
            end

            plane_table #(
                .K          (K),
                .ACT_BITS   (ACT_BITS),
                .ENTRY_BITS (ENTRY_BITS),
                .PLANES     (PLANES)
            ) lut (
                .aclk        (aclk),
                .take        (wgt_take),
                .first_plane (first_plane),
                .activations (sign_first),
                .entries     (entries)
            );

            row_sum #(
                .ENTRY_BITS (ENTRY_BITS),
                .SUM_BITS   (TWICE)
            ) of_activations (
                .aclk       (aclk),
                .advance    (advance),
                .entry      (entries[ENTRY_BITS-1:0]),
                .accumulate (opens_group),
                .opens      (opens_reduction),
                .sum        (row_sums[row*TWICE +: TWICE])
            );

            for (feature = 0; feature < N; feature = feature + 1) begin : features
                lookup_unit #(
                    .K        (K),
                    .WIDTH    (WIDTH),
                    .SUM_BITS (TWICE)
                ) unit (
                    .aclk       (aclk),
                    .advance    (advance),
                    .entries    (entries),
                    .index      (codes[feature*K + INDEX +: K-1]),
                    .negate     (negate[feature]),
                    .negated    (negated[feature]),
                    .accumulate (accumulate),
                    .opens      (opens_reduction),
                    .sum        (sums[(feature*M + row)*TWICE +: TWICE])
                );
            end
        end
    endgenerate

    // Output

    wire [OUT_BEAT-1:0] drained;
    wire                out_last;
    wire                out_valid;
    wire                out_ready;

    sum_drain #(
        .M    (M),
        .N    (N),
        .BITS (TWICE)
    ) drain (
        .aclk      (aclk),
        .aresetn   (aresetn),
        .load      (drain_load),
        .load_last (drain_ends_run),
        .load_sums (sums),
        .load_rows (row_sums),
        .ready     (drain_ready),
        .m_data    (drained),
        .m_last    (out_last),
        .m_valid   (out_valid),
        .m_ready   (out_ready)
    );

    wire [OUT_BEAT-1:0] out;

    archsim_skid #(
        .WIDTH (OUT_BEAT + 1)
    ) out_output (
        .aclk    (aclk),
        .aresetn (aresetn),
        .s_data  ({out_last, drained}),
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

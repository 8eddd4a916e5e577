// A tile of FlightLLM's configurable sparse DSP chain: COLUMNS output features of two tokens that share every weight.
//
//   out[c][t] = saturate8(round(2^-SHIFT * sum over scale groups g of scale[c][g] * sum over beats b of g and slots s of
//                               act[b][t][window s/N][place] * weight[b][c][s]))
//
// where place is index[b][c][s] if N < M, else s mod N, and round goes to the nearest whole number, of two to the even one.
//
// A beat of `act` and a beat of `wgt` are taken together, one pair a cycle. A beat of `wgt` says whether it is the last of its scale group, and
// whether it is the last of its reduction; both have any number of beats. Each reduction makes one beat of `out`. The last beats of a run have
// tlast, which ends a group and a reduction whatever the flags say, and the next run may follow at once.
//
// Parts of a beat, the first in the lowest bits, zeros in the rest of the last byte:
//   act  DEPTH/N windows of M activations of token 0, then of token 1: 8 bits each, signed
//   wgt  for each column DEPTH weights: 8 bits each, signed
//        for each column DEPTH indices: log2(M) bits each; none if N = M
//        for each column a scale: 16 bits, unsigned; it counts in the last beat of a group
//        last of its group: 1 bit; last of its reduction: 1 bit
//   out  for each column the results of token 0 and of token 1: 8 bits each, signed
//
// The receiver can take a result min(CHAIN, DEPTH) + ceil(log2(ceil(DEPTH / CHAIN))) + 13 cycles after the last beat of its reduction was taken.
// When it waits, the ready of the output's skid buffer, which is a register, stops all stages at once.
//
// DSP48E2 blocks: COLUMNS * (DEPTH + 2). Source: FlightLLM (Zeng et al., FPGA 2024), section 3.2.1.
module dsp_chain_tile #(
    parameter DEPTH      = 16,   // multipliers along the reduction for each column, a multiple of N
    parameter COLUMNS    = 2,    // output features
    parameter CHAIN      = 8,    // multipliers in a DSP group, whose sums are made by one cascade
    parameter N          = 8,    // slots of a window: weights that are kept of M; a power of two
    parameter M          = 16,   // activations of a window; a power of two, N or more; dense where it is N
    parameter WEIGHT_MIN = -128, // lowest weight that occurs: -128 or -127. With -127, 8 products need no overflow adjust unit
    parameter GROUP_BITS = 27,   // bits of the sum of a scale group, from those of the sum of a beat up to 27
    parameter SHIFT      = 24    // the result is in units of 2^SHIFT, 0 to 47
) (
    aclk, aresetn,
    s_axis_act_tdata, s_axis_act_tvalid, s_axis_act_tready, s_axis_act_tlast,
    s_axis_wgt_tdata, s_axis_wgt_tvalid, s_axis_wgt_tready, s_axis_wgt_tlast,
    m_axis_out_tdata, m_axis_out_tvalid, m_axis_out_tready, m_axis_out_tlast
);

    // Least b with 2^b >= n.
    function integer log2_up;
        input integer n;
        begin
            log2_up = 0;
            while ((1 << log2_up) < n)
                log2_up = log2_up + 1;
        end
    endfunction

    // Bits beyond 18 that a signed lane needs for the sums of so many products; the largest product is that of the lowest numbers.
    function integer bits_beyond_lane;
        input integer products;
        begin
            bits_beyond_lane = 0;
            while (bits_beyond_lane < 9 && (131072 << bits_beyond_lane) - 1 < products * 128 * -WEIGHT_MIN)
                bits_beyond_lane = bits_beyond_lane + 1;
        end
    endfunction

    localparam LENGTH      = (CHAIN < DEPTH) ? CHAIN : DEPTH;
    localparam LEVELS      = log2_up((DEPTH + LENGTH - 1) / LENGTH);
    localparam CANARY_BITS = bits_beyond_lane(LENGTH);
    localparam SUM_BITS    = 18 + CANARY_BITS + LEVELS;
    localparam SUM_CYCLES  = 1 + LENGTH + 4 + LEVELS;
    localparam INDEX_BITS  = (N < M) ? log2_up(M) : 0;

    localparam TOKEN_BITS  = DEPTH / N * M * 8;
    localparam ACT_BITS    = 2 * TOKEN_BITS;
    localparam INDEX_AT    = COLUMNS * DEPTH * 8;
    localparam SCALE_AT    = INDEX_AT + COLUMNS * DEPTH * INDEX_BITS;
    localparam FLAGS_AT    = SCALE_AT + COLUMNS * 16;
    localparam WGT_BITS    = FLAGS_AT + 2;
    localparam WGT_BEAT    = (WGT_BITS + 7) / 8 * 8;
    localparam OUT_BITS    = COLUMNS * 2 * 8;

    input  wire                aclk;
    input  wire                aresetn;

    input  wire [ACT_BITS-1:0] s_axis_act_tdata;
    input  wire                s_axis_act_tvalid;
    output wire                s_axis_act_tready;
    input  wire                s_axis_act_tlast;

    input  wire [WGT_BEAT-1:0] s_axis_wgt_tdata;
    input  wire                s_axis_wgt_tvalid;
    output wire                s_axis_wgt_tready;
    input  wire                s_axis_wgt_tlast;

    output wire [OUT_BITS-1:0] m_axis_out_tdata;
    output wire                m_axis_out_tvalid;
    input  wire                m_axis_out_tready;
    output wire                m_axis_out_tlast;

    generate
        if (DEPTH < 1 || COLUMNS < 1 || CHAIN < 1) begin : illegal_size
            ARCHSIM_ILLEGAL_PARAMETER_DEPTH_COLUMNS_OR_CHAIN illegal();
        end
        if (N < 1 || M < N || (N & (N - 1)) != 0 || (M & (M - 1)) != 0 || DEPTH % N != 0) begin : illegal_sparsity
            ARCHSIM_ILLEGAL_PARAMETER_N_OR_M illegal();
        end
        if (WEIGHT_MIN != -128 && WEIGHT_MIN != -127) begin : illegal_weight
            ARCHSIM_ILLEGAL_PARAMETER_WEIGHT_MIN illegal();
        end
        if (CANARY_BITS > 8) begin : illegal_chain
            ARCHSIM_ILLEGAL_PARAMETER_CHAIN illegal();
        end
        if (GROUP_BITS < SUM_BITS || GROUP_BITS > 27) begin : illegal_group
            ARCHSIM_ILLEGAL_PARAMETER_GROUP_BITS illegal();
        end
        if (SHIFT < 0 || SHIFT > 47) begin : illegal_shift
            ARCHSIM_ILLEGAL_PARAMETER_SHIFT illegal();
        end
    endgenerate

    wire [ACT_BITS-1:0] act;
    wire                act_last;
    wire                act_valid;
    wire [WGT_BITS-1:0] wgt;
    wire                wgt_last;
    wire                wgt_valid;
    wire [OUT_BITS-1:0] result;
    wire                result_last;
    wire                result_valid;
    wire                enable;

    // A pair of beats is taken where both are there, and stages move.
    wire take           = act_valid && wgt_valid;
    wire ends_run       = act_last || wgt_last;
    wire ends_reduction = ends_run || wgt[FLAGS_AT+1];
    wire ends_group     = ends_reduction || wgt[FLAGS_AT];

    archsim_skid #(.WIDTH(ACT_BITS + 1)) act_skid (
        .aclk(aclk), .aresetn(aresetn),
        .s_data({s_axis_act_tlast, s_axis_act_tdata}), .s_valid(s_axis_act_tvalid), .s_ready(s_axis_act_tready),
        .m_data({act_last, act}), .m_valid(act_valid), .m_ready(enable && wgt_valid)
    );
    archsim_skid #(.WIDTH(WGT_BITS + 1)) wgt_skid (
        .aclk(aclk), .aresetn(aresetn),
        .s_data({s_axis_wgt_tlast, s_axis_wgt_tdata[WGT_BITS-1:0]}), .s_valid(s_axis_wgt_tvalid), .s_ready(s_axis_wgt_tready),
        .m_data({wgt_last, wgt}), .m_valid(wgt_valid), .m_ready(enable && act_valid)
    );
    archsim_skid #(.WIDTH(OUT_BITS + 1)) out_skid (
        .aclk(aclk), .aresetn(aresetn),
        .s_data({result_last, result}), .s_valid(result_valid), .s_ready(enable),
        .m_data({m_axis_out_tlast, m_axis_out_tdata}), .m_valid(m_axis_out_tvalid), .m_ready(m_axis_out_tready)
    );

    generate
        if (WGT_BEAT > WGT_BITS) begin : padding
            wire unused_padding = &{1'b0, s_axis_wgt_tdata[WGT_BEAT-1:WGT_BITS]};
        end
    endgenerate

    wire add_beat;
    wire restart_group;
    wire add_group;
    wire restart_reduction;

    chain_sequencer #(.SUM_CYCLES(SUM_CYCLES)) sequencer (
        .aclk(aclk), .aresetn(aresetn), .enable(enable),
        .take(take), .ends_group(ends_group), .ends_reduction(ends_reduction), .ends_run(ends_run),
        .add_beat(add_beat), .restart_group(restart_group), .add_group(add_group), .restart_reduction(restart_reduction),
        .result_valid(result_valid), .result_last(result_last)
    );

    genvar c;
    generate
        for (c = 0; c < COLUMNS; c = c + 1) begin : column
            wire [DEPTH*INDEX_BITS:0] indices;

            if (INDEX_BITS == 0) begin : dense
                assign indices = 1'b0;
            end else begin : sparse
                assign indices = {1'b0, wgt[INDEX_AT + c*DEPTH*INDEX_BITS +: DEPTH*INDEX_BITS]};
            end

            dsp_column #(
                .DEPTH(DEPTH), .N(N), .M(M), .INDEX_BITS(INDEX_BITS), .CHAIN(LENGTH), .CANARY_BITS(CANARY_BITS),
                .LEVELS(LEVELS), .GROUP_BITS(GROUP_BITS), .SHIFT(SHIFT)
            ) feature (
                .aclk(aclk), .enable(enable),
                .windows0(act[TOKEN_BITS-1:0]), .windows1(act[ACT_BITS-1:TOKEN_BITS]),
                .weights(wgt[c*DEPTH*8 +: DEPTH*8]), .indices(indices), .scale(wgt[SCALE_AT + c*16 +: 16]),
                .add_beat(add_beat), .restart_group(restart_group), .add_group(add_group), .restart_reduction(restart_reduction),
                .result0(result[c*16 +: 8]), .result1(result[c*16 + 8 +: 8])
            );
        end
    endgenerate

endmodule

// A core of ternary weights, output stationary (table look-up, Geens et al., ISPASS 2026; MU = 1 is the core that adds or subtracts):
//
//   y[output] = sum over k of activation[k] * weight[output][k]        weights -1, 0, +1
//
//   TABLES tables of MU activations, each read READS times a cycle: TABLES x MU x READS weights a cycle, a tile of the matrix.
//
// Streams (AXI4-Stream handshake; fields from the lowest bit, padded to whole bytes):
//   s_axis_act   a tile: TABLES x MU activations, two's complement, the first lowest
//   s_axis_wgt   a tile: the weights of READS outputs, output 0 lowest, and `ends`: the tile is the last of its reduction
//                FORMAT 0: a key {sign, index} for each table; 1: TL1, four bits for a pair; 2: TL2, five for three; 3: base 3, eight for five
//   m_axis_out   after each reduction one beat: READS sums, SUM_BITS of two's complement, output 0 lowest
//   tlast of the weights marks the last tile of a run, which ends a reduction; tlast of the output its last beat. That of the activations says
//   nothing more.
//
// From the edge that takes a tile, its sums are complete 4 + ceil(log2 MU) + ceil(log2 TABLES) edges later: activations 1, table ceil(log2 MU),
// read 1, sum of reads ceil(log2 TABLES), accumulator 1, output 1.
module ternary_tile #(
    parameter MU       = 3,      // activations that share a table, 1 to 5
    parameter TABLES   = 4,      // tables read at once, 1 to 4096
    parameter READS    = 8,      // reads of a table at once: outputs, at least 1
    parameter ACT_BITS = 8,      // width of an activation, 2 to 16
    parameter SUM_BITS = 32,     // width of a result, which wraps; more than a sum of reads has, to 48
    parameter FORMAT   = 0       // of stored weights: 0 keys, 1 TL1, 2 TL2, 3 base 3
) (
    input  wire                                      aclk,
    input  wire                                      aresetn,             // synchronous, active low
    /* verilator lint_off UNUSEDSIGNAL */                                 // padding, and the tlast that says nothing
    input  wire [8*((TABLES*MU*ACT_BITS+7)/8)-1:0]   s_axis_act_tdata,
    /* verilator lint_on UNUSEDSIGNAL */
    input  wire                                      s_axis_act_tvalid,
    output wire                                      s_axis_act_tready,
    /* verilator lint_off UNUSEDSIGNAL */
    input  wire                                      s_axis_act_tlast,
    input  wire [8*((READS*(FORMAT == 1 ? 4*((TABLES*MU+1)/2) : FORMAT == 2 ? 5*((TABLES*MU+2)/3) : FORMAT == 3 ? 8*((TABLES*MU+4)/5)
                     : TABLES*(MU==1?2:MU==2?4:MU==3?5:MU==4?7:8))+1+7)/8)-1:0] s_axis_wgt_tdata,
    /* verilator lint_on UNUSEDSIGNAL */
    input  wire                                      s_axis_wgt_tvalid,
    output wire                                      s_axis_wgt_tready,
    input  wire                                      s_axis_wgt_tlast,
    output wire [8*((READS*SUM_BITS+7)/8)-1:0]       m_axis_out_tdata,
    output wire                                      m_axis_out_tvalid,
    input  wire                                      m_axis_out_tready,
    output wire                                      m_axis_out_tlast
);

    function integer log2_up;
        input integer number;
        begin
            log2_up = 0;
            while ((1 << log2_up) < number)
                log2_up = log2_up + 1;
        end
    endfunction

    localparam BUILD      = log2_up(MU);
    localparam REDUCE     = log2_up(TABLES);
    localparam ENTRIES    = MU == 1 ? 1 : MU == 2 ? 4 : MU == 3 ? 13 : MU == 4 ? 40 : 121;    // (3^MU - 1) / 2
    localparam KEY        = MU == 1 ? 2 : MU == 2 ? 4 : MU == 3 ? 5 : MU == 4 ? 7 : 8;        // ceil(log2(ENTRIES + 1)) + 1
    localparam ENTRY_BITS = ACT_BITS + BUILD;
    localparam TERM_BITS  = ENTRY_BITS + REDUCE;
    localparam CODE_BITS  = FORMAT == 1 ? 4*((TABLES*MU+1)/2) : FORMAT == 2 ? 5*((TABLES*MU+2)/3) : FORMAT == 3 ? 8*((TABLES*MU+4)/5) : TABLES*KEY;
    localparam ACT_BEAT   = TABLES * MU * ACT_BITS;
    localparam WGT_BEAT   = READS * CODE_BITS + 1;
    localparam OUT_BEAT   = READS * SUM_BITS;

    generate
        if (MU < 1 || MU > 5) begin : check_mu
            ARCHSIM_ILLEGAL_PARAMETER_MU illegal ();
        end
        if (TABLES < 1 || TABLES > 4096) begin : check_tables
            ARCHSIM_ILLEGAL_PARAMETER_TABLES illegal ();
        end
        if (READS < 1) begin : check_reads
            ARCHSIM_ILLEGAL_PARAMETER_READS illegal ();
        end
        if (ACT_BITS < 2 || ACT_BITS > 16) begin : check_act_bits
            ARCHSIM_ILLEGAL_PARAMETER_ACT_BITS illegal ();
        end
        if (SUM_BITS <= TERM_BITS || SUM_BITS > 48) begin : check_sum_bits
            ARCHSIM_ILLEGAL_PARAMETER_SUM_BITS illegal ();
        end
        if (FORMAT < 0 || FORMAT > 3) begin : check_format
            ARCHSIM_ILLEGAL_PARAMETER_FORMAT illegal ();
        end
    endgenerate

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

    wire front;
    wire back;
    wire accumulate;
    wire opens;
    wire out_valid;
    wire out_last;
    wire out_ready;

    core_control #(
        .BUILD  (BUILD),
        .REDUCE (REDUCE)
    ) control (
        .aclk          (aclk),
        .aresetn       (aresetn),
        .act_valid     (act_valid),
        .act_take      (act_take),
        .wgt_valid     (wgt_valid),
        .wgt_take      (wgt_take),
        .tile_ends     (wgt[WGT_BEAT-1]),
        .tile_ends_run (wgt_last),
        .front         (front),
        .back          (back),
        .accumulate    (accumulate),
        .opens         (opens),
        .out_valid     (out_valid),
        .out_last      (out_last),
        .out_ready     (out_ready)
    );

    genvar t, r;

    // Tables

    wire [TABLES*ENTRIES*ENTRY_BITS-1:0] entries;

    generate
        for (t = 0; t < TABLES; t = t + 1) begin : tables
            trit_table #(
                .MU         (MU),
                .BITS       (ACT_BITS),
                .ENTRY_BITS (ENTRY_BITS)
            ) sums (
                .aclk        (aclk),
                .advance     (front),
                .activations (act[t*MU*ACT_BITS +: MU*ACT_BITS]),
                .entries     (entries[t*ENTRIES*ENTRY_BITS +: ENTRIES*ENTRY_BITS])
            );
        end
    endgenerate

    // Outputs: keys, reads of all tables, their sum, the sum of the reduction

    wire [OUT_BEAT-1:0] results;

    generate
        for (r = 0; r < READS; r = r + 1) begin : outputs
            wire [TABLES*KEY-1:0]        decoded;
            reg  [TABLES*KEY-1:0]        keys;
            wire [TABLES*ENTRY_BITS-1:0] terms;
            wire [TABLES-1:0]            negated;
            wire [TERM_BITS-1:0]         term;
            wire                         carry;

            stored_keys #(
                .MU        (MU),
                .TABLES    (TABLES),
                .FORMAT    (FORMAT),
                .CODE_BITS (CODE_BITS)
            ) decoder (
                .codes (wgt[r*CODE_BITS +: CODE_BITS]),
                .keys  (decoded)
            );

            always @(posedge aclk) begin
                if (front)
                    keys <= decoded;
            end

            for (t = 0; t < TABLES; t = t + 1) begin : reads
                table_read #(
                    .MU         (MU),
                    .ENTRY_BITS (ENTRY_BITS)
                ) read (
                    .aclk    (aclk),
                    .advance (back),
                    .entries (entries[t*ENTRIES*ENTRY_BITS +: ENTRIES*ENTRY_BITS]),
                    .key     (keys[t*KEY +: KEY]),
                    .term    (terms[t*ENTRY_BITS +: ENTRY_BITS]),
                    .negated (negated[t])
                );
            end

            read_tree #(
                .COUNT (TABLES),
                .BITS  (ENTRY_BITS),
                .DEPTH (REDUCE)
            ) reduction (
                .aclk    (aclk),
                .advance (back),
                .terms   (terms),
                .negated (negated),
                .sum     (term),
                .carry   (carry)
            );

            term_sum #(
                .TERM_BITS (TERM_BITS),
                .SUM_BITS  (SUM_BITS)
            ) accumulator (
                .aclk       (aclk),
                .advance    (back),
                .accumulate (accumulate),
                .opens      (opens),
                .term       (term),
                .carry      (carry),
                .sum        (results[r*SUM_BITS +: SUM_BITS])
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
        .s_data  ({out_last, results}),
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

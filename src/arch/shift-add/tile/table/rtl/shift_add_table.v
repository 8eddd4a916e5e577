// Look-up tables of signed sums of eight activations, read by the bits of binary-coded weights and scaled by shifts (ShiftAddLLM):
//
//   y[feature] = sum over tables, planes b and terms t of T[bits] 2^(shift - 1) - (sum over k of activation[k]) / 2 where halves are taken off
//   T[i] = sum over the eight k of a table of (bit k of i ? +activation[k] : -activation[k])
//
//   TABLES tables are read at once, READS times each: eight activations of each, READS features, a plane in ceil(TERMS / SHIFTERS) passes. A set of
//   tables is built, 256 entries each on ADDERS adders, while the last one is read. Sums have a bit more than outputs, for halves.
//
// Streams (AXI4-Stream handshake; fields from the lowest bit, padded to whole bytes):
//   s_axis_act   a set: eight activations for each table, two's complement, table 0 first
//   s_axis_wgt   a plane of a batch of features: eight bits for each table, table 0 first, of each feature, feature 0 first; TERMS shifts for each table,
//                which all features of the batch share; TERMS bits for each table that say which are used; halves (the activations of the set count, asked
//                with the first plane of a set); ends_batch; ends_set; gives (with the last plane of a batch, in the last set of a reduction)
//   m_axis_out   after each batch of the last set of a reduction: ACC_BITS of two's complement for READS features, rounded down
//   tlast of the weights marks the last plane of a run, which ends a reduction; tlast of the output its last beat. That of the activations says nothing more.
module shift_add_table #(
    parameter TABLES     = 2,     // tables read at once, 1 to 256
    parameter READS      = 2,     // features at once, at least 1
    parameter FEATURES   = 8,     // features whose sums are held, a multiple of READS
    parameter TERMS      = 3,     // powers of two in a scale, 1 to 3
    parameter SHIFTERS   = 3,     // of each read, 1 to TERMS
    parameter ADDERS     = 4,     // of each table, a power of two up to 256
    parameter ACT_BITS   = 8,     // width of an activation, 2 to 16
    parameter SHIFT_BITS = 3,     // width of a shift, 1 to 4
    parameter ACC_BITS   = 32     // width of an output, which wraps, ACT_BITS + 4 and at least 9, to 48
) (
    input  wire                                aclk,
    input  wire                                aresetn,           // synchronous, active low
    input  wire [8*TABLES*ACT_BITS-1:0]        s_axis_act_tdata,
    input  wire                                s_axis_act_tvalid,
    output wire                                s_axis_act_tready,
    /* verilator lint_off UNUSEDSIGNAL */                         // padding, and the tlast that says nothing
    input  wire                                s_axis_act_tlast,
    input  wire [8*((TABLES*(8*READS+TERMS*(SHIFT_BITS+1))+4+7)/8)-1:0] s_axis_wgt_tdata,
    /* verilator lint_on UNUSEDSIGNAL */
    input  wire                                s_axis_wgt_tvalid,
    output wire                                s_axis_wgt_tready,
    input  wire                                s_axis_wgt_tlast,
    output wire [8*((READS*ACC_BITS+7)/8)-1:0] m_axis_out_tdata,
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

    localparam SUM_BITS   = ACC_BITS + 1;
    localparam ENTRY_BITS = ACT_BITS + 4;
    localparam PROD_BITS  = least(SUM_BITS, ENTRY_BITS + (1 << SHIFT_BITS) - 1 + levels_of(SHIFTERS));
    localparam TREE_BITS  = least(SUM_BITS, PROD_BITS + levels_of(TABLES));
    localparam ROUNDS     = (TERMS + SHIFTERS - 1) / SHIFTERS;
    localparam DEPTH      = 2 + levels_of(TABLES);                // stages of look-up, shift and tree

    generate
        if (TABLES < 1 || TABLES > 256) begin : check_tables
            ARCHSIM_ILLEGAL_PARAMETER_TABLES illegal ();
        end
        if (READS < 1) begin : check_reads
            ARCHSIM_ILLEGAL_PARAMETER_READS illegal ();
        end
        if (FEATURES < READS || FEATURES % READS != 0) begin : check_features
            ARCHSIM_ILLEGAL_PARAMETER_FEATURES illegal ();
        end
        if (TERMS < 1 || TERMS > 3) begin : check_terms
            ARCHSIM_ILLEGAL_PARAMETER_TERMS illegal ();
        end
        if (SHIFTERS < 1 || SHIFTERS > TERMS) begin : check_shifters
            ARCHSIM_ILLEGAL_PARAMETER_SHIFTERS illegal ();
        end
        if (ADDERS < 1 || ADDERS > 256 || (ADDERS & (ADDERS - 1)) != 0) begin : check_adders
            ARCHSIM_ILLEGAL_PARAMETER_ADDERS illegal ();
        end
        if (ACT_BITS < 2 || ACT_BITS > 16) begin : check_act_bits
            ARCHSIM_ILLEGAL_PARAMETER_ACT_BITS illegal ();
        end
        if (SHIFT_BITS < 1 || SHIFT_BITS > 4) begin : check_shift_bits
            ARCHSIM_ILLEGAL_PARAMETER_SHIFT_BITS illegal ();
        end
        if (ACC_BITS < ENTRY_BITS || ACC_BITS < 9 || ACC_BITS > 48) begin : check_acc_bits
            ARCHSIM_ILLEGAL_PARAMETER_ACC_BITS illegal ();
        end
    endgenerate

    localparam ACT_BEAT = 8*TABLES*ACT_BITS;
    localparam WGT_BEAT = TABLES*(8*READS + TERMS*(SHIFT_BITS + 1)) + 4;
    localparam OUT_BEAT = READS*ACC_BITS;

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
        .s_data  (s_axis_act_tdata),
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

    wire                              gives, ends_set, ends_batch, halves;
    wire [TABLES*TERMS-1:0]           used;
    wire [TABLES*TERMS*SHIFT_BITS-1:0] shifts;
    wire [READS*TABLES*8-1:0]         indices;

    assign {gives, ends_set, ends_batch, halves, used, shifts, indices} = wgt;

    // Control

    wire       build_sums, build_joins, build_rotate, build_write, build_first, built, bank;
    wire [7:0] write_word, read_word;
    wire       tables_ready, set_done, read_bank;

    table_control #(
        .ADDERS (ADDERS)
    ) building (
        .aclk         (aclk),
        .aresetn      (aresetn),
        .act_valid    (act_valid),
        .act_take     (act_take),
        .sums         (build_sums),
        .joins        (build_joins),
        .rotate       (build_rotate),
        .write        (build_write),
        .write_word   (write_word),
        .read_word    (read_word),
        .first_word   (build_first),
        .built        (built),
        .bank         (bank),
        .release_bank (set_done),
        .ready        (tables_ready),
        .read_bank    (read_bank)
    );

    wire       advance, opens_set;
    wire [1:0] round;
    wire       sums_take, sums_open, sums_first, sums_open_set, sums_end, sums_end_set;
    wire       out_valid, out_last, out_ready;

    look_up_control #(
        .ROUNDS (ROUNDS),
        .DEPTH  (DEPTH)
    ) reading (
        .aclk             (aclk),
        .aresetn          (aresetn),
        .tables_ready     (tables_ready),
        .set_done         (set_done),
        .wgt_valid        (wgt_valid),
        .wgt_take         (wgt_take),
        .plane_ends_batch (ends_batch),
        .plane_ends_set   (ends_set),
        .plane_gives      (gives),
        .plane_ends_run   (wgt_last),
        .round            (round),
        .advance          (advance),
        .opens_set        (opens_set),
        .sums_take        (sums_take),
        .sums_open        (sums_open),
        .sums_first       (sums_first),
        .sums_open_set    (sums_open_set),
        .sums_end         (sums_end),
        .sums_end_set     (sums_end_set),
        .m_valid          (out_valid),
        .m_last           (out_last),
        .m_ready          (out_ready)
    );

    // Tables, and the shifts behind them

    wire [TABLES*(ACT_BITS+3)-1:0]     table_sums;
    wire [TABLES*READS*PROD_BITS-1:0]  products;         // of feature 0 first

    genvar i, read;
    generate
        for (i = 0; i < TABLES; i = i + 1) begin : tables
            wire [8*READS-1:0]             looked_up;
            wire [READS*ENTRY_BITS-1:0]    entries;
            wire [SHIFTERS*SHIFT_BITS-1:0] round_shifts;
            wire [SHIFTERS-1:0]            round_used;

            for (read = 0; read < READS; read = read + 1) begin : reads
                assign looked_up[8*read +: 8] = indices[(read*TABLES + i)*8 +: 8];

                shifted_entry #(
                    .TERMS      (SHIFTERS),
                    .BITS       (ENTRY_BITS),
                    .SHIFT_BITS (SHIFT_BITS),
                    .SUM_BITS   (PROD_BITS)
                ) shifted (
                    .aclk    (aclk),
                    .advance (advance),
                    .entry   (entries[read*ENTRY_BITS +: ENTRY_BITS]),
                    .shifts  (round_shifts),
                    .used    (round_used),
                    .product (products[(read*TABLES + i)*PROD_BITS +: PROD_BITS])
                );
            end

            scale_terms #(
                .TERMS      (TERMS),
                .SHIFTERS   (SHIFTERS),
                .SHIFT_BITS (SHIFT_BITS)
            ) scale (
                .aclk       (aclk),
                .advance    (advance),
                .round      (round),
                .all_shifts (shifts[i*TERMS*SHIFT_BITS +: TERMS*SHIFT_BITS]),
                .all_used   (used[i*TERMS +: TERMS]),
                .shifts     (round_shifts),
                .used       (round_used)
            );

            sum_table #(
                .READS    (READS),
                .ADDERS   (ADDERS),
                .ACT_BITS (ACT_BITS)
            ) of_activations (
                .aclk        (aclk),
                .take        (act_take),
                .activations (act[i*8*ACT_BITS +: 8*ACT_BITS]),
                .sums        (build_sums),
                .joins       (build_joins),
                .rotate      (build_rotate),
                .write       (build_write),
                .write_word  (write_word),
                .read_word   (read_word),
                .first_word  (build_first),
                .bank        (bank),
                .sum         (table_sums[i*(ACT_BITS+3) +: ACT_BITS+3]),
                .look_up     (advance),
                .read_bank   (read_bank),
                .indices     (looked_up),
                .entries     (entries)
            );
        end
    endgenerate

    // Sums

    wire [READS*TREE_BITS-1:0] values;
    wire [READS*SUM_BITS-1:0]  sums;
    wire [SUM_BITS-1:0]        total;
    wire [OUT_BEAT-1:0]        results;

    feature_sums #(
        .LANES    (READS),
        .BATCHES  (FEATURES/READS),
        .BITS     (TREE_BITS),
        .SUM_BITS (SUM_BITS)
    ) of_features (
        .aclk     (aclk),
        .aresetn  (aresetn),
        .take     (sums_take),
        .opens    (sums_open),
        .first    (sums_first),
        .ends     (sums_end),
        .ends_set (sums_end_set),
        .values   (values),
        .sums     (sums)
    );

    activation_total #(
        .TABLES   (TABLES),
        .BITS     (ACT_BITS + 3),
        .SUM_BITS (SUM_BITS),
        .DEPTH    (DEPTH)
    ) of_activations (
        .aclk       (aclk),
        .table_sums (table_sums),
        .built      (built),
        .bank       (bank),
        .advance    (advance),
        .read_bank  (read_bank),
        .counts     (opens_set && halves),
        .take       (sums_take),
        .opens      (sums_first && sums_open_set),
        .total      (total)
    );

    generate
        for (read = 0; read < READS; read = read + 1) begin : features
            pipelined_sum #(
                .COUNT    (TABLES),
                .BITS     (PROD_BITS),
                .SUM_BITS (TREE_BITS)
            ) tree (
                .aclk    (aclk),
                .advance (advance),
                .values  (products[read*TABLES*PROD_BITS +: TABLES*PROD_BITS]),
                .sum     (values[read*TREE_BITS +: TREE_BITS])
            );

            /* verilator lint_off UNUSEDSIGNAL */                 // halves
            wire [SUM_BITS-1:0] left = sums[read*SUM_BITS +: SUM_BITS] - total;
            /* verilator lint_on UNUSEDSIGNAL */

            assign results[read*ACC_BITS +: ACC_BITS] = left[SUM_BITS-1:1];
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

// Products with weights that are stored as indices of vectors (VPTQ, AQLM), in integers:
//
//   y[token][output..output + VECTOR) = sum over inputs of activation[token][input] * (C[index] + R[residual index])
//
//   One vector of VECTOR weights is looked up and decoded a cycle: an entry of the main codebook, and one of the residual codebook where there is one,
//   each from a memory of its own, so that no two look-ups meet in a bank. TOKENS x VECTOR multipliers.
//
// Streams (AXI4-Stream handshake; fields from the lowest bit, padded to whole bytes):
//   s_axis_ent   entries of the main codebook, then of the residual one: VECTOR elements of two's complement; ends_book. As many as a run needs
//   s_axis_idx   for each input: main index, residual index, ends_reduction
//   s_axis_act   for each input: the activation of each token, two's complement, token 0 first
//   m_axis_out   after each reduction one beat: VECTOR sums of each token, SUM_BITS of two's complement, token 0 first
//   tlast of the indices marks the last of a run, which ends a reduction: codebooks are read anew after it. tlast of the output is its last beat. That
//   of entries and activations says nothing more.
//
// From the edge that issues a look-up, its products are in the sums 4 edges later: entry 1, weight 1, product 1, addition 1.
module codebook_tile #(
    parameter TOKENS     = 1,     // tokens, at least 1
    parameter VECTOR     = 8,     // weights of a vector, at least 1
    parameter MAIN       = 256,   // entries of the main codebook, a power of two from 2 to 65536
    parameter REST       = 0,     // of the residual one, 0 for none
    parameter ENTRY_BITS = 4,     // width of an element of an entry, 2 to 16
    parameter ACT_BITS   = 8,     // width of an activation, 2 to 16; of a product with a weight at least 9
    parameter SUM_BITS   = 32,    // width of a sum, which wraps: that of a product to 48
    parameter BLOCK      = 1      // codebooks in 0 LUTs, 1 block RAM
) (
    aclk, aresetn, s_axis_ent_tdata, s_axis_ent_tvalid, s_axis_ent_tready, s_axis_ent_tlast, s_axis_idx_tdata, s_axis_idx_tvalid, s_axis_idx_tready,
    s_axis_idx_tlast, s_axis_act_tdata, s_axis_act_tvalid, s_axis_act_tready, s_axis_act_tlast, m_axis_out_tdata, m_axis_out_tvalid, m_axis_out_tready,
    m_axis_out_tlast
);

    function integer log2;
        input integer number;
        begin
            log2 = 0;
            while ((1 << log2) < number)
                log2 = log2 + 1;
        end
    endfunction

    localparam MAIN_BITS   = log2(MAIN);
    localparam REST_BITS   = REST == 0 ? 0 : log2(REST);
    localparam ADDRESS     = MAIN_BITS > REST_BITS ? MAIN_BITS : REST_BITS;
    localparam TWO_BOOKS   = REST == 0 ? 0 : 1;
    localparam WIDTH       = VECTOR*ENTRY_BITS;
    localparam WEIGHT_BITS = ENTRY_BITS + TWO_BOOKS;
    localparam ENT_BEAT    = WIDTH + 1;
    localparam IDX_BEAT    = MAIN_BITS + REST_BITS + 1;
    localparam ACT_BEAT    = TOKENS*ACT_BITS;
    localparam OUT_BEAT    = TOKENS*VECTOR*SUM_BITS;

    input  wire                          aclk;
    input  wire                          aresetn;           // synchronous, active low
    /* verilator lint_off UNUSEDSIGNAL */                   // padding, and the tlast that says nothing
    input  wire [8*((ENT_BEAT+7)/8)-1:0] s_axis_ent_tdata;
    input  wire                          s_axis_ent_tlast;
    input  wire [8*((IDX_BEAT+7)/8)-1:0] s_axis_idx_tdata;
    input  wire [8*((ACT_BEAT+7)/8)-1:0] s_axis_act_tdata;
    input  wire                          s_axis_act_tlast;
    /* verilator lint_on UNUSEDSIGNAL */
    input  wire                          s_axis_ent_tvalid;
    output wire                          s_axis_ent_tready;
    input  wire                          s_axis_idx_tvalid;
    output wire                          s_axis_idx_tready;
    input  wire                          s_axis_idx_tlast;
    input  wire                          s_axis_act_tvalid;
    output wire                          s_axis_act_tready;
    output wire [8*((OUT_BEAT+7)/8)-1:0] m_axis_out_tdata;
    output wire                          m_axis_out_tvalid;
    input  wire                          m_axis_out_tready;
    output wire                          m_axis_out_tlast;

    generate
        if (TOKENS < 1) begin : check_tokens
            ARCHSIM_ILLEGAL_PARAMETER_TOKENS illegal ();
        end
        if (VECTOR < 1) begin : check_vector
            ARCHSIM_ILLEGAL_PARAMETER_VECTOR illegal ();
        end
        if (MAIN < 2 || MAIN > 65536 || MAIN != (1 << MAIN_BITS)) begin : check_main
            ARCHSIM_ILLEGAL_PARAMETER_MAIN illegal ();
        end
        if (REST != 0 && (REST < 2 || REST > 65536 || REST != (1 << REST_BITS))) begin : check_rest
            ARCHSIM_ILLEGAL_PARAMETER_REST illegal ();
        end
        if (ENTRY_BITS < 2 || ENTRY_BITS > 16) begin : check_entry_bits
            ARCHSIM_ILLEGAL_PARAMETER_ENTRY_BITS illegal ();
        end
        if (ACT_BITS < 2 || ACT_BITS > 16 || ACT_BITS + WEIGHT_BITS < 9) begin : check_act_bits
            ARCHSIM_ILLEGAL_PARAMETER_ACT_BITS illegal ();
        end
        if (SUM_BITS < ACT_BITS + WEIGHT_BITS || SUM_BITS > 48) begin : check_sum_bits
            ARCHSIM_ILLEGAL_PARAMETER_SUM_BITS illegal ();
        end
        if (BLOCK != 0 && BLOCK != 1) begin : check_block
            ARCHSIM_ILLEGAL_PARAMETER_BLOCK illegal ();
        end
    endgenerate

    // Inputs

    wire [ENT_BEAT-1:0] ent;
    wire                ent_valid;
    wire                ent_take;
    wire [IDX_BEAT-1:0] idx;
    wire                idx_last;
    wire                idx_valid;
    wire                idx_take;
    wire [ACT_BEAT-1:0] act;
    wire                act_valid;
    wire                act_take;

    archsim_skid #(
        .WIDTH (ENT_BEAT)
    ) ent_input (
        .aclk    (aclk),
        .aresetn (aresetn),
        .s_data  (s_axis_ent_tdata[ENT_BEAT-1:0]),
        .s_valid (s_axis_ent_tvalid),
        .s_ready (s_axis_ent_tready),
        .m_data  (ent),
        .m_valid (ent_valid),
        .m_ready (ent_take)
    );

    archsim_skid #(
        .WIDTH (IDX_BEAT + 1)
    ) idx_input (
        .aclk    (aclk),
        .aresetn (aresetn),
        .s_data  ({s_axis_idx_tlast, s_axis_idx_tdata[IDX_BEAT-1:0]}),
        .s_valid (s_axis_idx_tvalid),
        .s_ready (s_axis_idx_tready),
        .m_data  ({idx_last, idx}),
        .m_valid (idx_valid),
        .m_ready (idx_take)
    );

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

    // Control

    wire [ADDRESS-1:0] write_index;
    wire               write_main;
    wire               write_rest;
    wire               move;
    wire               accumulate;
    wire               opens;
    wire               out_valid;
    wire               out_last;
    wire               out_ready;

    book_control #(
        .TWO_BOOKS (TWO_BOOKS),
        .ADDRESS   (ADDRESS)
    ) control (
        .aclk           (aclk),
        .aresetn        (aresetn),
        .ent_valid      (ent_valid),
        .ent_take       (ent_take),
        .ent_ends_book  (ent[WIDTH]),
        .write_index    (write_index),
        .write_main     (write_main),
        .write_rest     (write_rest),
        .idx_valid      (idx_valid),
        .idx_take       (idx_take),
        .act_valid      (act_valid),
        .act_take       (act_take),
        .ends_reduction (idx[IDX_BEAT-1]),
        .ends_run       (idx_last),
        .move           (move),
        .accumulate     (accumulate),
        .opens          (opens),
        .m_valid        (out_valid),
        .m_last         (out_last),
        .m_ready        (out_ready)
    );

    // Stage 1: entries, and activations beside them

    wire [WIDTH-1:0] main_entry;
    wire [WIDTH-1:0] rest_entry;

    entry_memory #(
        .ENTRIES (MAIN),
        .WIDTH   (WIDTH),
        .ADDRESS (MAIN_BITS),
        .BLOCK   (BLOCK)
    ) main_book (
        .aclk        (aclk),
        .write       (write_main),
        .write_index (write_index[MAIN_BITS-1:0]),
        .write_entry (ent[WIDTH-1:0]),
        .read        (move),
        .index       (idx[MAIN_BITS-1:0]),
        .entry       (main_entry)
    );

    generate
        if (TWO_BOOKS == 1) begin : residual
            entry_memory #(
                .ENTRIES (REST),
                .WIDTH   (WIDTH),
                .ADDRESS (REST_BITS),
                .BLOCK   (BLOCK)
            ) rest_book (
                .aclk        (aclk),
                .write       (write_rest),
                .write_index (write_index[REST_BITS-1:0]),
                .write_entry (ent[WIDTH-1:0]),
                .read        (move),
                .index       (idx[MAIN_BITS +: REST_BITS]),
                .entry       (rest_entry)
            );
        end else begin : no_residual
            assign rest_entry = {WIDTH{1'b0}};
        end
    endgenerate

    reg [ACT_BEAT-1:0] with_entries;
    reg [ACT_BEAT-1:0] with_weights;

    always @(posedge aclk) begin
        if (move) begin
            with_entries <= act;
            with_weights <= with_entries;
        end
    end

    // Stage 2: weights; stages 3 and 4: products and sums

    wire [OUT_BEAT-1:0] sums;

    genvar place, token;
    generate
        for (place = 0; place < VECTOR; place = place + 1) begin : places
            wire [WEIGHT_BITS-1:0] weight;

            weight_sum #(
                .TWO_BOOKS  (TWO_BOOKS),
                .ENTRY_BITS (ENTRY_BITS)
            ) decoded (
                .aclk   (aclk),
                .move   (move),
                .main   (main_entry[place*ENTRY_BITS +: ENTRY_BITS]),
                .rest   (rest_entry[place*ENTRY_BITS +: ENTRY_BITS]),
                .weight (weight)
            );

            for (token = 0; token < TOKENS; token = token + 1) begin : tokens
                product_sum #(
                    .ACT_BITS    (ACT_BITS),
                    .WEIGHT_BITS (WEIGHT_BITS),
                    .SUM_BITS    (SUM_BITS)
                ) output_sum (
                    .aclk       (aclk),
                    .move       (move),
                    .activation (with_weights[token*ACT_BITS +: ACT_BITS]),
                    .weight     (weight),
                    .accumulate (accumulate),
                    .opens      (opens),
                    .sum        (sums[(token*VECTOR + place)*SUM_BITS +: SUM_BITS])
                );
            end
        end

        if (TWO_BOOKS == 0) begin : one_book
            /* verilator lint_off UNUSEDSIGNAL */
            wire unused = write_rest;
            /* verilator lint_on UNUSEDSIGNAL */
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

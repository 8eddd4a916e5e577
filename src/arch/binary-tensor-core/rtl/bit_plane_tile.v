// A unit of binary matrix products, one call a cycle: ROWS x COLS products of one-bit rows of DEPTH elements, added up with the weights of their
// planes. A call of 8 x 8 x 128 is what one instruction mma m8n8k128 .b1 computes.
//
//   BIPOLAR 0   y = sum over planes i, j of s_i s_j 2^(i+j) popcount(a_i AND w_j)     two's complement: s is -1 for the highest plane
//   BIPOLAR 1   y = sum over planes i, j of 2^(i+j) (K - 2 popcount(a_i XOR w_j))     bits stand for -1 and +1
//
//   The calls of an output tile come by falling weight i + j, and the first of each lower weight doubles what there is: no shifter is needed, and
//   there may be any number of planes. With ROW_PLANES above 1 the planes of a token stand in so many rows, plane 0 first, and calls go over
//   planes j alone. Sums have SUM_BITS bits and wrap.
//
//   Latency: the sums of a tile are offered three cycles after its last call is issued (segments, value, sum), four with ROW_PLANES above 1.
//
// Streams (AXI4-Stream handshake; fields from the lowest bit, padded to whole bytes):
//   s_axis_act   a call: DEPTH elements of each row, row 0 first
//   s_axis_wgt   the same call: DEPTH elements of each column, column 0 first; then
//                length (16 bits: elements that count, BIPOLAR 1 only; the others must be equal in rows and columns), doubles, negative (BIPOLAR 0
//                only: the product of the signs of both planes), ends_tile: the call is the last of its output tile
//   m_axis_out   an output tile: sums of token 0 for each column, then of token 1, and so on: ROWS / ROW_PLANES tokens
//   tlast of both inputs marks the last call of a run, which ends its tile; tlast of the output its last tile.
module bit_plane_tile #(
    parameter ROWS       = 8,            // at least 1
    parameter COLS       = 8,            // at least 1
    parameter DEPTH      = 128,          // 1 to 65535
    parameter BIPOLAR    = 1,            // 0: AND of two's complement planes, 1: XOR of planes of -1 and +1
    parameter ROW_PLANES = 1,            // rows that the planes of a token take, a divisor of ROWS
    parameter SUM_BITS   = 32            // more than the bits of DEPTH and than ROW_PLANES, plus 1
) (
    input  wire                                                 aclk,
    input  wire                                                 aresetn,           // synchronous, active low
    /* verilator lint_off UNUSEDSIGNAL */                                          // padding, and what the code does not look at
    input  wire [8*((DEPTH*ROWS+7)/8)-1:0]                      s_axis_act_tdata,
    input  wire [8*((DEPTH*COLS+19+7)/8)-1:0]                   s_axis_wgt_tdata,
    /* verilator lint_on UNUSEDSIGNAL */
    input  wire                                                 s_axis_act_tvalid,
    output wire                                                 s_axis_act_tready,
    input  wire                                                 s_axis_act_tlast,
    input  wire                                                 s_axis_wgt_tvalid,
    output wire                                                 s_axis_wgt_tready,
    input  wire                                                 s_axis_wgt_tlast,
    output wire [8*((SUM_BITS*(ROWS/ROW_PLANES)*COLS+7)/8)-1:0] m_axis_out_tdata,
    output wire                                                 m_axis_out_tvalid,
    input  wire                                                 m_axis_out_tready,
    output wire                                                 m_axis_out_tlast
);

    function integer bits_for;
        input integer number;
        begin
            bits_for = 1;
            while ((1 << bits_for) <= number)
                bits_for = bits_for + 1;
        end
    endfunction

    localparam LENGTH_BITS = bits_for(DEPTH);
    localparam VALUE_BITS  = LENGTH_BITS + 1;
    localparam TOKENS      = ROWS / ROW_PLANES;
    localparam ACTS        = DEPTH * ROWS;
    localparam WGTS        = DEPTH * COLS;
    localparam SUMS        = SUM_BITS * TOKENS * COLS;
    localparam OUT_BEAT    = 8 * ((SUMS + 7) / 8);

    // Places of the fields in a beat of weights.
    localparam DOUBLES   = WGTS + 16;
    localparam NEGATIVE  = DOUBLES + 1;
    localparam ENDS_TILE = NEGATIVE + 1;

    generate
        if (ROWS < 1) begin : check_rows
            ARCHSIM_ILLEGAL_PARAMETER_ROWS illegal ();
        end
        if (COLS < 1) begin : check_cols
            ARCHSIM_ILLEGAL_PARAMETER_COLS illegal ();
        end
        if (DEPTH < 1 || DEPTH > 65535) begin : check_depth
            ARCHSIM_ILLEGAL_PARAMETER_DEPTH illegal ();
        end
        if (BIPOLAR != 0 && BIPOLAR != 1) begin : check_bipolar
            ARCHSIM_ILLEGAL_PARAMETER_BIPOLAR illegal ();
        end
        if (ROW_PLANES < 1 || TOKENS * ROW_PLANES != ROWS) begin : check_row_planes
            ARCHSIM_ILLEGAL_PARAMETER_ROW_PLANES illegal ();
        end
        if (SUM_BITS <= VALUE_BITS || SUM_BITS <= ROW_PLANES) begin : check_sum_bits
            ARCHSIM_ILLEGAL_PARAMETER_SUM_BITS illegal ();
        end
    endgenerate

    // Inputs: a call is there when both of its beats are, and both leave together.

    wire [ACTS-1:0]        act;
    wire                   act_last;
    wire                   act_valid;
    wire [WGTS-1:0]        wgt;
    wire [LENGTH_BITS-1:0] length;
    wire                   doubles;
    wire                   negative;
    wire                   ends_tile;
    wire                   wgt_last;
    wire                   wgt_valid;
    wire                   advance;
    wire                   call      = act_valid && wgt_valid;
    wire                   call_take = advance && call;

    archsim_skid #(
        .WIDTH (ACTS + 1)
    ) act_input (
        .aclk    (aclk),
        .aresetn (aresetn),
        .s_data  ({s_axis_act_tlast, s_axis_act_tdata[ACTS-1:0]}),
        .s_valid (s_axis_act_tvalid),
        .s_ready (s_axis_act_tready),
        .m_data  ({act_last, act}),
        .m_valid (act_valid),
        .m_ready (call_take)
    );

    archsim_skid #(
        .WIDTH (WGTS + LENGTH_BITS + 4)
    ) wgt_input (
        .aclk    (aclk),
        .aresetn (aresetn),
        .s_data  ({s_axis_wgt_tlast, s_axis_wgt_tdata[ENDS_TILE:DOUBLES], s_axis_wgt_tdata[WGTS +: LENGTH_BITS], s_axis_wgt_tdata[WGTS-1:0]}),
        .s_valid (s_axis_wgt_tvalid),
        .s_ready (s_axis_wgt_tready),
        .m_data  ({wgt_last, ends_tile, negative, doubles, length, wgt}),
        .m_valid (wgt_valid),
        .m_ready (call_take)
    );

    // What is in each stage: segments, value, sum.

    wire ends_run = act_last && wgt_last;

    reg                   has_segments;
    reg                   has_value;
    reg                   has_sum;          // of a whole tile
    reg                   value_opens;      // the value is the first of its tile
    reg                   segments_double;
    reg                   value_doubles;
    reg                   segments_end;
    reg                   value_ends;
    reg                   segments_end_run;
    reg                   value_ends_run;
    reg                   sum_ends_run;
    reg                   sign;
    reg [LENGTH_BITS-1:0] counted;          // elements that count

    always @(posedge aclk) begin
        if (!aresetn) begin
            has_segments <= 1'b0;
            has_value    <= 1'b0;
            has_sum      <= 1'b0;
            value_opens  <= 1'b1;
        end else if (advance) begin
            has_segments <= call;
            has_value    <= has_segments;
            has_sum      <= has_value && value_ends;
            if (has_value)
                value_opens <= value_ends;
        end
    end

    always @(posedge aclk) begin
        if (advance) begin
            segments_double  <= doubles;
            segments_end     <= ends_tile || ends_run;
            segments_end_run <= ends_run;
            sign             <= negative;
            counted          <= length;
            value_doubles    <= segments_double;
            value_ends       <= segments_end;
            value_ends_run   <= segments_end_run;
            sum_ends_run     <= value_ends_run;
        end
    end

    // Products and sums

    wire [SUM_BITS*ROWS*COLS-1:0] sums;

    genvar i, j, p;
    generate
        for (i = 0; i < ROWS; i = i + 1) begin : rows
            for (j = 0; j < COLS; j = j + 1) begin : columns
                wire [VALUE_BITS-1:0] value;

                plane_dot #(
                    .DEPTH       (DEPTH),
                    .BIPOLAR     (BIPOLAR),
                    .LENGTH_BITS (LENGTH_BITS)
                ) dot (
                    .aclk     (aclk),
                    .advance  (advance),
                    .act      (act[DEPTH*i +: DEPTH]),
                    .wgt      (wgt[DEPTH*j +: DEPTH]),
                    .negative (sign),
                    .length   (counted),
                    .value    (value)
                );

                plane_sum #(
                    .VALUE_BITS (VALUE_BITS),
                    .SUM_BITS   (SUM_BITS)
                ) accumulate (
                    .aclk    (aclk),
                    .add     (advance && has_value),
                    .opens   (value_opens),
                    .doubles (value_doubles),
                    .value   (value),
                    .sum     (sums[SUM_BITS*(i*COLS+j) +: SUM_BITS])
                );
            end
        end
    endgenerate

    // Output

    wire [SUMS-1:0] out;
    wire [SUMS-1:0] m_out;
    wire            out_last;
    wire            out_valid;
    wire            out_ready;

    assign advance = !out_valid || out_ready;

    generate
        if (ROW_PLANES == 1) begin : whole_rows
            assign out       = sums;
            assign out_valid = has_sum;
            assign out_last  = sum_ends_run;
        end else begin : planes_in_rows
            reg has_total;
            reg total_ends_run;

            assign out_valid = has_total;
            assign out_last  = total_ends_run;

            always @(posedge aclk) begin
                if (!aresetn)
                    has_total <= 1'b0;
                else if (advance)
                    has_total <= has_sum;
                if (advance)
                    total_ends_run <= sum_ends_run;
            end

            for (i = 0; i < TOKENS; i = i + 1) begin : tokens
                for (j = 0; j < COLS; j = j + 1) begin : outputs
                    wire [SUM_BITS*ROW_PLANES-1:0] its_rows;

                    for (p = 0; p < ROW_PLANES; p = p + 1) begin : planes
                        assign its_rows[SUM_BITS*p +: SUM_BITS] = sums[SUM_BITS*((i*ROW_PLANES+p)*COLS+j) +: SUM_BITS];
                    end

                    row_planes #(
                        .PLANES   (ROW_PLANES),
                        .BIPOLAR  (BIPOLAR),
                        .SUM_BITS (SUM_BITS)
                    ) combine (
                        .aclk    (aclk),
                        .advance (advance),
                        .rows    (its_rows),
                        .total   (out[SUM_BITS*(i*COLS+j) +: SUM_BITS])
                    );
                end
            end
        end
    endgenerate

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

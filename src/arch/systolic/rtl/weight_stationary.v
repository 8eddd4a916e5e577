// ROWS x COLS elements that keep their weights while activations stream: a fold of r x c weights and T tokens is, cycle by cycle,
//
//   r          a row of weights is taken, and those before it move up: a fold of fewer rows has the last r of the array
//   T          the activations of a token are taken: the last row of k gets its own last, each a cycle after the row above it
//   r + c - 2  until the sum of column c-1 for the last token has left
//
//   and the next fold follows at once: T + 2 r + c - 2 cycles each. The sums of a token are offered three cycles after the one in which its last
//   one leaves, since the operands, the products and the sums of a token wait in one register each; the next fold is loaded meanwhile.
//   Sums of rows that a fold does not use stay zero, so that those of its first row begin there; results of columns that it does not use are zero.
module weight_stationary #(
    parameter ROWS     = 8,
    parameter COLS     = 8,
    parameter ACT_BITS = 8,
    parameter WGT_BITS = 8,
    parameter SUM_BITS = 32,
    parameter ROW_BITS = 4,                             // enough for ROWS
    parameter COL_BITS = 4                              // enough for COLS
) (
    input  wire                     aclk,
    input  wire                     aresetn,            // synchronous, active low
    // A row of weights
    input  wire                     wgt_valid,
    input  wire [WGT_BITS*COLS-1:0] wgt,
    input  wire [ROW_BITS-1:0]      rows,               // r, 1 to ROWS
    input  wire [COL_BITS-1:0]      columns,            // c, 1 to COLS; both the same in all rows of a fold
    input  wire                     ends_weights,       // the last row of the fold
    output wire                     wgt_take,
    // A token
    input  wire                     act_valid,
    input  wire [ACT_BITS*ROWS-1:0] act,
    input  wire                     ends_tokens,        // the last token of the fold
    input  wire                     ends_run,           // with ends_tokens
    output wire                     act_take,
    // Results
    output wire [SUM_BITS*COLS-1:0] out,
    output wire                     out_last,
    output wire                     out_valid,
    input  wire                     out_ready
);

    function integer bits_for;
        input integer number;
        begin
            bits_for = 1;
            while ((1 << bits_for) <= number)
                bits_for = bits_for + 1;
        end
    endfunction

    // Enough for ROWS + COLS + 1.
    localparam LEFT_BITS = (ROW_BITS > COL_BITS ? ROW_BITS : COL_BITS) + 1;
    localparam FLIGHT    = ROWS + COLS + 2;
    localparam [LEFT_BITS-1:0] ONE = 1;
    localparam [LEFT_BITS-1:0] TWO = 2;

    // Control: weights, then tokens, then as many cycles as the last token takes to the last column.

    reg                  streams;
    reg  [LEFT_BITS-1:0] left;
    reg  [ROW_BITS-1:0]  rows_used;
    reg  [COL_BITS-1:0]  columns_used;
    reg  [COL_BITS-1:0]  columns_1;
    reg  [COL_BITS-1:0]  columns_2;
    reg  [COL_BITS-1:0]  columns_out;   // while the fold's results are offered
    reg  [FLIGHT-1:0]    flight;        // a token for each cycle until its results are offered, the next one lowest
    reg  [FLIGHT-1:0]    flight_last;

    wire [LEFT_BITS-1:0] span    = {{(LEFT_BITS-ROW_BITS){1'b0}}, rows_used} + {{(LEFT_BITS-COL_BITS){1'b0}}, columns_used};
    wire                 advance = !flight[0] || out_ready;
    wire                 load    = wgt_valid && !streams && left == {LEFT_BITS{1'b0}};
    wire                 token   = act_valid && streams;

    assign wgt_take  = advance && load;
    assign act_take  = advance && token;
    assign out_valid = flight[0];
    assign out_last  = flight_last[0];

    wire [FLIGHT-1:0] entry;

    genvar i, j;
    generate
        for (i = 0; i < FLIGHT; i = i + 1) begin : entries
            localparam SPAN = i - 1;
            assign entry[i] = i > 0 && token && span == SPAN[LEFT_BITS-1:0];
        end
    endgenerate

    always @(posedge aclk) begin
        if (!aresetn) begin
            streams     <= 1'b0;
            left        <= {LEFT_BITS{1'b0}};
            flight      <= {FLIGHT{1'b0}};
            flight_last <= {FLIGHT{1'b0}};
        end else if (advance) begin
            if (load && ends_weights)
                streams <= 1'b1;
            else if (token && ends_tokens)
                streams <= 1'b0;
            if (token && ends_tokens)
                left <= span - TWO;
            else if (left != {LEFT_BITS{1'b0}})
                left <= left - ONE;
            flight      <= {1'b0, flight[FLIGHT-1:1]} | entry;
            flight_last <= {1'b0, flight_last[FLIGHT-1:1]} | (ends_run ? entry : {FLIGHT{1'b0}});
        end
    end

    always @(posedge aclk) begin
        if (advance) begin
            if (load) begin
                rows_used    <= rows;
                columns_used <= columns;
            end
            columns_1   <= columns_used;
            columns_2   <= columns_1;
            columns_out <= columns_2;
        end
    end

    // Row i of the array is row i + r - ROWS of the fold, and gets its activations so many cycles after the first one. A row that was used by the
    // fold before and is not any more has handed on its last sum when it hears of it.

    wire [ACT_BITS*ROWS-1:0] act_edge;
    wire [ROWS-1:0]          clear;

    generate
        for (i = 0; i < ROWS; i = i + 1) begin : row_edges
            localparam ROWS_FROM = ROWS - i;
            localparam PLACE_BITS = bits_for(i);
            /* verilator lint_off UNUSEDSIGNAL */            // the highest bits of a place are zero where a row is used
            wire [ROW_BITS:0]   place = {1'b0, rows_used} - ROWS_FROM[ROW_BITS:0];
            /* verilator lint_on UNUSEDSIGNAL */

            assign clear[i] = advance && place[ROW_BITS];

            if (i == 0) begin : first
                reg [ACT_BITS-1:0] waiting;

                assign act_edge[ACT_BITS-1:0] = waiting;

                always @(posedge aclk) begin
                    if (advance)
                        waiting <= act[ACT_BITS-1:0];
                end
            end else begin : later
                tapped_line #(
                    .BITS       (ACT_BITS),
                    .CYCLES     (i + 1),
                    .DELAY_BITS (PLACE_BITS)
                ) skew (
                    .aclk    (aclk),
                    .advance (advance),
                    .delay   (place[PLACE_BITS-1:0]),
                    .in      (act[ACT_BITS*i +: ACT_BITS]),
                    .out     (act_edge[ACT_BITS*i +: ACT_BITS])
                );
            end
        end
    endgenerate

    // Elements. What leaves the array to the right and at the top is dropped.

    /* verilator lint_off UNUSEDSIGNAL */
    wire [ACT_BITS*ROWS*(COLS+1)-1:0] act_at;
    wire [WGT_BITS*(ROWS+1)*COLS-1:0] wgt_at;
    /* verilator lint_on UNUSEDSIGNAL */
    wire [SUM_BITS*(ROWS+1)*COLS-1:0] sum_at;

    assign wgt_at[WGT_BITS*ROWS*COLS +: WGT_BITS*COLS] = wgt;
    assign sum_at[SUM_BITS*COLS-1:0]                   = {(SUM_BITS*COLS){1'b0}};

    generate
        for (i = 0; i < ROWS; i = i + 1) begin : element_rows
            assign act_at[ACT_BITS*i*(COLS+1) +: ACT_BITS] = act_edge[ACT_BITS*i +: ACT_BITS];
            for (j = 0; j < COLS; j = j + 1) begin : elements
                weight_pe #(
                    .ACT_BITS (ACT_BITS),
                    .WGT_BITS (WGT_BITS),
                    .SUM_BITS (SUM_BITS)
                ) pe (
                    .aclk      (aclk),
                    .advance   (advance),
                    .load      (load),
                    .wgt_below (wgt_at[WGT_BITS*((i+1)*COLS+j) +: WGT_BITS]),
                    .wgt       (wgt_at[WGT_BITS*(i*COLS+j) +: WGT_BITS]),
                    .act       (act_at[ACT_BITS*(i*(COLS+1)+j) +: ACT_BITS]),
                    .act_next  (act_at[ACT_BITS*(i*(COLS+1)+j+1) +: ACT_BITS]),
                    .clear     (clear[i]),
                    .sum_above (sum_at[SUM_BITS*(i*COLS+j) +: SUM_BITS]),
                    .sum       (sum_at[SUM_BITS*((i+1)*COLS+j) +: SUM_BITS])
                );
            end
        end
    endgenerate

    // Sums of column j leave j cycles after those of column 0 and wait for those of column c-1.

    generate
        for (j = 0; j < COLS; j = j + 1) begin : column_edges
            localparam COLUMNS_TO = j + 1;
            localparam PLACE_BITS = bits_for(COLS - 1 - j);
            wire [SUM_BITS-1:0] bottom = sum_at[SUM_BITS*(ROWS*COLS+j) +: SUM_BITS];
            wire [SUM_BITS-1:0] aligned;
            /* verilator lint_off UNUSEDSIGNAL */            // as for the rows
            wire [COL_BITS:0]   place = {1'b0, columns_out} - COLUMNS_TO[COL_BITS:0];
            /* verilator lint_on UNUSEDSIGNAL */
            wire                used  = !place[COL_BITS];

            assign out[SUM_BITS*j +: SUM_BITS] = used ? aligned : {SUM_BITS{1'b0}};

            if (j == COLS - 1) begin : last
                reg [SUM_BITS-1:0] waiting;

                assign aligned = waiting;

                always @(posedge aclk) begin
                    if (advance)
                        waiting <= bottom;
                end
            end else begin : earlier
                tapped_line #(
                    .BITS       (SUM_BITS),
                    .CYCLES     (COLS - j),
                    .DELAY_BITS (PLACE_BITS)
                ) wait_for_last (
                    .aclk    (aclk),
                    .advance (advance),
                    .delay   (place[PLACE_BITS-1:0]),
                    .in      (bottom),
                    .out     (aligned)
                );
            end
        end
    endgenerate

endmodule

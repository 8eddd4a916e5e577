// ROWS x COLS elements that keep their sums while both operands stream: a fold of r x c sums of T products is, cycle by cycle,
//
//   T          a step is taken: activations of r rows, weights of c columns; row i and column j get theirs i and j cycles later
//   r + c - 2  until element (r-1, c-1) has multiplied the last operands
//   r          the sums of a row leave, row 0 first, and all columns move up a row
//
//   and the next fold follows at once: T + 2 r + c - 2 cycles each. Results are offered one cycle after those in which they leave here, while
//   the product register is filled anew. Operands of rows and columns that a fold does not use, and of cycles without a step, count as zero.
module output_stationary #(
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
    // A step
    input  wire                     step_valid,
    input  wire [ACT_BITS*ROWS-1:0] act,
    input  wire [WGT_BITS*COLS-1:0] wgt,
    input  wire [ROW_BITS-1:0]      rows,               // r, 1 to ROWS
    input  wire [COL_BITS-1:0]      columns,            // c, 1 to COLS; both the same in all steps of a fold
    input  wire                     ends_fold,
    input  wire                     ends_run,           // with ends_fold
    output wire                     step_take,
    // Results
    output wire [SUM_BITS*COLS-1:0] out,
    output wire                     out_last,
    output wire                     out_valid,
    input  wire                     out_ready
);

    // Enough for 2 ROWS + COLS - 2.
    localparam LEFT_BITS = (ROW_BITS > COL_BITS ? ROW_BITS : COL_BITS) + 2;
    localparam [LEFT_BITS-1:0] ONE = 1;
    localparam [LEFT_BITS-1:0] TWO = 2;

    // Control: cycles of the fold that are left after its last step, and of these the last r are for its sums.

    reg  [LEFT_BITS-1:0] left;
    reg  [ROW_BITS-1:0]  rows_out;
    reg                  is_end;
    reg                  drain;
    reg                  drain_end;

    wire [LEFT_BITS-1:0] rows_twice   = {{(LEFT_BITS-ROW_BITS-1){1'b0}}, rows, 1'b0};
    wire [LEFT_BITS-1:0] columns_wide = {{(LEFT_BITS-COL_BITS){1'b0}}, columns};
    wire [LEFT_BITS-1:0] drain_wide   = {{(LEFT_BITS-ROW_BITS){1'b0}}, rows_out};
    wire                 streams      = left == {LEFT_BITS{1'b0}};
    wire                 advance      = !drain || out_ready;
    wire                 step         = streams && step_valid;

    assign step_take = advance && step;
    assign out_valid = drain;
    assign out_last  = drain_end && is_end;

    always @(posedge aclk) begin
        if (!aresetn) begin
            left      <= {LEFT_BITS{1'b0}};
            drain     <= 1'b0;
            drain_end <= 1'b0;
        end else if (advance) begin
            if (!streams)
                left <= left - ONE;
            else if (step && ends_fold)
                left <= rows_twice + columns_wide - TWO;
            drain     <= !streams && left <= drain_wide;
            drain_end <= left == ONE;
        end
    end

    always @(posedge aclk) begin
        if (step_take) begin
            rows_out <= rows;
            is_end   <= ends_run;
        end
    end

    // Operands of row i and column j at the edge of the array.

    wire [ACT_BITS*ROWS-1:0] act_edge;
    wire [WGT_BITS*COLS-1:0] wgt_edge;

    genvar i, j;
    generate
        for (i = 0; i < ROWS; i = i + 1) begin : row_edges
            localparam [ROW_BITS-1:0] ROW = i;
            wire [ACT_BITS-1:0] gated = step && ROW < rows ? act[ACT_BITS*i +: ACT_BITS] : {ACT_BITS{1'b0}};
            if (i == 0) begin : first
                assign act_edge[ACT_BITS*i +: ACT_BITS] = gated;
            end else begin : later
                skew_line #(
                    .BITS   (ACT_BITS),
                    .CYCLES (i)
                ) skew (
                    .aclk    (aclk),
                    .aresetn (aresetn),
                    .advance (advance),
                    .in      (gated),
                    .out     (act_edge[ACT_BITS*i +: ACT_BITS])
                );
            end
        end
        for (j = 0; j < COLS; j = j + 1) begin : column_edges
            localparam [COL_BITS-1:0] COLUMN = j;
            wire [WGT_BITS-1:0] gated = step && COLUMN < columns ? wgt[WGT_BITS*j +: WGT_BITS] : {WGT_BITS{1'b0}};
            if (j == 0) begin : first
                assign wgt_edge[WGT_BITS*j +: WGT_BITS] = gated;
            end else begin : later
                skew_line #(
                    .BITS   (WGT_BITS),
                    .CYCLES (j)
                ) skew (
                    .aclk    (aclk),
                    .aresetn (aresetn),
                    .advance (advance),
                    .in      (gated),
                    .out     (wgt_edge[WGT_BITS*j +: WGT_BITS])
                );
            end
        end
    endgenerate

    // Elements. What leaves the array to the right and at the bottom is dropped. Zeros come from below, from rows without operands and from below
    // the last row, so that all sums are zero when those of a fold have left.

    /* verilator lint_off UNUSEDSIGNAL */
    wire [ACT_BITS*ROWS*(COLS+1)-1:0] act_at;
    wire [WGT_BITS*(ROWS+1)*COLS-1:0] wgt_at;
    /* verilator lint_on UNUSEDSIGNAL */
    wire [SUM_BITS*(ROWS+1)*COLS-1:0] sum_at;

    assign wgt_at[WGT_BITS*COLS-1:0]                  = wgt_edge;
    assign sum_at[SUM_BITS*ROWS*COLS +: SUM_BITS*COLS] = {(SUM_BITS*COLS){1'b0}};
    assign out                                        = sum_at[SUM_BITS*COLS-1:0];

    generate
        for (i = 0; i < ROWS; i = i + 1) begin : element_rows
            assign act_at[ACT_BITS*i*(COLS+1) +: ACT_BITS] = act_edge[ACT_BITS*i +: ACT_BITS];
            for (j = 0; j < COLS; j = j + 1) begin : elements
                output_pe #(
                    .ACT_BITS (ACT_BITS),
                    .WGT_BITS (WGT_BITS),
                    .SUM_BITS (SUM_BITS)
                ) pe (
                    .aclk      (aclk),
                    .aresetn   (aresetn),
                    .advance   (advance),
                    .act       (act_at[ACT_BITS*(i*(COLS+1)+j) +: ACT_BITS]),
                    .wgt       (wgt_at[WGT_BITS*(i*COLS+j) +: WGT_BITS]),
                    .act_next  (act_at[ACT_BITS*(i*(COLS+1)+j+1) +: ACT_BITS]),
                    .wgt_next  (wgt_at[WGT_BITS*((i+1)*COLS+j) +: WGT_BITS]),
                    .drain     (drain),
                    .sum_below (sum_at[SUM_BITS*((i+1)*COLS+j) +: SUM_BITS]),
                    .sum       (sum_at[SUM_BITS*(i*COLS+j) +: SUM_BITS])
                );
            end
        end
    endgenerate

endmodule

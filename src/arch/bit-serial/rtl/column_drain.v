// Results of all rows, taken at once and sent row after row, row 0 first: each column is a shift register that moves down a row a beat.
//
//   New results can be taken in the cycle in which the last row leaves.
module column_drain #(
    parameter ROWS = 8,                         // beats of one load
    parameter BITS = 256                        // of a row: those of all columns
) (
    input  wire                 aclk,
    input  wire                 aresetn,        // synchronous, active low: empties the columns
    input  wire                 load,           // takes results; only while `ready`
    input  wire                 load_last,      // the last of these rows ends the run
    input  wire [ROWS*BITS-1:0] load_data,      // row 0 lowest
    output wire                 ready,
    output wire [BITS-1:0]      m_data,
    output wire                 m_last,
    output wire                 m_valid,
    input  wire                 m_ready
);

    function integer bits_for;
        input integer number;
        begin
            bits_for = 1;
            while ((1 << bits_for) <= number)
                bits_for = bits_for + 1;
        end
    endfunction

    localparam LEFT_BITS = bits_for(ROWS);

    reg [ROWS*BITS-1:0] rows;
    reg [LEFT_BITS-1:0] left;    // rows that are still to be sent
    reg                 ends_run;

    wire final_row = left == {{(LEFT_BITS-1){1'b0}}, 1'b1};
    wire sent      = m_valid && m_ready;

    assign m_data  = rows[BITS-1:0];
    assign m_valid = left != {LEFT_BITS{1'b0}};
    assign m_last  = ends_run && final_row;
    assign ready   = !m_valid || (final_row && m_ready);

    always @(posedge aclk) begin
        if (!aresetn)
            left <= {LEFT_BITS{1'b0}};
        else if (load)
            left <= ROWS[LEFT_BITS-1:0];
        else if (sent)
            left <= left - {{(LEFT_BITS-1){1'b0}}, 1'b1};
    end

    // Data needs no reset: it is read only while rows are left.
    always @(posedge aclk) begin
        if (load) begin
            rows     <= load_data;
            ends_run <= load_last;
        end else if (sent) begin
            rows <= rows >> BITS;
        end
    end

endmodule

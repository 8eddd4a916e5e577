// The product of two rows of one-bit elements, one plane each:
//
//   BIPOLAR 0   sign * popcount(act AND wgt)                   bits are 0 and 1; the sign is that of the planes together
//   BIPOLAR 1   length - 2 * popcount(act XOR wgt)             bits stand for -1 and +1; bits beyond the length are equal in both rows
//
//   It follows the rows by two cycles: counts of segments of 18 elements, then their sum. `negative` and `length` come one cycle after the rows.
module plane_dot #(
    parameter DEPTH       = 128,             // elements of a row, at least 1
    parameter BIPOLAR     = 1,
    parameter LENGTH_BITS = 8                // enough for DEPTH
) (
    input  wire                   aclk,
    input  wire                   advance,   // 0: nothing moves
    input  wire [DEPTH-1:0]       act,
    input  wire [DEPTH-1:0]       wgt,
    /* verilator lint_off UNUSEDSIGNAL */    // one of them, by the code
    input  wire                   negative,
    input  wire [LENGTH_BITS-1:0] length,
    /* verilator lint_on UNUSEDSIGNAL */
    output reg  [LENGTH_BITS:0]   value      // signed
);

    localparam SEGMENTS = (DEPTH + 17) / 18;

    function integer power_from;             // the smallest power of two that is not below a number
        input integer number;
        begin
            power_from = 1;
            while (power_from < number)
                power_from = 2 * power_from;
        end
    endfunction

    localparam LEAVES     = power_from(SEGMENTS);
    localparam COUNT_BITS = LENGTH_BITS > 5 ? LENGTH_BITS : 5;

    function [COUNT_BITS-1:0] sum_of;        // by a binary tree
        input [LEAVES*COUNT_BITS-1:0] counts;
        reg [LEAVES*COUNT_BITS-1:0] level;
        integer size, k;
        begin
            level = counts;
            for (size = LEAVES / 2; size > 0; size = size / 2)
                for (k = 0; k < size; k = k + 1)
                    level[k*COUNT_BITS +: COUNT_BITS] = level[2*k*COUNT_BITS +: COUNT_BITS] + level[(2*k+1)*COUNT_BITS +: COUNT_BITS];
            sum_of = level[COUNT_BITS-1:0];
        end
    endfunction

    wire [18*SEGMENTS-1:0]         act_wide;
    wire [18*SEGMENTS-1:0]         wgt_wide;
    wire [LEAVES*COUNT_BITS-1:0]   counts;
    /* verilator lint_off UNUSEDSIGNAL */                                      // rows of fewer than 16 elements have no higher count
    wire [COUNT_BITS-1:0]          total = sum_of(counts);
    /* verilator lint_on UNUSEDSIGNAL */
    wire [LENGTH_BITS:0]           count = {1'b0, total[LENGTH_BITS-1:0]};

    genvar k;
    generate
        if (18 * SEGMENTS > DEPTH) begin : fill
            assign act_wide = {{(18*SEGMENTS-DEPTH){1'b0}}, act};
            assign wgt_wide = {{(18*SEGMENTS-DEPTH){1'b0}}, wgt};
        end else begin : full
            assign act_wide = act;
            assign wgt_wide = wgt;
        end

        for (k = 0; k < LEAVES; k = k + 1) begin : leaves
            if (k < SEGMENTS) begin : segment
                wire [4:0] counted;
                reg  [4:0] held;

                segment_count #(
                    .BIPOLAR (BIPOLAR)
                ) counter (
                    .a     (act_wide[18*k +: 18]),
                    .b     (wgt_wide[18*k +: 18]),
                    .count (counted)
                );

                always @(posedge aclk) begin
                    if (advance)
                        held <= counted;
                end

                assign counts[k*COUNT_BITS +: 5] = held;
                if (COUNT_BITS > 5) begin : extend
                    assign counts[k*COUNT_BITS+5 +: COUNT_BITS-5] = {(COUNT_BITS-5){1'b0}};
                end
            end else begin : none
                assign counts[k*COUNT_BITS +: COUNT_BITS] = {COUNT_BITS{1'b0}};
            end
        end
    endgenerate

    always @(posedge aclk) begin
        if (advance) begin
            if (BIPOLAR == 1)
                value <= {1'b0, length} - {count[LENGTH_BITS-1:0], 1'b0};
            else
                value <= negative ? {(LENGTH_BITS+1){1'b0}} - count : count;
        end
    end

endmodule

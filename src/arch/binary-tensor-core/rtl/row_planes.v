// The planes of an operand that stand in PLANES rows, added up with their weights: total = sum over i of 2^i * row i, of which the highest is
// negative in two's complement. One cycle later.
module row_planes #(
    parameter PLANES   = 8,                        // at least 2
    parameter BIPOLAR  = 1,                        // 0: two's complement
    parameter SUM_BITS = 32                        // more than PLANES; sums wrap
) (
    input  wire                       aclk,
    input  wire                       advance,     // 0: nothing moves
    input  wire [SUM_BITS*PLANES-1:0] rows,        // row 0 lowest
    output reg  [SUM_BITS-1:0]        total
);

    function integer power_from;                   // the smallest power of two that is not below a number
        input integer number;
        begin
            power_from = 1;
            while (power_from < number)
                power_from = 2 * power_from;
        end
    endfunction

    localparam LEAVES = power_from(PLANES);

    function [SUM_BITS-1:0] weighted;              // by a binary tree: the upper half of 2 * span planes weighs 2^span times the lower
        input [LEAVES*SUM_BITS-1:0] planes;
        reg [LEAVES*SUM_BITS-1:0] level;
        integer span, k;
        begin
            level = planes;
            for (span = 1; span < LEAVES; span = 2 * span)
                for (k = 0; k < LEAVES / (2 * span); k = k + 1)
                    level[k*SUM_BITS +: SUM_BITS] = level[2*k*SUM_BITS +: SUM_BITS] + (level[(2*k+1)*SUM_BITS +: SUM_BITS] << span);
            weighted = level[SUM_BITS-1:0];
        end
    endfunction

    wire [SUM_BITS-1:0]        highest = rows[SUM_BITS*(PLANES-1) +: SUM_BITS];
    wire [LEAVES*SUM_BITS-1:0] planes;

    assign planes[SUM_BITS*(PLANES-1)-1:0]          = rows[SUM_BITS*(PLANES-1)-1:0];
    assign planes[SUM_BITS*(PLANES-1) +: SUM_BITS]  = BIPOLAR == 1 ? highest : {SUM_BITS{1'b0}} - highest;

    generate
        if (LEAVES > PLANES) begin : fill
            assign planes[LEAVES*SUM_BITS-1:SUM_BITS*PLANES] = {((LEAVES-PLANES)*SUM_BITS){1'b0}};
        end
    endgenerate

    always @(posedge aclk) begin
        if (advance)
            total <= weighted(planes);
    end

endmodule

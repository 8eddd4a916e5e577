// The sum of a group: what comes since it was opened. `total` has the value under way in it, so that a group that ends needs no cycle more.
module group_sum #(
    parameter BITS     = 12,                    // of a value, at most SUM_BITS
    parameter SUM_BITS = 19                     // of the sum, which wraps
) (
    input  wire                aclk,
    input  wire                take,            // there is a pass, and it moves
    input  wire                adds,            // its value counts
    input  wire                opens,           // it is the first of its group
    input  wire [BITS-1:0]     value,           // two's complement
    output wire [SUM_BITS-1:0] total,
    output reg  [SUM_BITS-1:0] sum
);

    wire [SUM_BITS-1:0] wide = {{(SUM_BITS-BITS+1){value[BITS-1]}}, value[BITS-2:0]};

    assign total = (adds ? wide : {SUM_BITS{1'b0}}) + (opens ? {SUM_BITS{1'b0}} : sum);

    always @(posedge aclk) begin
        if (take)
            sum <= total;
    end

endmodule

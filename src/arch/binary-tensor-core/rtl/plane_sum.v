// The sum over planes, from the highest weight down: sum = 2 * sum + value where a plane of the next lower weight begins, else sum + value.
module plane_sum #(
    parameter VALUE_BITS = 9,                  // signed
    parameter SUM_BITS   = 32                  // signed, more than VALUE_BITS; sums wrap
) (
    input  wire                  aclk,
    input  wire                  add,          // 0: the sum stays
    input  wire                  opens,        // begins from zero
    input  wire                  doubles,
    input  wire [VALUE_BITS-1:0] value,
    output reg  [SUM_BITS-1:0]   sum
);

    wire [SUM_BITS-1:0] start = opens ? {SUM_BITS{1'b0}} : doubles ? {sum[SUM_BITS-2:0], 1'b0} : sum;

    always @(posedge aclk) begin
        if (add)
            sum <= start + {{(SUM_BITS-VALUE_BITS){value[VALUE_BITS-1]}}, value};
    end

endmodule

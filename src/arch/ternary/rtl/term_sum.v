// The accumulator of an output:
//
//   sum = (opens ? 0 : sum) + term + carry
//
//   Latency 1. Sums wrap at SUM_BITS.
module term_sum #(
    parameter TERM_BITS = 12,                                   // two's complement
    parameter SUM_BITS  = 32                                    // at least TERM_BITS + 1
) (
    input  wire                 aclk,
    input  wire                 advance,                        // 0: nothing moves
    input  wire                 accumulate,                     // there is a term
    input  wire                 opens,                          // it is the first of its reduction
    input  wire [TERM_BITS-1:0] term,
    input  wire                 carry,
    output reg  [SUM_BITS-1:0]  sum
);

    wire [SUM_BITS-1:0] so_far = opens ? {SUM_BITS{1'b0}} : sum;

    // x - ~s is x + s + 1, and the 1 is carried on from the place below the lowest where `carry` is set. As a difference, synthesis clears the sum
    // in the LUTs of the adder, where a plain addition takes a LUT more for each bit.
    /* verilator lint_off UNUSEDSIGNAL */
    wire [SUM_BITS:0] total = {{(SUM_BITS-TERM_BITS){term[TERM_BITS-1]}}, term, carry} - ~{so_far, 1'b0};
    /* verilator lint_on UNUSEDSIGNAL */

    always @(posedge aclk) begin
        if (advance && accumulate)
            sum <= total[SUM_BITS:1];
    end

endmodule

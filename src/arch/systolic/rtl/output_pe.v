// A processing element that keeps its sum: sum(t + 1) = sum(t) + activation(t) * weight(t), in SUM_BITS bits that wrap.
//
//   Operands go on to the neighbours one cycle later. The product of a cycle is in the sum two edges later (registers: product, sum).
//   While sums are shifted out the element takes the sum from below, and the products must be zero, as they are where no operand comes.
module output_pe #(
    parameter ACT_BITS = 8,                     // signed, at least 2
    parameter WGT_BITS = 8,                     // signed, at least 2
    parameter SUM_BITS = 32                     // at least ACT_BITS + WGT_BITS
) (
    input  wire                       aclk,
    input  wire                       aresetn,  // synchronous, active low
    input  wire                       advance,  // 0: nothing moves
    input  wire signed [ACT_BITS-1:0] act,
    input  wire signed [WGT_BITS-1:0] wgt,
    output reg  signed [ACT_BITS-1:0] act_next,
    output reg  signed [WGT_BITS-1:0] wgt_next,
    input  wire                       drain,    // takes the sum from below instead of its own
    input  wire        [SUM_BITS-1:0] sum_below,
    output reg         [SUM_BITS-1:0] sum
);

    localparam PRODUCT_BITS = ACT_BITS + WGT_BITS;

    (* use_dsp = "yes" *) reg signed [PRODUCT_BITS-1:0] product;

    wire signed [PRODUCT_BITS-1:0] act_extended = {{(WGT_BITS+1){act[ACT_BITS-1]}}, act[ACT_BITS-2:0]};
    wire signed [PRODUCT_BITS-1:0] wgt_extended = {{(ACT_BITS+1){wgt[WGT_BITS-1]}}, wgt[WGT_BITS-2:0]};
    wire        [SUM_BITS-1:0]     addend       = {{(SUM_BITS-PRODUCT_BITS+1){product[PRODUCT_BITS-1]}}, product[PRODUCT_BITS-2:0]};

    always @(posedge aclk) begin
        if (!aresetn) begin
            act_next <= {ACT_BITS{1'b0}};
            wgt_next <= {WGT_BITS{1'b0}};
            product  <= {PRODUCT_BITS{1'b0}};
            sum      <= {SUM_BITS{1'b0}};
        end else if (advance) begin
            act_next <= act;
            wgt_next <= wgt;
            product  <= act_extended * wgt_extended;
            sum      <= (drain ? sum_below : sum) + addend;
        end
    end

endmodule

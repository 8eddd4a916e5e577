// A processing element that keeps its weight: sum = sum_above + activation * weight, in SUM_BITS bits that wrap.
//
//   The activation goes on to the right one cycle later, the sum down; the sum of an activation stands two edges after it (registers:
//   product, sum), and sum_above is added in the second. Weights move up a row with each one that is loaded.
module weight_pe #(
    parameter ACT_BITS = 8,                     // signed, at least 2
    parameter WGT_BITS = 8,                     // signed, at least 2
    parameter SUM_BITS = 32                     // at least ACT_BITS + WGT_BITS
) (
    input  wire                       aclk,
    input  wire                       advance,  // 0: nothing moves
    input  wire                       load,     // takes the weight from below
    input  wire signed [WGT_BITS-1:0] wgt_below,
    output reg  signed [WGT_BITS-1:0] wgt,
    input  wire signed [ACT_BITS-1:0] act,
    output reg  signed [ACT_BITS-1:0] act_next,
    input  wire                       clear,    // the sum is zero after this edge, whatever `advance` is
    input  wire        [SUM_BITS-1:0] sum_above,
    output reg         [SUM_BITS-1:0] sum
);

    localparam PRODUCT_BITS = ACT_BITS + WGT_BITS;

    (* use_dsp = "yes" *) reg signed [PRODUCT_BITS-1:0] product;

    wire signed [PRODUCT_BITS-1:0] act_extended = {{(WGT_BITS+1){act[ACT_BITS-1]}}, act[ACT_BITS-2:0]};
    wire signed [PRODUCT_BITS-1:0] wgt_extended = {{(ACT_BITS+1){wgt[WGT_BITS-1]}}, wgt[WGT_BITS-2:0]};
    wire        [SUM_BITS-1:0]     addend       = {{(SUM_BITS-PRODUCT_BITS+1){product[PRODUCT_BITS-1]}}, product[PRODUCT_BITS-2:0]};

    // No reset: whether a sum is one is told beside the array.
    always @(posedge aclk) begin
        if (advance && load)
            wgt <= wgt_below;
        if (advance) begin
            act_next <= act;
            product  <= act_extended * wgt_extended;
        end
    end

    always @(posedge aclk) begin
        if (clear)
            sum <= {SUM_BITS{1'b0}};
        else if (advance)
            sum <= sum_above + addend;
    end

endmodule

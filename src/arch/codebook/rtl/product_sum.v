// One output of a token: products of weights and activations, added up over a reduction.
//
//   Two stages: 1 product, 2 addition.
module product_sum #(
    parameter ACT_BITS    = 8,
    parameter WEIGHT_BITS = 5,
    parameter SUM_BITS    = 32                     // of the sum, which wraps; at least ACT_BITS + WEIGHT_BITS
) (
    input  wire                   aclk,
    input  wire                   move,            // 0: nothing moves
    input  wire [ACT_BITS-1:0]    activation,      // two's complement
    input  wire [WEIGHT_BITS-1:0] weight,          // two's complement
    input  wire                   accumulate,      // stage 2 has a product
    input  wire                   opens,           // the first of its reduction
    output reg  [SUM_BITS-1:0]    sum
);

    localparam BITS = ACT_BITS + WEIGHT_BITS;

    wire signed [ACT_BITS-1:0]    a = activation;
    wire signed [WEIGHT_BITS-1:0] w = weight;

    reg signed [BITS-1:0] product;

    always @(posedge aclk) begin
        if (move)
            product <= a * w;
        if (move && accumulate)
            sum <= {{(SUM_BITS-BITS+1){product[BITS-1]}}, product[BITS-2:0]} + (opens ? {SUM_BITS{1'b0}} : sum);
    end

endmodule

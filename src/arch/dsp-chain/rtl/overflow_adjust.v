// The overflow adjust unit: what the lane of token 0 holds beyond its 18 bits, for cascades whose sums do not fit there.
//
//   carry = above - sum over i of activation1[i] * weight[i]    (modulo 2^BITS, read as a signed number)
//
// The bits above the lane of token 0 are the sum of token 1 plus whatever left the lane of token 0: -1 where that is negative, and more
// after an overflow. The low bits of the sum of token 1 follow from the low bits of its operands alone: its parity from one AND gate for
// each product and an exclusive or. The difference is the part of the sum of token 0 from bit 18 on, and token 1 gets it back.
// With BITS = 1 a lane holds 19 bits: 15 full-range INT8 products instead of 7.
//
// Operands of product i come in cycle i, as they enter the multipliers of the cascade; `above` comes with the cascade's sum, in cycle
// LENGTH + 3, and `carry` in that same cycle.
module overflow_adjust #(
    parameter LENGTH = 8,        // products of the cascade
    parameter BITS   = 1         // bits by which a lane is longer, 1 to 8
) (
    input  wire                   aclk,
    input  wire                   enable,
    input  wire [LENGTH*BITS-1:0] activations1,     // low bits of token 1's activations
    input  wire [LENGTH*BITS-1:0] weights,          // low bits of the weights
    input  wire [BITS-1:0]        above,            // the cascade's sum from bit 18 on
    output wire [BITS-1:0]        carry
);

    wire [(LENGTH+1)*BITS-1:0] sums;
    wire [BITS-1:0]            expected;

    assign sums[BITS-1:0] = {BITS{1'b0}};

    genvar i;
    generate
        for (i = 0; i < LENGTH; i = i + 1) begin : product
            wire [BITS-1:0] activation = activations1[i*BITS +: BITS];
            wire [BITS-1:0] weight     = weights[i*BITS +: BITS];
            (* use_dsp = "no" *) reg [BITS-1:0] sum;

            always @(posedge aclk)
                if (enable)
                    sum <= sums[i*BITS +: BITS] + activation * weight;

            assign sums[(i+1)*BITS +: BITS] = sum;
        end
    endgenerate

    // The sum of the cascade comes three cycles later: a multiplier takes four cycles, and this sum takes one.
    delay_line #(.WIDTH(BITS), .CYCLES(3)) until_sum (
        .aclk(aclk), .enable(enable), .d(sums[LENGTH*BITS +: BITS]), .q(expected)
    );

    assign carry = above - expected;

endmodule

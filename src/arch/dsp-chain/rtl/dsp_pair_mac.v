// Two INT8 products with one weight, added to a cascade of sums, in one DSP48E2:
//
//   pair_sum = cascade + (activation1 * 2^18 + activation0) * weight
//
// Bits 17..0 of the sum are the lane of token 0, the bits above that of token 1, less one where the lane of token 0 is negative.
// pair_sum follows the operands by four cycles and the cascade by one. Every register is one of the block's own:
//
//   cycle 1: A = activation1 * 2^18, D = activation0, B1 = weight
//   cycle 2: AD = A + D (27 bits), B2 = B1
//   cycle 3: M = AD * B2
//   cycle 4: P = M + cascade, where the cascade is P of the block before
module dsp_pair_mac (
    input  wire               aclk,
    input  wire               enable,
    input  wire signed [7:0]  activation0,
    input  wire signed [7:0]  activation1,
    input  wire signed [7:0]  weight,
    input  wire signed [47:0] cascade,
    output wire signed [47:0] pair_sum
);

    reg signed [7:0]  upper;
    reg signed [7:0]  lower;
    reg signed [7:0]  weight_1;
    reg signed [7:0]  weight_2;
    reg signed [26:0] packed_pair;
    (* use_dsp = "yes" *) reg signed [34:0] product;
    (* use_dsp = "yes" *) reg signed [47:0] sum;

    wire signed [26:0] upper_shifted = {upper[7], upper, 18'd0};
    wire signed [26:0] lower_extended = {{19{lower[7]}}, lower};
    wire signed [47:0] product_extended = {{13{product[34]}}, product};

    always @(posedge aclk)
        if (enable) begin
            upper       <= activation1;
            lower       <= activation0;
            weight_1    <= weight;
            weight_2    <= weight_1;
            packed_pair <= upper_shifted + lower_extended;
            product     <= packed_pair * weight_2;
            sum         <= cascade + product_extended;
        end

    assign pair_sum = sum;

endmodule

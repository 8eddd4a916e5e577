// A number with a mantissa of 24 bits in FP32: value = (-1)^sign * 1.f * 2^(exponent - 29), 0 where the leading one is missing.
//
//   FP32 exponent field = exponent - 29 + 127. Nothing is rounded, and nothing leaves the range of normal numbers.
module scaled_to_fp32 (
    input  wire        sign,
    input  wire [6:0]  exponent,
    input  wire [23:0] mantissa,
    output wire [31:0] fp32
);

    wire [7:0] field = {1'b0, exponent} + 8'd98;

    assign fp32 = mantissa[23] ? {sign, field, mantissa[22:0]} : 32'd0;

endmodule

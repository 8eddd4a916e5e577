// Sign, exponent and mantissa of an FP16 number: value = (-1)^sign * mantissa * 2^(exponent - 25).
//
//   A zero exponent field (zero and subnormal numbers) has no hidden bit and the exponent 1. The field 31 is an exponent like the others:
//   infinities and NaN do not exist here, and must not be sent.
module fp16_parts (
    input  wire [15:0] pattern,
    output wire        sign,
    output wire [4:0]  exponent,   // 1 to 31
    output wire [10:0] mantissa    // with the hidden bit
);

    wire normal = pattern[14:10] != 5'd0;

    assign sign     = pattern[15];
    assign exponent = normal ? pattern[14:10] : 5'd1;
    assign mantissa = {normal, pattern[9:0]};

endmodule

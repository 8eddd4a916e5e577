// One radix-4 Booth digit of a two's complement weight, as a bit-serial term:
//
//   (-1)^sign * 2^exp * man = digit i = b(2i-1) + b(2i) - 2 b(2i+1),   weight = sum over i of digit i * 4^i,
//
//   with b(-1) = 0 and the sign bit repeated above the highest bit.
module booth_term #(
    parameter WEIGHT_BITS = 8               // width of the weight, 2 to 8
) (
    input  wire [WEIGHT_BITS-1:0] weight,   // two's complement
    input  wire [1:0]             index,    // i; 0 is the lowest digit
    output wire                   sign,     // 1 for -1 and -2
    output wire [1:0]             exp,      // 1 for a digit of magnitude 2, else 0
    output wire                   man       // 0 for a digit of 0
);

    // The weight, sign-extended to 8 bits, above b(-1).
    wire [8:0] bits;

    assign bits[0] = 1'b0;

    genvar b;
    generate
        for (b = 0; b < 8; b = b + 1) begin : extend
            assign bits[b+1] = weight[b < WEIGHT_BITS ? b : WEIGHT_BITS-1];
        end
    endgenerate

    // b(2i+1), b(2i), b(2i-1)
    wire [2:0] window  = bits[{1'b0, index, 1'b0} +: 3];
    wire       is_zero = window == 3'b000 || window == 3'b111;
    wire       is_two  = window == 3'b011 || window == 3'b100;

    assign sign = window[2] && !is_zero;
    assign exp  = {1'b0, is_two};
    assign man  = !is_zero;

endmodule

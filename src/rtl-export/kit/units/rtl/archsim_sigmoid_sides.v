// The sigmoid on both sides of zero from p = sigmoid(-|x|), one edge later: y = p where x is negative, else 2^FRACTION_BITS - p.
module archsim_sigmoid_sides #(
    parameter P_BITS        = 8,    // unsigned, of numbers up to 2^FRACTION_BITS
    parameter FRACTION_BITS = 8,
    parameter Y_BITS        = 9     // FRACTION_BITS, of which 2^FRACTION_BITS is out of reach, or more
) (
    input  wire              aclk,
    input  wire              enable,
    input  wire              negative,
    input  wire [P_BITS-1:0] p,
    output reg  [Y_BITS-1:0] y
);

    localparam WIDE = P_BITS + FRACTION_BITS + Y_BITS + 1;

    wire [WIDE-1:0] extended = {{(WIDE-P_BITS){1'b0}}, p};
    wire [WIDE-1:0] one      = {{(WIDE-1){1'b0}}, 1'b1} << FRACTION_BITS;
    wire [Y_BITS-1:0] rest   = one[Y_BITS-1:0] - extended[Y_BITS-1:0];

    always @(posedge aclk)
        if (enable)
            y <= negative ? extended[Y_BITS-1:0] : rest;

    wire unused_bits = &{1'b0, extended, one};

endmodule

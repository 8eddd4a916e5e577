// A step of Horner's rule, one edge later: sum = c + floor(above * r / 2^R_BITS).
module archsim_horner #(
    parameter C_BITS     = 8,       // signed
    parameter ABOVE_BITS = 8,       // signed
    parameter R_BITS     = 4,       // unsigned
    parameter SUM_BITS   = 9,       // signed; no sum of the table needs more
    parameter USE_DSP    = 1
) (
    input  wire                  aclk,
    input  wire                  enable,
    input  wire [C_BITS-1:0]     c,
    input  wire [ABOVE_BITS-1:0] above,
    input  wire [R_BITS-1:0]     r,
    output reg  [SUM_BITS-1:0]   sum
);

    localparam WIDE = (C_BITS > ABOVE_BITS ? C_BITS : ABOVE_BITS) + SUM_BITS;

    wire [ABOVE_BITS+R_BITS-1:0] product;

    archsim_multiply #(.A_BITS(ABOVE_BITS), .B_BITS(R_BITS), .USE_DSP(USE_DSP)) multiply (.a(above), .b(r), .product(product));

    // Both are extended further than any sum, of which the lowest bits are kept.
    wire [WIDE-1:0] c_extended       = {{(WIDE-C_BITS){c[C_BITS-1]}}, c};
    wire [WIDE-1:0] product_extended = {{(WIDE-ABOVE_BITS){product[ABOVE_BITS+R_BITS-1]}}, product[ABOVE_BITS+R_BITS-1:R_BITS]};

    always @(posedge aclk)
        if (enable)
            sum <= c_extended[SUM_BITS-1:0] + product_extended[SUM_BITS-1:0];

    wire unused_bits = &{1'b0, product[R_BITS-1:0], c_extended[WIDE-1:SUM_BITS], product_extended[WIDE-1:SUM_BITS]};

endmodule

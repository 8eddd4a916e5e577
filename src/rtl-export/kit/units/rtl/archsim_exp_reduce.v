// z = floor(x * CONSTANT / 2^SHIFT + 1/2), one edge later: with CONSTANT = log2(e) in fixed point, e^-x is 2^-z.
module archsim_exp_reduce #(
    parameter X_BITS        = 8,    // unsigned
    parameter CONSTANT      = 369,
    parameter CONSTANT_BITS = 9,    // those of CONSTANT
    parameter SHIFT         = 8,    // 0: nothing is dropped or rounded
    parameter Z_BITS        = 9,    // unsigned; no z needs more
    parameter USE_DSP       = 1
) (
    input  wire              aclk,
    input  wire              enable,
    input  wire [X_BITS-1:0] x,
    output reg  [Z_BITS-1:0] z
);

    localparam P_BITS = X_BITS + 1 + CONSTANT_BITS;
    localparam WIDE   = P_BITS + SHIFT + Z_BITS;

    wire [P_BITS-1:0] product;

    archsim_multiply #(.A_BITS(X_BITS + 1), .B_BITS(CONSTANT_BITS), .USE_DSP(USE_DSP)) multiply (
        .a({1'b0, x}), .b(CONSTANT[CONSTANT_BITS-1:0]), .product(product)
    );

    wire [WIDE-1:0] extended = {{(WIDE-P_BITS){1'b0}}, product};

    generate
        if (SHIFT == 0) begin : whole
            always @(posedge aclk)
                if (enable)
                    z <= extended[Z_BITS-1:0];
        end else begin : rounded
            always @(posedge aclk)
                if (enable)
                    z <= extended[SHIFT +: Z_BITS] + {{(Z_BITS-1){1'b0}}, extended[SHIFT-1]};
        end
    endgenerate

    wire unused_bits = &{1'b0, extended};

endmodule

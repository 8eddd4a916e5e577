// SiLU on both sides of zero from p = |x| * sigmoid(-|x|), one edge later:
//
//   y = min(floor((max(x, 0) * 2^ALIGN_BITS - p) / 2^EXTRA_BITS + 1/2), 2^(Y_BITS-1) - 1)
module archsim_silu_sides #(
    parameter X_BITS     = 8,       // signed
    parameter ALIGN_BITS = 1,
    parameter P_BITS     = 8,       // unsigned
    parameter EXTRA_BITS = 1,       // 0: nothing is rounded
    parameter Y_BITS     = 8        // signed
) (
    input  wire              aclk,
    input  wire              enable,
    input  wire [X_BITS-1:0] x,
    input  wire [P_BITS-1:0] p,
    output reg  [Y_BITS-1:0] y
);

    localparam WIDE = X_BITS + ALIGN_BITS + P_BITS + EXTRA_BITS + Y_BITS + 2;
    localparam [WIDE-1:0] ONE  = 1;
    localparam [WIDE-1:0] HALF = (EXTRA_BITS == 0) ? {WIDE{1'b0}} : (ONE << EXTRA_BITS) >> 1;

    wire [X_BITS-2:0]      positive = x[X_BITS-1] ? {(X_BITS-1){1'b0}} : x[X_BITS-2:0];
    wire [WIDE-1:0]        linear   = {{(WIDE-X_BITS+1){1'b0}}, positive} << ALIGN_BITS;
    wire signed [WIDE-1:0] sum      = linear + HALF - {{(WIDE-P_BITS){1'b0}}, p};
    wire [WIDE-1:0]        rounded  = sum >>> EXTRA_BITS;
    wire                   too_high = !rounded[WIDE-1] && rounded[Y_BITS-1];

    always @(posedge aclk)
        if (enable)
            y <= too_high ? {1'b0, {(Y_BITS-1){1'b1}}} : rounded[Y_BITS-1:0];

    wire unused_bits = &{1'b0, rounded};

endmodule

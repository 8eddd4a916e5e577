// y = floor(floor(p / 2^places) / 2^EXTRA_BITS + 1/2), one edge later: the power of two of a whole part behind that of a fraction.
module archsim_exp_shift #(
    parameter P_BITS      = 8,      // unsigned
    parameter PLACES_BITS = 4,
    parameter EXTRA_BITS  = 1,      // 0: nothing is rounded
    parameter Y_BITS      = 8       // no y needs more
) (
    input  wire                   aclk,
    input  wire                   enable,
    input  wire [P_BITS-1:0]      p,
    input  wire [PLACES_BITS-1:0] places,
    output reg  [Y_BITS-1:0]      y
);

    localparam WIDE = P_BITS + EXTRA_BITS + Y_BITS;

    wire [P_BITS-1:0] shifted  = p >> places;
    wire [WIDE-1:0]   extended = {{(WIDE-P_BITS){1'b0}}, shifted};

    generate
        if (EXTRA_BITS == 0) begin : whole
            always @(posedge aclk)
                if (enable)
                    y <= extended[Y_BITS-1:0];
        end else begin : rounded
            always @(posedge aclk)
                if (enable)
                    y <= extended[EXTRA_BITS +: Y_BITS] + {{(Y_BITS-1){1'b0}}, extended[EXTRA_BITS-1]};
        end
    endgenerate

    wire unused_bits = &{1'b0, extended};

endmodule

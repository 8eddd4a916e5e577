// Where the leading one of d stands, and the bits behind it, two edges later: d = (1 + fraction / 2^FRACTION_BITS + ...) * 2^(D_BITS - 1 - zeros).
// The leading one is one of the highest PLACES + 1 bits. Bits of d beyond those of the fraction are dropped, missing ones are zeros.
module archsim_normalise #(
    parameter D_BITS        = 16,
    parameter PLACES        = 15,   // the most zeros, from 1 on
    parameter ZEROS_BITS    = 4,    // those of PLACES
    parameter FRACTION_BITS = 8
) (
    input  wire                     aclk,
    input  wire [D_BITS-1:0]        d,
    output reg  [ZEROS_BITS-1:0]    zeros,
    output reg  [FRACTION_BITS-1:0] fraction
);

    reg [ZEROS_BITS-1:0] count;
    reg [ZEROS_BITS-1:0] count_1;
    reg [D_BITS-1:0]     d_1;
    integer i;

    // The highest one comes last.
    always @* begin
        count = PLACES[ZEROS_BITS-1:0];
        for (i = PLACES - 1; i >= 0; i = i - 1)
            if (d[D_BITS-1-i])
                count = i[ZEROS_BITS-1:0];
    end

    wire [D_BITS-1:0]               shifted = d_1 << count_1;
    wire [D_BITS+FRACTION_BITS-1:0] widened = {shifted, {FRACTION_BITS{1'b0}}};

    always @(posedge aclk) begin
        count_1  <= count;
        d_1      <= d;
        zeros    <= count_1;
        fraction <= widened[D_BITS-2+FRACTION_BITS -: FRACTION_BITS];
    end

    wire unused_bits = &{1'b0, widened};

endmodule

// A magnitude shifted right and rounded to the nearest whole number, ties to even: aligned = round(magnitude / 2^places).
module shift_round (
    input  wire [13:0] magnitude,
    input  wire [3:0]  places,
    output wire [13:0] aligned
);

    // The result, and below it the 15 places that a shift can move out.
    wire [28:0] shifted = {magnitude, 15'd0} >> places;
    wire [13:0] kept    = shifted[28:15];
    wire        half    = shifted[14];
    wire        beyond  = shifted[13:0] != 14'd0;

    // No carry out: only a magnitude that was shifted, and so is below 2^13, is rounded up.
    assign aligned = kept + {13'd0, half && (beyond || kept[0])};

endmodule

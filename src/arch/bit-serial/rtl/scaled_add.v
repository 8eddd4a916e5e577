// The sum of two numbers, rounded once to a mantissa of MANTISSA_BITS, to nearest, ties to even.
//
//   value = (-1)^sign * 1.f * 2^(exponent - 29), where 1.f is the mantissa, leading one in its highest bit; 0 is 0 in all fields.
//
//   Whichever operand is smaller is aligned to the other. Three bits are kept below the wider mantissa, the last of them the OR of
//   all that is moved out (sticky): with the leading one at most one place lower than that of the larger operand, or nothing moved out
//   at all, two of them are left for the rounding, which is as if the sum had been exact.
module scaled_add #(
    parameter MANTISSA_BITS = 15,              // of operand a and of the sum
    parameter ADDEND_BITS   = 16               // of operand b
) (
    input  wire                     a_sign,
    input  wire [6:0]               a_exponent,
    input  wire [MANTISSA_BITS-1:0] a_mantissa,
    input  wire                     b_sign,
    input  wire [6:0]               b_exponent,
    input  wire [ADDEND_BITS-1:0]   b_mantissa,
    output wire                     sum_sign,
    output wire [6:0]               sum_exponent,
    output wire [MANTISSA_BITS-1:0] sum_mantissa
);

    localparam WORK = (MANTISSA_BITS > ADDEND_BITS ? MANTISSA_BITS : ADDEND_BITS) + 3;

    // Leading ones in the same place.
    wire [WORK-1:0] a_wide = {a_mantissa, {(WORK-MANTISSA_BITS){1'b0}}};
    wire [WORK-1:0] b_wide = {b_mantissa, {(WORK-ADDEND_BITS){1'b0}}};

    wire            a_larger        = {a_exponent, a_wide} >= {b_exponent, b_wide};
    wire            larger_sign     = a_larger ? a_sign : b_sign;
    wire [6:0]      larger_exponent = a_larger ? a_exponent : b_exponent;
    wire [WORK-1:0] larger          = a_larger ? a_wide : b_wide;
    wire [WORK-1:0] smaller         = a_larger ? b_wide : a_wide;

    // Align: past WORK places only the sticky bit is left.
    wire [6:0]        distance = larger_exponent - (a_larger ? b_exponent : a_exponent);
    wire [6:0]        places   = distance > WORK[6:0] ? WORK[6:0] : distance;
    wire [2*WORK-1:0] shifted  = {smaller, {WORK{1'b0}}} >> places;
    wire              sticky   = shifted[WORK-1:0] != {WORK{1'b0}};
    wire [WORK-1:0]   aligned  = {shifted[2*WORK-1:WORK+1], shifted[WORK] || sticky};

    // Add or subtract: never below zero, as the larger magnitude comes first.
    wire          subtract = a_sign != b_sign;
    wire [WORK:0] total    = subtract ? {1'b0, larger} - {1'b0, aligned}
                                      : {1'b0, larger} + {1'b0, aligned};

    // Normalise. The highest bit of `total` is the place of a carry.
    wire [WORK:0] normal;
    wire [6:0]    normal_exponent;

    normalise #(
        .BITS (WORK + 1)
    ) leading (
        .magnitude    (total),
        .top_exponent (larger_exponent + 7'd1),
        .mantissa     (normal),
        .exponent     (normal_exponent)
    );

    // Round. A mantissa of ones alone carries into the next power of two.
    localparam LOST = WORK + 1 - MANTISSA_BITS;

    wire [MANTISSA_BITS-1:0] kept     = normal[WORK -: MANTISSA_BITS];
    wire                     half     = normal[LOST-1];
    wire                     beyond   = normal[LOST-2:0] != {(LOST-1){1'b0}};
    wire                     round_up = half && (beyond || kept[0]);
    wire [MANTISSA_BITS:0]   rounded  = {1'b0, kept} + {{MANTISSA_BITS{1'b0}}, round_up};
    wire                     carried  = rounded[MANTISSA_BITS];

    assign sum_sign     = larger_sign && normal[WORK];
    assign sum_exponent = carried ? normal_exponent + 7'd1 : normal_exponent;
    assign sum_mantissa = carried ? {1'b1, {(MANTISSA_BITS-1){1'b0}}} : rounded[MANTISSA_BITS-1:0];

endmodule

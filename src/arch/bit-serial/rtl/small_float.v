// The value of an FP4 (E2M1) or FP3 (E2M0) weight in halves, as sign and 5-bit magnitude:
//
//   exponent field e, mantissa field m:   halves = m for e = 0,   (2 + m) * 2^(e-1) else;   FP3 has no m.
//
//   The pattern of -0 (sign alone) stands for one of four special values, which the selector of the group picks.
//   Each must be a sum or difference of two powers of two from 0.5 to 8, such as 5, 6, 7 or 8, because a weight has two terms.
module small_float #(
    parameter         WEIGHT_BITS = 4,      // 4: E2M1, 3: E2M0
    parameter integer SPECIAL_0   = 10,     // special value of selector 0, in halves (10 is 5)
    parameter integer SPECIAL_1   = -10,    // of selector 1
    parameter integer SPECIAL_2   = 16,     // of selector 2
    parameter integer SPECIAL_3   = -16     // of selector 3
) (
    input  wire [WEIGHT_BITS-1:0] pattern,  // sign, exponent, mantissa
    input  wire [1:0]             selector, // special value of the group
    output wire                   sign,     // 1 for values below 0
    output wire [4:0]             halves    // magnitude, I3 I2 I1 I0 . F0
);

    // Whether a magnitude in halves is 2^i, 2^i + 2^j or 2^i - 2^j: without its lowest one, or with that carried up, one bit is left.
    function has_two_terms;
        input integer value;
        integer magnitude, lowest;
        begin
            magnitude     = value < 0 ? -value : value;
            lowest        = magnitude & -magnitude;
            has_two_terms = magnitude < 32 && (is_power(magnitude - lowest) || (magnitude + lowest <= 16 && is_power(magnitude + lowest)));
        end
    endfunction

    // Powers of two, and 0.
    function is_power;
        input integer value;
        begin
            is_power = (value & (value - 1)) == 0;
        end
    endfunction

    generate
        if (WEIGHT_BITS != 3 && WEIGHT_BITS != 4) begin : check_weight_bits
            ARCHSIM_ILLEGAL_PARAMETER_WEIGHT_BITS illegal ();
        end
        if (!has_two_terms(SPECIAL_0) || !has_two_terms(SPECIAL_1) || !has_two_terms(SPECIAL_2) || !has_two_terms(SPECIAL_3)) begin : check_specials
            ARCHSIM_ILLEGAL_PARAMETER_SPECIAL illegal ();
        end
    endgenerate

    // Two's complement.
    wire [5:0] special = selector == 2'd0 ? SPECIAL_0[5:0] :
                         selector == 2'd1 ? SPECIAL_1[5:0] :
                         selector == 2'd2 ? SPECIAL_2[5:0] : SPECIAL_3[5:0];

    wire       negative = pattern[WEIGHT_BITS-1];
    wire [1:0] exponent = pattern[WEIGHT_BITS-2 -: 2];
    wire       mantissa;

    generate
        if (WEIGHT_BITS == 4) begin : with_mantissa
            assign mantissa = pattern[0];
        end else begin : without_mantissa
            assign mantissa = 1'b0;
        end
    endgenerate

    wire [4:0] basic = exponent == 2'd0 ? {4'd0, mantissa} :
                       exponent == 2'd1 ? {3'd0, 1'b1, mantissa} :
                       exponent == 2'd2 ? {2'd0, 1'b1, mantissa, 1'b0} : {1'b0, 1'b1, mantissa, 2'b00};

    wire is_special = negative && basic == 5'd0;

    assign sign   = is_special ? special[5] : negative;
    assign halves = !is_special ? basic :
                    special[5]  ? -special[4:0] : special[4:0];

endmodule

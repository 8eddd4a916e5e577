// result = total * 2^-SHIFT, rounded to the nearest whole number, ties to the even one, and saturated to -128..127; two cycles later.
//
// With q = floor(total / 2^SHIFT), the result is q + 1 where the rest is above a half, or is a half and q is odd.
module requantizer #(
    parameter SHIFT = 24         // 0 to 47
) (
    input  wire        aclk,
    input  wire        enable,
    input  wire [47:0] total,           // signed
    output reg  [7:0]  result           // signed
);

    wire signed [47:0] total_signed = total;
    wire        [47:0] quotient     = total_signed >>> SHIFT;
    wire               half;            // the first bit of the rest
    wire               below_half;      // whether any other bit of it is set

    generate
        if (SHIFT == 0) begin : no_rest
            assign half       = 1'b0;
            assign below_half = 1'b0;
        end else if (SHIFT == 1) begin : rest_of_one_bit
            assign half       = total[0];
            assign below_half = 1'b0;
        end else begin : rest
            assign half       = total[SHIFT-1];
            assign below_half = |total[SHIFT-2:0];
        end
    endgenerate

    reg       too_high;
    reg       too_low;
    reg       round_up;
    reg [7:0] low_bits;

    always @(posedge aclk)
        if (enable) begin
            too_high <= !quotient[47] && (|quotient[46:7]);
            too_low  <= quotient[47] && !(&quotient[46:7]);
            round_up <= half && (below_half || quotient[0]);
            low_bits <= quotient[7:0];

            if (too_low)
                result <= 8'h80;
            else if (too_high || (round_up && low_bits == 8'h7f))
                result <= 8'h7f;
            else
                result <= low_bits + {7'd0, round_up};
        end

endmodule

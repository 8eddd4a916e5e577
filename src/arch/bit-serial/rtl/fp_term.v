// The two terms of a number in 5-bit fixed point I3 I2 I1 I0 . F0, (-1)^sign * 2^exp * man each:
//
//   value = first + second / 2
//
//   A leading-one detector on I3..I0 finds the first term, one on what is left in I2 I1 I0 F0 the second. Three or more ones in a row are a
//   difference, as 7 = 2^3 - 2^0: the first term is the place above them, the second their lowest place, with the other sign.
module fp_term (
    input  wire       negative,   // sign of the value
    input  wire [4:0] halves,     // magnitude of the value in halves, of those that have two terms
    input  wire       second,     // which term
    output wire       sign,
    output wire [1:0] exp,
    output wire       man
);

    wire [1:0] first_place;
    wire       first_found;
    wire [1:0] second_place;
    wire       second_found;

    leading_one first_detector (
        .bits  (halves[4:1]),
        .place (first_place),
        .found (first_found)
    );

    // What the first term leaves. I3 is never left: if it is one, it is the leading one.
    wire [2:0] leading    = first_found ? 3'b001 << first_place : 3'b000;
    wire [3:0] rest       = {halves[3:1] & ~leading, halves[0]};
    wire       difference = (rest & (rest - 4'd1)) != 4'b0000;
    wire [3:0] lowest     = halves[3:0] & (~halves[3:0] + 4'd1);

    leading_one second_detector (
        .bits  (difference ? lowest : rest),
        .place (second_place),
        .found (second_found)
    );

    assign sign = second ? (negative ^ difference) : negative;
    assign man  = second ? second_found : first_found;
    assign exp  = second     ? second_place :
                  difference ? first_place + 2'd1 : first_place;

endmodule

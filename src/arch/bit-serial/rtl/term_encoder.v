// The terms of the four weights that a row of processing elements shares in one cycle:
//
//   term = (-1)^sign * 2^exp * man * 2^(significance - 1)        weight = sum of its terms
//
//   Integers: Booth digits, significance 1, 3, 5, 7.   FP4 and FP3: significance 1, then 0.
module term_encoder #(
    parameter         WEIGHT_BITS = 4,        // width of a weight: 2 to 8 for integers, 4 or 3 for floats
    parameter         IS_FLOAT    = 1,        // 0: two's complement integers, 1: FP4 or FP3 with special values
    parameter integer SPECIAL_0   = 10,       // special value of selector 0, in halves
    parameter integer SPECIAL_1   = -10,      // of selector 1
    parameter integer SPECIAL_2   = 16,       // of selector 2
    parameter integer SPECIAL_3   = -16       // of selector 3
) (
    input  wire [4*WEIGHT_BITS-1:0] weights,  // lane 0 lowest
    /* verilator lint_off UNUSEDSIGNAL */     // integers have no special values
    input  wire [1:0]               selector, // special value of the group
    /* verilator lint_on UNUSEDSIGNAL */
    input  wire [1:0]               index,    // which term
    output wire [3:0]               sign,     // a bit a lane
    output wire [7:0]               exp,      // two bits a lane
    output wire [3:0]               man,      // a bit a lane
    output wire [2:0]               significance
);

    genvar lane;
    generate
        if (IS_FLOAT != 0) begin : floats
            assign significance = {2'b00, index == 2'd0};

            for (lane = 0; lane < 4; lane = lane + 1) begin : lanes
                wire       negative;
                wire [4:0] halves;

                small_float #(
                    .WEIGHT_BITS (WEIGHT_BITS),
                    .SPECIAL_0   (SPECIAL_0),
                    .SPECIAL_1   (SPECIAL_1),
                    .SPECIAL_2   (SPECIAL_2),
                    .SPECIAL_3   (SPECIAL_3)
                ) decode (
                    .pattern  (weights[lane*WEIGHT_BITS +: WEIGHT_BITS]),
                    .selector (selector),
                    .sign     (negative),
                    .halves   (halves)
                );

                fp_term term (
                    .negative (negative),
                    .halves   (halves),
                    .second   (index != 2'd0),
                    .sign     (sign[lane]),
                    .exp      (exp[2*lane +: 2]),
                    .man      (man[lane])
                );
            end
        end else begin : integers
            assign significance = {index, 1'b1};

            for (lane = 0; lane < 4; lane = lane + 1) begin : lanes
                booth_term #(
                    .WEIGHT_BITS (WEIGHT_BITS)
                ) term (
                    .weight (weights[lane*WEIGHT_BITS +: WEIGHT_BITS]),
                    .index  (index),
                    .sign   (sign[lane]),
                    .exp    (exp[2*lane +: 2]),
                    .man    (man[lane])
                );
            end
        end
    endgenerate

endmodule

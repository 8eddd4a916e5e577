// Exponents of four products of an activation and a term, and how far each product is below the largest:
//
//   e = activation exponent + exp        largest = max of e over lanes that take part        shift = min(largest - e, 15)
//
//   A lane whose activation or term is zero takes no part: its mantissa becomes 0 and its exponent does not count.
//   Past 14 places nothing of a mantissa of 14 bits is left, whatever the rounding.
module exponent_match (
    input  wire [3:0]  a_sign,        // of the activations, lane 0 lowest
    input  wire [19:0] a_exponent,    // 5 bits a lane
    input  wire [43:0] a_mantissa,    // 11 bits a lane
    input  wire [3:0]  t_sign,        // of the terms
    input  wire [7:0]  t_exp,         // 2 bits a lane
    input  wire [3:0]  t_man,
    input  wire [2:0]  significance,  // of all four terms, and one more
    output wire [3:0]  sign,          // of the products
    output wire [43:0] mantissa,      // 11 bits a lane
    output wire [15:0] shift,         // 4 bits a lane
    output wire [6:0]  exponent       // largest + significance
);

    // 6 bits a lane: at most 31 + 3. Those of lanes without a part are 0, below any other.
    wire [23:0] e;

    wire [5:0] low     = e[5:0]   > e[11:6]  ? e[5:0]   : e[11:6];
    wire [5:0] high    = e[17:12] > e[23:18] ? e[17:12] : e[23:18];
    wire [5:0] largest = low > high ? low : high;

    assign sign     = a_sign ^ t_sign;
    assign exponent = {1'b0, largest} + {4'd0, significance};

    genvar lane;
    generate
        for (lane = 0; lane < 4; lane = lane + 1) begin : lanes
            wire       takes_part = t_man[lane] && a_mantissa[11*lane +: 11] != 11'd0;
            wire [5:0] sum        = {1'b0, a_exponent[5*lane +: 5]} + {4'd0, t_exp[2*lane +: 2]};
            wire [5:0] below      = largest - sum;

            assign e[6*lane +: 6]          = takes_part ? sum : 6'd0;
            assign mantissa[11*lane +: 11] = takes_part ? a_mantissa[11*lane +: 11] : 11'd0;
            assign shift[4*lane +: 4]      = below > 6'd15 ? 4'd15 : below[3:0];
        end
    endgenerate

endmodule

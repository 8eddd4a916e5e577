// The sum of four products of an activation and a one-bit term:
//
//   sum = sum over lanes of (-1)^sign * round(8 * mantissa / 2^shift)
//
//   Three bits are kept below a mantissa, and magnitudes are rounded to nearest, ties to even. The sum itself loses nothing:
//   4 * 8 * 2047 is below 2^16. The AND of an activation's mantissa with that of the term is part of `exponent_match`.
module lane_multiply (
    input  wire [3:0]         sign,      // a bit a lane
    input  wire [43:0]        mantissa,  // 11 bits a lane, 0 where the lane takes no part
    input  wire [15:0]        shift,     // 4 bits a lane
    output wire signed [16:0] sum
);

    // 15 bits a lane, two's complement.
    wire [59:0] products;

    genvar lane;
    generate
        for (lane = 0; lane < 4; lane = lane + 1) begin : lanes
            wire [13:0] aligned;

            shift_round align (
                .magnitude ({mantissa[11*lane +: 11], 3'b000}),
                .places    (shift[4*lane +: 4]),
                .aligned   (aligned)
            );

            assign products[15*lane +: 15] = sign[lane] ? -{1'b0, aligned} : {1'b0, aligned};
        end
    endgenerate

    wire [15:0] low  = {products[14], products[14:0]}  + {products[29], products[29:15]};
    wire [15:0] high = {products[44], products[44:30]} + {products[59], products[59:45]};

    assign sum = $signed({low[15], low} + {high[15], high});

endmodule

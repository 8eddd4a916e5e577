// Three ternary weights from their code in TL2 (bitnet.cpp):
//
//   u = 9 w_0 + 3 w_1 + w_2        code = {u < 0, |u|}, |u| 0 to 13
//
//   Trits are two's complement of two bits. Codes whose |u| is 14 or 15 stand for nothing and give some trits.
module trits_of_tl2 (
    input  wire [4:0] code,
    output wire [5:0] trits      // weight 0 lowest
);

    // Bit |u| of a plane: whether the digit of this place in balanced ternary is 1, or 2 for -1.
    function [15:0] plane_of;
        input integer place;
        input integer wanted;
        integer number;
        begin
            for (number = 0; number < 16; number = number + 1)
                plane_of[number] = ((number + (place - 1) / 2) / place) % 3 == wanted;
        end
    endfunction

    localparam [15:0] PLUS_0  = plane_of(9, 1);
    localparam [15:0] MINUS_0 = plane_of(9, 2);
    localparam [15:0] PLUS_1  = plane_of(3, 1);
    localparam [15:0] MINUS_1 = plane_of(3, 2);
    localparam [15:0] PLUS_2  = plane_of(1, 1);
    localparam [15:0] MINUS_2 = plane_of(1, 2);

    wire [2:0] plus  = {PLUS_2[code[3:0]], PLUS_1[code[3:0]], PLUS_0[code[3:0]]};
    wire [2:0] minus = {MINUS_2[code[3:0]], MINUS_1[code[3:0]], MINUS_0[code[3:0]]};

    genvar i;
    generate
        for (i = 0; i < 3; i = i + 1) begin : each
            assign trits[2*i +: 2] = {code[4] ? plus[i] : minus[i], plus[i] || minus[i]};
        end
    endgenerate

endmodule

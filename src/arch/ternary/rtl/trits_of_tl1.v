// A pair of ternary weights from its code in TL1 (bitnet.cpp):
//
//   code = 3 (w_0 + 1) + (w_1 + 1)        0 to 8
//
//   Trits are two's complement of two bits. Codes from 9 on stand for nothing and give some trits.
module trits_of_tl1 (
    input  wire [3:0] code,
    output wire [3:0] trits      // weight 0 lowest
);

    // Bit `code` of a plane: whether the digit of this place is `wanted`.
    function [15:0] plane_of;
        input integer place;
        input integer wanted;
        integer number;
        begin
            for (number = 0; number < 16; number = number + 1)
                plane_of[number] = (number / place) % 3 == wanted;
        end
    endfunction

    localparam [15:0] NEGATIVE_0 = plane_of(3, 0);
    localparam [15:0] POSITIVE_0 = plane_of(3, 2);
    localparam [15:0] NEGATIVE_1 = plane_of(1, 0);
    localparam [15:0] POSITIVE_1 = plane_of(1, 2);

    assign trits = {NEGATIVE_1[code], NEGATIVE_1[code] || POSITIVE_1[code], NEGATIVE_0[code], NEGATIVE_0[code] || POSITIVE_0[code]};

endmodule

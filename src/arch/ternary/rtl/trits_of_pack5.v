// Five ternary weights from a byte of base 3:
//
//   code = sum over i of digit_i 3^(4-i)        digit 0, 1, 2 for a weight of 0, +1, -1
//
//   Trits are two's complement of two bits. The 13 codes from 243 on stand for nothing and give some trits.
module trits_of_pack5 (
    input  wire [7:0] code,
    output wire [9:0] trits      // weight 0 lowest
);

    // Bit `code` of a plane: whether weight i is not zero, or whether it is -1.
    function [255:0] plane_of;
        input integer place;
        input integer least_digit;
        integer number;
        begin
            for (number = 0; number < 256; number = number + 1)
                plane_of[number] = (number / place) % 3 >= least_digit;
        end
    endfunction

    localparam [255:0] NONZERO_0  = plane_of(81, 1);
    localparam [255:0] NEGATIVE_0 = plane_of(81, 2);
    localparam [255:0] NONZERO_1  = plane_of(27, 1);
    localparam [255:0] NEGATIVE_1 = plane_of(27, 2);
    localparam [255:0] NONZERO_2  = plane_of(9, 1);
    localparam [255:0] NEGATIVE_2 = plane_of(9, 2);
    localparam [255:0] NONZERO_3  = plane_of(3, 1);
    localparam [255:0] NEGATIVE_3 = plane_of(3, 2);
    localparam [255:0] NONZERO_4  = plane_of(1, 1);
    localparam [255:0] NEGATIVE_4 = plane_of(1, 2);

    assign trits = {NEGATIVE_4[code], NONZERO_4[code], NEGATIVE_3[code], NONZERO_3[code], NEGATIVE_2[code], NONZERO_2[code],
                    NEGATIVE_1[code], NONZERO_1[code], NEGATIVE_0[code], NONZERO_0[code]};

endmodule

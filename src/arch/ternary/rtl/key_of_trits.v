// The key of MU ternary weights in a symmetric table:
//
//   u = sum over i of w_i 3^(MU-1-i)        key = {u < 0, E - |u|}, E = (3^MU - 1) / 2
//
//   Entry 0 is that of +1 everywhere; index E reads as zero. Trits are two's complement of two bits; 2'b10 is none and counts as zero.
module key_of_trits #(
    parameter MU = 3                                            // 1 to 5
) (
    input  wire [2*MU-1:0] trits,                               // weight 0 lowest
    output wire [(MU==1?1:MU==2?3:MU==3?4:MU==4?6:7):0] key
);

    localparam E     = MU == 1 ? 1 : MU == 2 ? 4 : MU == 3 ? 13 : MU == 4 ? 40 : 121;
    localparam INDEX = MU == 1 ? 1 : MU == 2 ? 3 : MU == 3 ? 4 : MU == 4 ? 6 : 7;

    function integer number_of;
        input integer trits_given;
        integer at;
        begin
            number_of = 0;
            for (at = 0; at < MU; at = at + 1)
                number_of = 3 * number_of + ((trits_given >> (2*at)) % 4 == 1 ? 1 : (trits_given >> (2*at)) % 4 == 3 ? -1 : 0);
        end
    endfunction

    wire [(1<<(2*MU))*(INDEX+1)-1:0] keys;

    genvar pattern;
    generate
        for (pattern = 0; pattern < (1 << (2*MU)); pattern = pattern + 1) begin : each
            localparam NUMBER = number_of(pattern);
            localparam KEY    = NUMBER < 0 ? (1 << INDEX) + E + NUMBER : E - NUMBER;
            assign keys[pattern*(INDEX+1) +: INDEX+1] = KEY[INDEX:0];
        end
    endgenerate

    genvar place;
    generate
        for (place = 0; place <= INDEX; place = place + 1) begin : places
            wire [(1<<(2*MU))-1:0] of_patterns;
            for (pattern = 0; pattern < (1 << (2*MU)); pattern = pattern + 1) begin : each
                assign of_patterns[pattern] = keys[pattern*(INDEX+1) + place];
            end
            assign key[place] = of_patterns[trits];
        end
    endgenerate

endmodule

// Keys of one output for all tables, from its stored weights.
//
//   FORMAT 0: keys {sign, index}, table 0 lowest. Otherwise codes of 2 (TL1), 3 (TL2) or 5 (base 3) weights, the first ones lowest; what the last
//   code has beyond MU x TABLES weights is left out.
module stored_keys #(
    parameter MU        = 3,                                    // weights of a key, 1 to 5
    parameter TABLES    = 4,
    parameter FORMAT    = 0,                                    // 0 keys, 1 TL1, 2 TL2, 3 base 3
    parameter CODE_BITS = 20                                    // of one output
) (
    input  wire [CODE_BITS-1:0] codes,
    output wire [TABLES*(MU==1?2:MU==2?4:MU==3?5:MU==4?7:8)-1:0] keys
);

    localparam KEY    = MU == 1 ? 2 : MU == 2 ? 4 : MU == 3 ? 5 : MU == 4 ? 7 : 8;
    localparam GROUP  = FORMAT == 1 ? 2 : FORMAT == 2 ? 3 : 5;
    localparam CODES  = (MU * TABLES + GROUP - 1) / GROUP;

    genvar i;
    generate
        if (FORMAT == 0) begin : as_given
            assign keys = codes;
        end else begin : unpacked
            /* verilator lint_off UNUSEDSIGNAL */
            wire [2*GROUP*CODES-1:0] trits;
            /* verilator lint_on UNUSEDSIGNAL */
            for (i = 0; i < CODES; i = i + 1) begin : each
                if (FORMAT == 1) begin : tl1
                    trits_of_tl1 decoder (
                        .code  (codes[4*i +: 4]),
                        .trits (trits[4*i +: 4])
                    );
                end else if (FORMAT == 2) begin : tl2
                    trits_of_tl2 decoder (
                        .code  (codes[5*i +: 5]),
                        .trits (trits[6*i +: 6])
                    );
                end else begin : pack5
                    trits_of_pack5 decoder (
                        .code  (codes[8*i +: 8]),
                        .trits (trits[10*i +: 10])
                    );
                end
            end
            for (i = 0; i < TABLES; i = i + 1) begin : groups
                key_of_trits #(
                    .MU (MU)
                ) encoder (
                    .trits (trits[2*MU*i +: 2*MU]),
                    .key   (keys[KEY*i +: KEY])
                );
            end
        end
    endgenerate

endmodule

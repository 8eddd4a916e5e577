// One level of adders of a table of signed sums, a tree of ceil(log2 MU) levels:
//
//   entry[E - u] = sum over i of w_i a_i        u = sum over i of w_i 3^(MU-1-i) from 1 to E = (3^MU - 1) / 2, w_i in -1, 0, 1
//
//   The first weight that is not zero is +1. Level l has the sums of up to 2^l activations: one of n activations is that of its first ceil(n/2)
//   plus or minus that of its others. Entries of more activations are zero until their level.
module table_level #(
    parameter MU         = 3,                                   // activations, 2 to 5
    parameter BITS       = 8,                                   // of an activation, two's complement
    parameter ENTRY_BITS = 10,                                  // BITS + ceil(log2 MU)
    parameter LEVEL      = 1                                    // 1 to ceil(log2 MU)
) (
    /* verilator lint_off UNUSEDSIGNAL */                       // entries that have no level yet
    input  wire [((MU==2?4:MU==3?13:MU==4?40:121)*ENTRY_BITS)-1:0] given,  // entry 0 lowest, of the level before
    /* verilator lint_on UNUSEDSIGNAL */
    output wire [((MU==2?4:MU==3?13:MU==4?40:121)*ENTRY_BITS)-1:0] sums
);

    localparam E = MU == 2 ? 4 : MU == 3 ? 13 : MU == 4 ? 40 : 121;

    // Activations of a sum: digits of its number in balanced ternary that are not zero.
    function integer activations_of;
        input integer number;
        integer rest, digit;
        begin
            activations_of = 0;
            rest = number;
            for (digit = 0; digit < MU; digit = digit + 1) begin
                if (rest % 3 != 0)
                    activations_of = activations_of + 1;
                rest = (rest + 1) / 3;
            end
        end
    endfunction

    // The part of a sum that its last floor(n/2) activations make.
    function integer tail_of;
        input integer number;
        integer rest, place, left, digit;
        begin
            tail_of = 0;
            rest = number;
            place = 1;
            left = activations_of(number) / 2;
            for (digit = 0; digit < MU; digit = digit + 1) begin
                if (rest % 3 != 0 && left > 0) begin
                    tail_of = rest % 3 == 1 ? tail_of + place : tail_of - place;
                    left = left - 1;
                end
                rest = (rest + 1) / 3;
                place = 3 * place;
            end
        end
    endfunction

    genvar u;
    generate
        for (u = 1; u <= E; u = u + 1) begin : each
            localparam COUNT = activations_of(u);
            if (COUNT <= (1 << (LEVEL-1))) begin : there
                assign sums[(E-u)*ENTRY_BITS +: ENTRY_BITS] = given[(E-u)*ENTRY_BITS +: ENTRY_BITS];
            end else if (COUNT <= (1 << LEVEL)) begin : added
                localparam TAIL  = tail_of(u);
                localparam HEAD  = u - TAIL;
                localparam WIDTH = BITS + LEVEL;
                wire [WIDTH-1:0] head = given[(E-HEAD)*ENTRY_BITS +: WIDTH];
                wire [WIDTH-1:0] sum;
                if (TAIL > 0) begin : plus
                    assign sum = head + given[(E-TAIL)*ENTRY_BITS +: WIDTH];
                end else begin : minus
                    assign sum = head - given[(E+TAIL)*ENTRY_BITS +: WIDTH];
                end
                if (WIDTH == ENTRY_BITS) begin : whole
                    assign sums[(E-u)*ENTRY_BITS +: ENTRY_BITS] = sum;
                end else begin : extended
                    assign sums[(E-u)*ENTRY_BITS +: ENTRY_BITS] = {{(ENTRY_BITS-WIDTH){sum[WIDTH-1]}}, sum};
                end
            end else begin : later
                assign sums[(E-u)*ENTRY_BITS +: ENTRY_BITS] = {ENTRY_BITS{1'b0}};
            end
        end
    endgenerate

endmodule

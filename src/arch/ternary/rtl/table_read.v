// One read of a table: the entry of a key, inverted where the key has its sign set.
//
//   term + negated = (sign ? -1 : +1) * entry[index]        index E reads as zero; key = {sign, index}
//
//   The one that an inverted entry lacks goes along as a bit, which an adder behind takes as its carry: no bit more than an entry has is needed,
//   although the negation of -MU 2^(BITS-1) would take one where MU is a power of two. With MU = 1 this is all of a ternary weight: add, subtract
//   or leave out. Latency 1.
module table_read #(
    parameter MU         = 3,                                   // activations of the table, 1 to 5
    parameter ENTRY_BITS = 10
) (
    input  wire                  aclk,
    input  wire                  advance,                       // 0: nothing moves
    input  wire [((MU==1?1:MU==2?4:MU==3?13:MU==4?40:121)*ENTRY_BITS)-1:0] entries,
    input  wire [(MU==1?1:MU==2?3:MU==3?4:MU==4?6:7):0] key,
    output reg  [ENTRY_BITS-1:0] term,
    output reg                   negated
);

    localparam E     = MU == 1 ? 1 : MU == 2 ? 4 : MU == 3 ? 13 : MU == 4 ? 40 : 121;
    localparam INDEX = MU == 1 ? 1 : MU == 2 ? 3 : MU == 3 ? 4 : MU == 4 ? 6 : 7;

    wire [ENTRY_BITS-1:0] entry;

    genvar place, i;
    generate
        for (place = 0; place < ENTRY_BITS; place = place + 1) begin : places
            wire [(1<<INDEX)-1:0] of_entries;
            for (i = 0; i < (1 << INDEX); i = i + 1) begin : each
                if (i < E) begin : stored
                    assign of_entries[i] = entries[i*ENTRY_BITS + place];
                end else begin : zero
                    assign of_entries[i] = 1'b0;
                end
            end
            assign entry[place] = of_entries[key[INDEX-1:0]];
        end
    endgenerate

    always @(posedge aclk) begin
        if (advance) begin
            term    <= entry ^ {ENTRY_BITS{key[INDEX]}};
            negated <= key[INDEX];
        end
    end

endmodule

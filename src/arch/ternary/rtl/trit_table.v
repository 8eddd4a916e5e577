// The table of MU activations: half of all their signed sums, those whose first weight that is not zero is +1. Made anew in every cycle.
//
//   entry[E - u] = sum over i of w_i a_i        u = sum over i of w_i 3^(MU-1-i) > 0, E = (3^MU - 1) / 2 entries
//
//   Entries lie in -MU 2^(BITS-1) to MU 2^(BITS-1) - 1, which BITS + ceil(log2 MU) bits hold. E - MU adders, one for each entry of two or more.
//   Latency 1 + ceil(log2 MU): a register for the activations and one behind each level of adders.
module trit_table #(
    parameter MU         = 3,                                   // activations, 1 to 5
    parameter BITS       = 8,                                   // of an activation, two's complement
    parameter ENTRY_BITS = 10                                   // BITS + ceil(log2 MU)
) (
    input  wire                 aclk,
    input  wire                 advance,                        // 0: nothing moves
    input  wire [MU*BITS-1:0]   activations,                    // activation 0 lowest
    output wire [((MU==1?1:MU==2?4:MU==3?13:MU==4?40:121)*ENTRY_BITS)-1:0] entries  // entry 0 lowest
);

    localparam E      = MU == 1 ? 1 : MU == 2 ? 4 : MU == 3 ? 13 : MU == 4 ? 40 : 121;
    localparam LEVELS = MU == 1 ? 0 : MU == 2 ? 1 : MU <= 4 ? 2 : 3;

    reg [MU*BITS-1:0] held;

    always @(posedge aclk) begin
        if (advance)
            held <= activations;
    end

    genvar level, u;
    generate
        for (level = 0; level <= LEVELS; level = level + 1) begin : levels
            wire [E*ENTRY_BITS-1:0] reached;
            if (level == 0) begin : alone
                for (u = 1; u <= E; u = u + 1) begin : each
                    if (u == 1 || u == 3 || u == 9 || u == 27 || u == 81) begin : of_one
                        localparam ELEMENT = MU - 1 - (u == 1 ? 0 : u == 3 ? 1 : u == 9 ? 2 : u == 27 ? 3 : 4);
                        if (ENTRY_BITS == BITS) begin : whole
                            assign reached[(E-u)*ENTRY_BITS +: ENTRY_BITS] = held[ELEMENT*BITS +: BITS];
                        end else begin : extended
                            assign reached[(E-u)*ENTRY_BITS +: ENTRY_BITS] = {{(ENTRY_BITS-BITS){held[ELEMENT*BITS + BITS-1]}}, held[ELEMENT*BITS +: BITS]};
                        end
                    end else begin : later
                        assign reached[(E-u)*ENTRY_BITS +: ENTRY_BITS] = {ENTRY_BITS{1'b0}};
                    end
                end
            end else begin : added
                wire [E*ENTRY_BITS-1:0] made;
                reg  [E*ENTRY_BITS-1:0] kept;
                table_level #(
                    .MU         (MU),
                    .BITS       (BITS),
                    .ENTRY_BITS (ENTRY_BITS),
                    .LEVEL      (level)
                ) adders (
                    .given (levels[level-1].reached),
                    .sums  (made)
                );
                always @(posedge aclk) begin
                    if (advance)
                        kept <= made;
                end
                assign reached = kept;
            end
        end
    endgenerate

    assign entries = levels[LEVELS].reached;

endmodule

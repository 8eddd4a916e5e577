// The shifts of a scale that belong to a round: as many as there are shifters, one edge later; the last round may have fewer.
module scale_terms #(
    parameter TERMS      = 3,
    parameter SHIFTERS   = 1,                               // at most TERMS
    parameter SHIFT_BITS = 3                                // of a shift
) (
    input  wire                           aclk,
    input  wire                           advance,          // 0: nothing moves
    /* verilator lint_off UNUSEDSIGNAL */                   // there may be one round
    input  wire [1:0]                     round,            // from 0
    /* verilator lint_on UNUSEDSIGNAL */
    input  wire [TERMS*SHIFT_BITS-1:0]    all_shifts,
    input  wire [TERMS-1:0]               all_used,
    output reg  [SHIFTERS*SHIFT_BITS-1:0] shifts,
    output reg  [SHIFTERS-1:0]            used
);

    // In whole rounds, and one more than there are at most.
    wire [4*SHIFTERS*SHIFT_BITS-1:0] rounds_of_shifts = {{((4*SHIFTERS-TERMS)*SHIFT_BITS){1'b0}}, all_shifts};
    wire [4*SHIFTERS-1:0]            rounds_of_used   = {{(4*SHIFTERS-TERMS){1'b0}}, all_used};

    always @(posedge aclk) begin
        if (advance) begin
            shifts <= rounds_of_shifts[round*(SHIFTERS*SHIFT_BITS) +: SHIFTERS*SHIFT_BITS];
            used   <= rounds_of_used[round*SHIFTERS +: SHIFTERS];
        end
    end

endmodule

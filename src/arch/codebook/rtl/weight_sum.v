// One weight of a vector: the sum of an element of each codebook.
module weight_sum #(
    parameter TWO_BOOKS  = 1,                                // 0: the element of the main one alone
    parameter ENTRY_BITS = 4                                 // of an element, at least 2
) (
    input  wire                            aclk,
    input  wire                            move,             // 0: nothing moves
    input  wire [ENTRY_BITS-1:0]           main,             // two's complement
    /* verilator lint_off UNUSEDSIGNAL */
    input  wire [ENTRY_BITS-1:0]           rest,
    /* verilator lint_on UNUSEDSIGNAL */
    output reg  [ENTRY_BITS+TWO_BOOKS-1:0] weight
);

    generate
        if (TWO_BOOKS == 1) begin : both
            always @(posedge aclk) begin
                if (move)
                    weight <= {main[ENTRY_BITS-1], main} + {rest[ENTRY_BITS-1], rest};
            end
        end else begin : alone
            always @(posedge aclk) begin
                if (move)
                    weight <= main;
            end
        end
    endgenerate

endmodule

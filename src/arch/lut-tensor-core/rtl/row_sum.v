// The sum of a row's activations over its reduction, from the first entry of each table, which is the sum of a group.
//
//   In step with `lookup_unit`: stage 1 takes the entry, stage 2 adds it with the first plane of each group.
module row_sum #(
    parameter ENTRY_BITS = 10,                  // bits of the entry
    parameter SUM_BITS   = 33                   // bits of the sum, which wraps
) (
    input  wire                  aclk,
    input  wire                  advance,       // 0: nothing moves
    input  wire [ENTRY_BITS-1:0] entry,         // stage 1
    input  wire                  accumulate,    // stage 2 has the first plane of a group
    input  wire                  opens,         // and of its reduction
    output reg  [SUM_BITS-1:0]   sum
);

    reg [ENTRY_BITS-1:0] taken;

    wire [SUM_BITS-1:0] so_far = opens ? {SUM_BITS{1'b0}} : sum;

    always @(posedge aclk) begin
        if (advance)
            taken <= entry;
        if (advance && accumulate)
            sum <= {{(SUM_BITS-ENTRY_BITS){taken[ENTRY_BITS-1]}}, taken} + so_far;
    end

endmodule

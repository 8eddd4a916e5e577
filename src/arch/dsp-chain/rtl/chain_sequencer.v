// Tells the stages of the columns what to do with the beat that reaches them.
//
// A beat is taken in cycle 0. Its sum is there in cycle SUM_CYCLES, where the group accumulator adds it; the scaled sum of its group is added
// three cycles later, and the result of its reduction is there three cycles after that. Without a beat, accumulators keep what they have.
module chain_sequencer #(
    parameter SUM_CYCLES = 6     // cycles from a beat to the sum of its products, 2 or more
) (
    input  wire aclk,
    input  wire aresetn,
    input  wire enable,
    input  wire take,                   // a beat is taken in this cycle, if `enable` is high
    input  wire ends_group,             // it is the last of its scale group
    input  wire ends_reduction,         // it is the last of its reduction, and so of its scale group
    input  wire ends_run,               // it is the last of its run, and so of its reduction
    output wire add_beat,               // cycle SUM_CYCLES: the sum of a beat is there
    output wire restart_group,          // it is the first of its scale group
    output wire add_group,              // cycle SUM_CYCLES + 3: the sum of a group times its scale is there
    output wire restart_reduction,      // it is the first of its reduction
    output wire result_valid,           // cycle SUM_CYCLES + 6: a result is there
    output wire result_last             // it is the last of its run
);

    localparam SCALED_CYCLES = SUM_CYCLES + 3;
    localparam RESULT_CYCLES = SUM_CYCLES + 6;

    // What the next beat is.
    reg starts_group;
    reg starts_reduction;

    always @(posedge aclk)
        if (!aresetn) begin
            starts_group     <= 1'b1;
            starts_reduction <= 1'b1;
        end else if (enable && take) begin
            starts_group <= ends_group;
            // A reduction starts with its first group, whose last beat is what `restart_reduction` marks.
            if (ends_group)
                starts_reduction <= ends_reduction;
        end

    // Bit i: the beat that was taken i cycles ago.
    reg [SUM_CYCLES:1]    beats;
    reg [SUM_CYCLES:1]    group_starts;
    reg [SCALED_CYCLES:1] group_ends;
    reg [SCALED_CYCLES:1] reduction_starts;
    reg [RESULT_CYCLES:1] reduction_ends;
    reg [RESULT_CYCLES:1] run_ends;

    always @(posedge aclk)
        if (!aresetn) begin
            beats          <= {SUM_CYCLES{1'b0}};
            group_ends     <= {SCALED_CYCLES{1'b0}};
            reduction_ends <= {RESULT_CYCLES{1'b0}};
        end else if (enable) begin
            beats          <= {beats[SUM_CYCLES-1:1], take};
            group_ends     <= {group_ends[SCALED_CYCLES-1:1], take && ends_group};
            reduction_ends <= {reduction_ends[RESULT_CYCLES-1:1], take && ends_reduction};
        end

    // These say more about a beat that the others tell of: they need no reset.
    always @(posedge aclk)
        if (enable) begin
            group_starts     <= {group_starts[SUM_CYCLES-1:1], starts_group};
            reduction_starts <= {reduction_starts[SCALED_CYCLES-1:1], starts_reduction};
            run_ends         <= {run_ends[RESULT_CYCLES-1:1], ends_run};
        end

    assign add_beat          = beats[SUM_CYCLES];
    assign restart_group     = group_starts[SUM_CYCLES];
    assign add_group         = group_ends[SCALED_CYCLES];
    assign restart_reduction = reduction_starts[SCALED_CYCLES];
    assign result_valid      = reduction_ends[RESULT_CYCLES];
    assign result_last       = run_ends[RESULT_CYCLES];

endmodule

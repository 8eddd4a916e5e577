// Which pass is issued, and what the stages of the array do about it.
//
//   Each beat of weights is one pass of one step; the first pass of a step waits for the activations of the step, and takes them. The whole pipeline
//   waits while a group is done and the scalers still work on the one before it.
//
//   A pass issued in one cycle is in stage i in the i-th after it; sums of activations are added in stage ROWS, sums of products in stage DEPTH.
module pass_control #(
    parameter ROWS  = 2,                     // stages of the tree of the activations
    parameter DEPTH = 5                      // stages of terms, their tree, and the tree of the products
) (
    input  wire aclk,
    input  wire aresetn,                     // synchronous, active low
    // The pass that the streams offer
    input  wire act_valid,
    output wire act_take,
    input  wire wgt_valid,
    output wire wgt_take,
    input  wire pass_ends_step,
    input  wire pass_ends_group,             // the pass ends its step, too
    input  wire pass_ends_reduction,         // the pass ends its group, too
    input  wire pass_ends_run,               // the pass ends its reduction, too
    // Issue
    output wire advance,                     // 0: nothing moves
    output wire first_pass,                  // the pass that is issued is the first of its step
    // Stage ROWS
    output wire rows_take,
    output wire rows_add,                    // the first pass of a step
    output wire rows_open,
    // Stage DEPTH
    output wire sums_take,
    output wire sums_open,
    // Groups that are done
    input  wire drain_ready,
    output wire drain_load,
    output wire group_opens_reduction,
    output wire group_ends_reduction,
    output wire group_ends_run
);

    reg at_step_start;                       // the next pass opens a step
    reg at_group_start;                      // and that a group
    reg at_reduction_start;                  // the group of the next pass opens a reduction

    wire ends_reduction = pass_ends_reduction || pass_ends_run;
    wire ends_group     = pass_ends_group || ends_reduction;
    wire ends_step      = pass_ends_step || ends_group;
    wire issue          = wgt_valid && (act_valid || !at_step_start);

    assign first_pass = at_step_start;
    assign wgt_take   = advance && issue;
    assign act_take   = advance && issue && at_step_start;

    always @(posedge aclk) begin
        if (!aresetn) begin
            at_step_start      <= 1'b1;
            at_group_start     <= 1'b1;
            at_reduction_start <= 1'b1;
        end else if (advance && issue) begin
            at_step_start  <= ends_step;
            at_group_start <= ends_group;
            if (ends_group)
                at_reduction_start <= ends_reduction;
        end
    end

    // Bit 0 is the pass that is offered.
    reg [DEPTH:1] has;
    reg [DEPTH:1] adds;
    reg [DEPTH:1] opens;
    reg [DEPTH:1] ends;
    reg [DEPTH:1] opens_reduction;
    reg [DEPTH:1] reduction_end;
    reg [DEPTH:1] run_end;

    /* verilator lint_off UNUSEDSIGNAL */    // stages that nothing asks
    wire [DEPTH:0] all_has   = {has, issue};
    wire [DEPTH:0] all_adds  = {adds, at_step_start};
    wire [DEPTH:0] all_opens = {opens, at_group_start};
    wire [DEPTH:0] all_ends  = {ends, issue && ends_group};
    wire [DEPTH:0] all_opens_reduction = {opens_reduction, at_reduction_start};
    wire [DEPTH:0] all_reduction_end   = {reduction_end, ends_reduction};
    wire [DEPTH:0] all_run_end         = {run_end, pass_ends_run};
    /* verilator lint_on UNUSEDSIGNAL */

    always @(posedge aclk) begin
        if (!aresetn) begin
            has             <= {DEPTH{1'b0}};
            adds            <= {DEPTH{1'b0}};
            opens           <= {DEPTH{1'b0}};
            ends            <= {DEPTH{1'b0}};
            opens_reduction <= {DEPTH{1'b0}};
            reduction_end   <= {DEPTH{1'b0}};
            run_end         <= {DEPTH{1'b0}};
        end else if (advance) begin
            has             <= all_has[DEPTH-1:0];
            adds            <= all_adds[DEPTH-1:0];
            opens           <= all_opens[DEPTH-1:0];
            ends            <= all_ends[DEPTH-1:0];
            opens_reduction <= all_opens_reduction[DEPTH-1:0];
            reduction_end   <= all_reduction_end[DEPTH-1:0];
            run_end         <= all_run_end[DEPTH-1:0];
        end
    end

    assign rows_take = advance && all_has[ROWS];
    assign rows_add  = all_adds[ROWS];
    assign rows_open = all_opens[ROWS];
    assign sums_take = advance && has[DEPTH];
    assign sums_open = opens[DEPTH];

    assign advance    = !ends[DEPTH] || drain_ready;
    assign drain_load = ends[DEPTH] && drain_ready;

    assign group_opens_reduction = opens_reduction[DEPTH];
    assign group_ends_reduction  = reduction_end[DEPTH];
    assign group_ends_run        = run_end[DEPTH];

endmodule

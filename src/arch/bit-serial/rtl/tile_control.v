// Which term of which step is under way, and what the stages of the processing elements do about it.
//
//   A step (four elements of the reduction) is held for TERMS cycles, one for each term of its weights, and taken with the last one.
//   The last term of a group waits until eight cycles have passed since that of the group before: a dequantiser takes one group at a time.
//   The whole pipeline waits while a reduction is done and the results of the one before it have not left.
//
//   Numbers of stages as in `bit_serial_pe`; a term issued in one cycle is in stage 1 in the next, and the results are taken in stage 15.
module tile_control #(
    parameter TERMS = 2                    // terms of a weight, 1 to 4
) (
    input  wire       aclk,
    input  wire       aresetn,             // synchronous, active low
    // The step that the streams offer
    input  wire       step_valid,
    input  wire       step_ends_group,
    input  wire       step_ends_reduction, // the step ends its group, too
    input  wire       step_ends_run,       // the step ends its reduction, too
    output wire       step_take,
    // Issue
    output wire       advance,             // 0: nothing moves
    output wire [1:0] index,               // the term that is issued
    output wire       issue_ends_group,    // a term is issued, the last one of its group
    // Stage 4
    output wire       accumulate,
    output wire       opens_group,
    output wire       ends_group,
    // Stages 5 to 12
    output wire       dequant_start,
    output wire       dequant_step,
    // Stage 14
    output wire       add_output,
    output wire       opens_output,
    // Stage 15
    input  wire       drain_ready,
    output wire       drain_load,
    output wire       drain_ends_run
);

    localparam LAST_TERM = TERMS - 1;

    // Issue

    reg [1:0] term;
    reg       at_group_start;        // the next term opens a group
    reg       at_reduction_start;    // the next group opens a reduction
    reg [2:0] until_dequantizer;     // cycles before a group may end

    wire ends_run       = step_ends_run;
    wire ends_reduction = step_ends_reduction || ends_run;
    wire is_last_term   = term == LAST_TERM[1:0];
    wire is_group_end   = is_last_term && (step_ends_group || ends_reduction);
    wire issue          = step_valid && !(is_group_end && until_dequantizer != 3'd0);

    assign index            = term;
    assign issue_ends_group = issue && is_group_end;
    assign step_take        = advance && issue && is_last_term;

    always @(posedge aclk) begin
        if (!aresetn) begin
            term               <= 2'd0;
            at_group_start     <= 1'b1;
            at_reduction_start <= 1'b1;
            until_dequantizer  <= 3'd0;
        end else if (advance) begin
            if (issue) begin
                term           <= is_last_term ? 2'd0 : term + 2'd1;
                at_group_start <= is_group_end;
            end
            if (issue_ends_group)
                at_reduction_start <= ends_reduction;
            if (issue_ends_group)
                until_dequantizer <= 3'd7;
            else if (until_dequantizer != 3'd0)
                until_dequantizer <= until_dequantizer - 3'd1;
        end
    end

    // What is in each stage. Stages 1 to 4 hold terms, and the end of a group goes on to stage 15.

    reg [4:1]  has_term;
    reg [4:1]  term_opens_group;
    reg [14:1] group_end;            // the last term of a group, then the group
    reg [14:1] group_opens_output;
    reg [15:1] group_ends_output;
    reg [15:1] group_ends_run;

    always @(posedge aclk) begin
        if (!aresetn) begin
            has_term           <= 4'd0;
            term_opens_group   <= 4'd0;
            group_end          <= 14'd0;
            group_opens_output <= 14'd0;
            group_ends_output  <= 15'd0;
            group_ends_run     <= 15'd0;
        end else if (advance) begin
            has_term           <= {has_term[3:1], issue};
            term_opens_group   <= {term_opens_group[3:1], at_group_start};
            group_end          <= {group_end[13:1], issue_ends_group};
            group_opens_output <= {group_opens_output[13:1], at_reduction_start};
            group_ends_output  <= {group_ends_output[14:1], issue_ends_group && ends_reduction};
            group_ends_run     <= {group_ends_run[14:1], ends_run};
        end
    end

    assign accumulate    = has_term[4];
    assign opens_group   = term_opens_group[4];
    assign ends_group    = group_end[4];
    assign dequant_start = group_end[5];
    assign dequant_step  = group_end[12:5] != 8'd0;
    assign add_output    = group_end[14];
    assign opens_output  = group_opens_output[14];

    // Results

    assign advance        = !group_ends_output[15] || drain_ready;
    assign drain_load     = group_ends_output[15] && drain_ready;
    assign drain_ends_run = group_ends_run[15];

endmodule

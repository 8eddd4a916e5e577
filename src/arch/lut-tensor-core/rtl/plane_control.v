// Which plane is issued, and what the stages of the array do about it.
//
//   Each beat of weights is one plane of one group; the first plane of a group waits for the activations of the group, and takes them.
//   The whole pipeline waits while a reduction is done and the results of the one before it have not left.
//
//   A plane issued in one cycle is in stage 1 (look-up) in the next, in stage 2 (addition) after it, and the sums are taken in stage 3.
module plane_control (
    input  wire aclk,
    input  wire aresetn,             // synchronous, active low
    // The plane that the streams offer
    input  wire act_valid,
    output wire act_take,
    input  wire wgt_valid,
    output wire wgt_take,
    input  wire plane_ends_group,
    input  wire plane_ends_reduction, // the plane ends its group, too
    input  wire plane_ends_run,      // the plane ends its reduction, too
    // Issue
    output wire advance,             // 0: nothing moves
    output wire first_plane,         // the plane that is issued is the first of its group
    // Stage 2
    output wire accumulate,
    output wire opens_group,         // the first plane of a group
    output wire opens_reduction,     // and the first of its reduction
    // Stage 3
    input  wire drain_ready,
    output wire drain_load,
    output wire drain_ends_run
);

    reg at_group_start;              // the next plane opens a group
    reg at_reduction_start;          // the next group opens a reduction

    wire ends_reduction = plane_ends_reduction || plane_ends_run;
    wire ends_group     = plane_ends_group || ends_reduction;
    wire issue          = wgt_valid && (act_valid || !at_group_start);

    assign first_plane = at_group_start;
    assign wgt_take    = advance && issue;
    assign act_take    = advance && issue && at_group_start;

    always @(posedge aclk) begin
        if (!aresetn) begin
            at_group_start     <= 1'b1;
            at_reduction_start <= 1'b1;
        end else if (advance && issue) begin
            at_group_start     <= ends_group;
            at_reduction_start <= ends_reduction;
        end
    end

    reg [2:1] has_plane;
    reg [2:1] plane_opens_group;
    reg [2:1] plane_opens_reduction;
    reg [3:1] reduction_end;
    reg [3:1] run_end;

    always @(posedge aclk) begin
        if (!aresetn) begin
            has_plane             <= 2'd0;
            plane_opens_group     <= 2'd0;
            plane_opens_reduction <= 2'd0;
            reduction_end         <= 3'd0;
            run_end               <= 3'd0;
        end else if (advance) begin
            has_plane             <= {has_plane[1], issue};
            plane_opens_group     <= {plane_opens_group[1], issue && at_group_start};
            plane_opens_reduction <= {plane_opens_reduction[1], issue && at_reduction_start};
            reduction_end         <= {reduction_end[2:1], issue && ends_reduction};
            run_end               <= {run_end[2:1], plane_ends_run};
        end
    end

    assign accumulate      = has_plane[2];
    assign opens_group     = plane_opens_group[2];
    assign opens_reduction = plane_opens_reduction[2];

    assign advance        = !reduction_end[3] || drain_ready;
    assign drain_load     = reduction_end[3] && drain_ready;
    assign drain_ends_run = run_end[3];

endmodule

// Which sums of groups the scalers work on: BATCHES batches of columns for each group, one a cycle.
//
//   A batch is issued with the scales of its columns, is in stage 1 (zero point), 2 (scale) and 3 (addition to the output), and leaves after it where
//   its group ends a reduction. All stages wait for a batch that cannot leave. A new group can be loaded in the cycle in which the last batch is issued.
module scale_control #(
    parameter BATCHES = 4                    // at least 1
) (
    input  wire aclk,
    input  wire aresetn,                     // synchronous, active low
    // Groups
    input  wire load,                        // only while `ready`
    input  wire load_opens,                  // the group is the first of its reduction
    input  wire load_ends,                   // the last
    input  wire load_ends_run,
    output wire ready,
    // Scales
    input  wire scl_valid,
    output wire scl_take,                    // a batch is issued
    // Stages
    output wire move,                        // 0: no stage moves
    output wire add,                         // stage 2 has a batch
    output wire add_opens,                   // of the first group of a reduction
    // Output
    output reg  m_valid,
    output reg  m_last,
    input  wire m_ready
);

    function integer bits_for;
        input integer number;
        begin
            bits_for = 1;
            while ((1 << bits_for) <= number)
                bits_for = bits_for + 1;
        end
    endfunction

    localparam LEFT_BITS = bits_for(BATCHES);
    localparam [LEFT_BITS-1:0] ONE = 1;

    reg [LEFT_BITS-1:0] left;                // batches that are still to be issued
    reg                 opens;
    reg                 ends;
    reg                 ends_run;

    wire final_batch = left == ONE;

    assign move     = !m_valid || m_ready;
    assign scl_take = move && scl_valid && left != {LEFT_BITS{1'b0}};
    assign ready    = left == {LEFT_BITS{1'b0}} || (final_batch && scl_take);

    always @(posedge aclk) begin
        if (!aresetn)
            left <= {LEFT_BITS{1'b0}};
        else if (load)
            left <= BATCHES[LEFT_BITS-1:0];
        else if (scl_take)
            left <= left - ONE;
    end

    // Read only while batches are left.
    always @(posedge aclk) begin
        if (load) begin
            opens    <= load_opens;
            ends     <= load_ends;
            ends_run <= load_ends_run;
        end
    end

    reg [2:1] has;
    reg [2:1] has_opens;
    reg [2:1] has_ends;
    reg [2:1] has_last;

    always @(posedge aclk) begin
        if (!aresetn) begin
            has       <= 2'd0;
            has_opens <= 2'd0;
            has_ends  <= 2'd0;
            has_last  <= 2'd0;
            m_valid   <= 1'b0;
            m_last    <= 1'b0;
        end else if (move) begin
            has       <= {has[1], scl_take};
            has_opens <= {has_opens[1], opens};
            has_ends  <= {has_ends[1], ends};
            has_last  <= {has_last[1], ends_run && final_batch};
            m_valid   <= has[2] && has_ends[2];
            m_last    <= has_last[2];
        end
    end

    assign add       = has[2];
    assign add_opens = has_opens[2];

endmodule

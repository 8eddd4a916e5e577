// Which tile is issued, and what the stages of the core do about it.
//
//   Activations go first: their tables are made in BUILD stages behind their register. Weights are taken with the last of these stages, so that no
//   key waits in a register for its table. What has both is never held up by weights that are late: the front waits for them, the back goes on.
//   Both wait while results are done and those before them have not left.
//
//   A tile whose weights are taken in one cycle is read in the next, added up in REDUCE, and accumulated in the last.
module core_control #(
    parameter BUILD  = 2,        // levels of adders of a table, 0 to 3
    parameter REDUCE = 2         // levels of the tree of reads
) (
    input  wire aclk,
    input  wire aresetn,         // synchronous, active low
    // The tile that the streams offer
    input  wire act_valid,
    output wire act_take,
    input  wire wgt_valid,
    output wire wgt_take,
    input  wire tile_ends,       // the tile is the last of its reduction
    input  wire tile_ends_run,   // it is the last of all, and ends its reduction, too
    // Stages
    output wire front,           // 0: tables and keys do not move
    output wire back,            // 0: nothing moves
    output wire accumulate,
    output wire opens,           // the tile is the first of its reduction
    // Results
    output reg  out_valid,
    output reg  out_last,
    input  wire out_ready
);

    localparam STAGES = 2 + REDUCE;

    assign back = !out_valid || out_ready;

    generate
        if (BUILD == 0) begin : together
            assign front    = back && act_valid && wgt_valid;
            assign act_take = front;
            assign wgt_take = front;
        end else begin : activations_first
            reg  [BUILD-1:0] building;
            /* verilator lint_off UNUSEDSIGNAL */
            wire [BUILD:0]   shifted = {building, act_valid};
            /* verilator lint_on UNUSEDSIGNAL */
            wire             due = building[BUILD-1];

            assign front    = back && (wgt_valid || !due);
            assign act_take = front && act_valid;
            assign wgt_take = front && due;

            always @(posedge aclk) begin
                if (!aresetn)
                    building <= {BUILD{1'b0}};
                else if (front)
                    building <= shifted[BUILD-1:0];
            end
        end
    endgenerate

    reg [STAGES:1] has_tile;
    reg [STAGES:1] ends;
    reg [STAGES:1] ends_run;
    reg            at_start;

    always @(posedge aclk) begin
        if (!aresetn) begin
            has_tile  <= {STAGES{1'b0}};
            ends      <= {STAGES{1'b0}};
            ends_run  <= {STAGES{1'b0}};
            at_start  <= 1'b1;
            out_valid <= 1'b0;
            out_last  <= 1'b0;
        end else if (back) begin
            has_tile  <= {has_tile[STAGES-1:1], wgt_take};
            ends      <= {ends[STAGES-1:1], wgt_take && (tile_ends || tile_ends_run)};
            ends_run  <= {ends_run[STAGES-1:1], tile_ends_run};
            out_valid <= ends[STAGES];
            out_last  <= ends_run[STAGES];
            if (accumulate)
                at_start <= ends[STAGES];
        end
    end

    assign accumulate = has_tile[STAGES];
    assign opens      = at_start;

endmodule

// Which look-ups are made, and what the stages behind them do about it.
//
//   Each beat of weights is ROUNDS passes, a pass a cycle, while there are tables; all stages wait while a batch of outputs is not taken. A pass issued in
//   one cycle is in stage i in the i-th after it, and added to the sums of its batch in stage DEPTH.
module look_up_control #(
    parameter ROUNDS = 1,                    // passes of a plane: shifts of a scale, as many at once as there are shifters
    parameter DEPTH  = 4                     // stages of look-up, shift and tree
) (
    input  wire       aclk,
    input  wire       aresetn,               // synchronous, active low
    // Tables
    input  wire       tables_ready,
    output wire       set_done,              // the last pass of the tables
    // The plane that the stream offers
    input  wire       wgt_valid,
    output wire       wgt_take,
    input  wire       plane_ends_batch,
    input  wire       plane_ends_set,        // the plane ends its batch, too
    input  wire       plane_gives,           // the plane ends its batch, whose sums are outputs: the set is the last of a reduction
    input  wire       plane_ends_run,        // the plane ends its set, the last of a reduction
    output wire [1:0] round,
    // Stages
    output wire       advance,               // 0: nothing moves
    output wire       opens_set,             // the pass that is issued is the first of its set
    // Stage DEPTH
    output wire       sums_take,
    output wire       sums_open,             // the first pass of a batch
    output wire       sums_first,            // of the first set of a reduction
    output wire       sums_open_set,         // the first pass of a set
    output wire       sums_end,              // the last pass of a batch
    output wire       sums_end_set,          // of a set
    // Outputs: the sums of stage DEPTH, one edge later
    output reg        m_valid,
    output reg        m_last,
    input  wire       m_ready
);

    reg       at_batch_start;                // the next pass opens a batch
    reg       at_set_start;                  // and that a set
    reg       at_reduction_start;            // the set of the next pass opens a reduction

    wire final_round;
    wire issue      = wgt_valid && tables_ready;
    wire gives      = final_round && (plane_gives || plane_ends_run);
    wire ends_set   = final_round && (plane_ends_set || plane_ends_run);
    wire ends_batch = gives || ends_set || (final_round && plane_ends_batch);

    assign opens_set = at_set_start;
    assign wgt_take  = advance && issue && final_round;
    assign set_done  = advance && issue && ends_set;

    always @(posedge aclk) begin
        if (!aresetn) begin
            at_batch_start     <= 1'b1;
            at_set_start       <= 1'b1;
            at_reduction_start <= 1'b1;
        end else if (advance && issue) begin
            at_batch_start <= ends_batch;
            at_set_start   <= ends_set;
            if (ends_set)
                at_reduction_start <= gives;
        end
    end

    generate
        if (ROUNDS == 1) begin : one_round
            assign round       = 2'd0;
            assign final_round = 1'b1;
        end else begin : rounds
            localparam BITS = ROUNDS > 2 ? 2 : 1;
            localparam LAST = ROUNDS - 1;
            localparam [BITS-1:0] ONE = 1;

            reg [BITS-1:0] passes;           // of this plane that are done

            if (BITS == 1) begin : narrow
                assign round = {1'b0, passes};
            end else begin : whole
                assign round = passes;
            end

            assign final_round = passes == LAST[BITS-1:0];

            always @(posedge aclk) begin
                if (!aresetn)
                    passes <= {BITS{1'b0}};
                else if (advance && issue)
                    passes <= final_round ? {BITS{1'b0}} : passes + ONE;
            end
        end
    endgenerate

    reg [DEPTH:1] has;
    reg [DEPTH:1] opens;
    reg [DEPTH:1] first;
    reg [DEPTH:1] opened_set;
    reg [DEPTH:1] ends;
    reg [DEPTH:1] ended_set;
    reg [DEPTH:1] given;
    reg [DEPTH:1] run_end;

    always @(posedge aclk) begin
        if (!aresetn) begin
            has        <= {DEPTH{1'b0}};
            opens      <= {DEPTH{1'b0}};
            first      <= {DEPTH{1'b0}};
            opened_set <= {DEPTH{1'b0}};
            ends       <= {DEPTH{1'b0}};
            ended_set  <= {DEPTH{1'b0}};
            given      <= {DEPTH{1'b0}};
            run_end    <= {DEPTH{1'b0}};
            m_valid    <= 1'b0;
            m_last     <= 1'b0;
        end else if (advance) begin
            has        <= {has[DEPTH-1:1], issue};
            opens      <= {opens[DEPTH-1:1], at_batch_start};
            first      <= {first[DEPTH-1:1], at_reduction_start};
            opened_set <= {opened_set[DEPTH-1:1], at_set_start};
            ends       <= {ends[DEPTH-1:1], ends_batch};
            ended_set  <= {ended_set[DEPTH-1:1], ends_set};
            given      <= {given[DEPTH-1:1], issue && gives};
            run_end    <= {run_end[DEPTH-1:1], plane_ends_run && final_round};
            m_valid    <= given[DEPTH];
            m_last     <= run_end[DEPTH];
        end
    end

    assign advance       = !m_valid || m_ready;
    assign sums_take     = advance && has[DEPTH];
    assign sums_open     = opens[DEPTH];
    assign sums_first    = first[DEPTH];
    assign sums_open_set = opened_set[DEPTH];
    assign sums_end      = ends[DEPTH];
    assign sums_end_set  = ended_set[DEPTH];

endmodule

// Which entry is written, and which look-up is issued.
//
//   A run begins with its codebooks, one entry a cycle, the main one first; then its indices go, one a cycle, each with its activations. The last index
//   of a run makes room for the codebooks of the next one.
module book_control #(
    parameter TWO_BOOKS = 1,                 // 1: a residual codebook comes after the main one
    parameter ADDRESS   = 8                  // bits of an index of the larger one
) (
    input  wire               aclk,
    input  wire               aresetn,       // synchronous, active low
    // Entries
    input  wire               ent_valid,
    output wire               ent_take,
    input  wire               ent_ends_book,
    output reg  [ADDRESS-1:0] write_index,
    output wire               write_main,
    output wire               write_rest,
    // Indices and activations
    input  wire               idx_valid,
    output wire               idx_take,
    input  wire               act_valid,
    output wire               act_take,
    input  wire               ends_reduction,
    input  wire               ends_run,      // and its reduction
    // Stages: 1 entries are read, 2 added, 3 multiplied, 4 added to the sums
    output wire               move,          // 0: nothing moves
    output wire               accumulate,    // stage 3 has a product
    output wire               opens,         // the first of its reduction
    output reg                m_valid,       // stage 4 has a sum that leaves
    output reg                m_last,
    input  wire               m_ready
);

    reg loaded;                              // all codebooks of the run are there
    reg in_rest;                             // the next entry is one of the residual codebook
    reg at_reduction_start;

    wire last  = ends_reduction || ends_run;
    wire issue = loaded && idx_valid && act_valid;

    assign move     = !m_valid || m_ready;
    assign idx_take = move && issue;
    assign act_take = move && issue;

    assign ent_take   = ent_valid && !loaded;
    assign write_main = ent_take && !in_rest;
    assign write_rest = ent_take && in_rest;

    always @(posedge aclk) begin
        if (!aresetn) begin
            loaded             <= 1'b0;
            in_rest            <= 1'b0;
            write_index        <= {ADDRESS{1'b0}};
            at_reduction_start <= 1'b1;
        end else begin
            if (ent_take) begin
                write_index <= ent_ends_book ? {ADDRESS{1'b0}} : write_index + {{(ADDRESS-1){1'b0}}, 1'b1};
                if (ent_ends_book) begin
                    in_rest <= TWO_BOOKS == 1 && !in_rest;
                    loaded  <= TWO_BOOKS == 0 || in_rest;
                end
            end
            if (idx_take) begin
                at_reduction_start <= last;
                if (ends_run)
                    loaded <= 1'b0;
            end
        end
    end

    reg [3:1] has;
    reg [3:1] has_opens;
    reg [3:1] has_end;
    reg [3:1] has_last;

    always @(posedge aclk) begin
        if (!aresetn) begin
            has       <= 3'd0;
            has_opens <= 3'd0;
            has_end   <= 3'd0;
            has_last  <= 3'd0;
            m_valid   <= 1'b0;
            m_last    <= 1'b0;
        end else if (move) begin
            has       <= {has[2:1], issue};
            has_opens <= {has_opens[2:1], at_reduction_start};
            has_end   <= {has_end[2:1], issue && last};
            has_last  <= {has_last[2:1], ends_run};
            m_valid   <= has_end[3];
            m_last    <= has_last[3];
        end
    end

    assign accumulate = has[3];
    assign opens      = has_opens[3];

endmodule

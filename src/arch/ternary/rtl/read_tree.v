// Sum of the reads of all tables, a level of adders a cycle:
//
//   sum + carry = sum over i of (terms[i] + negated[i])        COUNT - 1 adders, each of which takes one of the bits as its carry
//
//   Latency ceil(log2 COUNT). Terms that have no partner wait in the first level; behind it the tree is whole.
module read_tree #(
    parameter COUNT = 4,                                        // terms, at least 1
    parameter BITS  = 10,                                       // of a term, two's complement
    parameter DEPTH = 2                                         // ceil(log2 COUNT)
) (
    /* verilator lint_off UNUSEDSIGNAL */                       // one term needs no clock
    input  wire                  aclk,
    input  wire                  advance,                       // 0: nothing moves
    /* verilator lint_on UNUSEDSIGNAL */
    input  wire [COUNT*BITS-1:0] terms,
    input  wire [COUNT-1:0]      negated,
    output wire [BITS+DEPTH-1:0] sum,
    output wire                  carry
);

    genvar level, i;
    generate
        if (COUNT == 1) begin : one
            assign sum   = terms;
            assign carry = negated;
        end else begin : many
            for (level = 1; level <= DEPTH; level = level + 1) begin : levels
                localparam NODES = 1 << (DEPTH - level);
                localparam WIDTH = BITS + level;
                reg  [NODES*WIDTH-1:0] sums;
                reg  [NODES-1:0]       carries;
                for (i = 0; i < NODES; i = i + 1) begin : nodes
                    if (level == 1 && i + NODES >= COUNT) begin : alone
                        always @(posedge aclk) begin
                            if (advance) begin
                                sums[i*WIDTH +: WIDTH] <= {terms[i*BITS + BITS-1], terms[i*BITS +: BITS]};
                                carries[i]             <= negated[i];
                            end
                        end
                    end else begin : pair
                        wire [WIDTH-2:0] first;
                        wire [WIDTH-2:0] second;
                        wire             carry_in;
                        wire             carry_left;
                        if (level == 1) begin : of_terms
                            assign first      = terms[i*BITS +: BITS];
                            assign second     = terms[(i+NODES)*BITS +: BITS];
                            assign carry_in   = negated[i];
                            assign carry_left = negated[i+NODES];
                        end else begin : of_sums
                            assign first      = levels[level-1].sums[i*(WIDTH-1) +: WIDTH-1];
                            assign second     = levels[level-1].sums[(i+NODES)*(WIDTH-1) +: WIDTH-1];
                            assign carry_in   = levels[level-1].carries[i];
                            assign carry_left = levels[level-1].carries[i+NODES];
                        end
                        // The bit and a one below the lowest place carry into it.
                        /* verilator lint_off UNUSEDSIGNAL */
                        wire [WIDTH:0] total = {first[WIDTH-2], first, carry_in} + {second[WIDTH-2], second, 1'b1};
                        /* verilator lint_on UNUSEDSIGNAL */
                        always @(posedge aclk) begin
                            if (advance) begin
                                sums[i*WIDTH +: WIDTH] <= total[WIDTH:1];
                                carries[i]             <= carry_left;
                            end
                        end
                    end
                end
            end
            assign sum   = levels[DEPTH].sums;
            assign carry = levels[DEPTH].carries;
        end
    endgenerate

endmodule

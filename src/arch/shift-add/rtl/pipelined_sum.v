// The sum of COUNT numbers, a level of a binary tree each cycle:
//
//   sum = sum over i of 2^(STEP i) * value[i]
//
//   ceil(log2 COUNT) levels, so as many cycles of latency; a number without a partner is delayed. A node of k numbers has as many bits as their sum
//   needs, and no more than SUM_BITS, in which sums wrap.
module pipelined_sum #(
    parameter COUNT    = 4,                       // numbers
    parameter STEP     = 0,                       // 0: plain sum; 1: numbers are terms of one bit of a weight; 2: of one Booth digit
    parameter BITS     = 8,                       // of a number; at most SUM_BITS
    parameter SUM_BITS = 10                       // of the sum
) (
    /* verilator lint_off UNUSEDSIGNAL */         // one number has no level
    input  wire                  aclk,
    input  wire                  advance,         // 0: nothing moves
    /* verilator lint_on UNUSEDSIGNAL */
    input  wire [COUNT*BITS-1:0] values,          // two's complement
    output wire [SUM_BITS-1:0]   sum
);

    function integer levels_of;
        input integer count;
        begin
            levels_of = 0;
            while ((1 << levels_of) < count)
                levels_of = levels_of + 1;
        end
    endfunction

    // Nodes of a level, and of all levels before it.
    function integer nodes_of;
        input integer level;
        nodes_of = (COUNT + (1 << level) - 1) >> level;
    endfunction

    function integer nodes_before;
        input integer level;
        integer l;
        begin
            nodes_before = 0;
            for (l = 0; l < level; l = l + 1)
                nodes_before = nodes_before + nodes_of(l);
        end
    endfunction

    // Numbers below a node, and the bits that their sum needs.
    function integer covered_by;
        input integer level;
        input integer node;
        covered_by = ((node + 1) << level) <= COUNT ? 1 << level : COUNT - (node << level);
    endfunction

    function integer bits_of;
        input integer covered;
        integer needed;
        begin
            needed = STEP == 2 ? BITS + 2*(covered - 1) : STEP == 0 ? BITS + levels_of(covered) : covered == 1 ? BITS : BITS + covered;
            bits_of = needed < SUM_BITS ? needed : SUM_BITS;
        end
    endfunction

    localparam LEVELS = levels_of(COUNT);
    localparam NODES  = nodes_before(LEVELS + 1);

    // Every node with its sign up to SUM_BITS, level after level.
    /* verilator lint_off UNUSEDSIGNAL */
    wire [NODES*SUM_BITS-1:0] nodes;
    /* verilator lint_on UNUSEDSIGNAL */

    assign sum = nodes[(NODES-1)*SUM_BITS +: SUM_BITS];

    genvar level, node;
    generate
        for (node = 0; node < COUNT; node = node + 1) begin : leaves
            wire [BITS-1:0] value = values[node*BITS +: BITS];
            assign nodes[node*SUM_BITS +: SUM_BITS] = {{(SUM_BITS-BITS+1){value[BITS-1]}}, value[BITS-2:0]};
        end

        for (level = 1; level <= LEVELS; level = level + 1) begin : tree
            for (node = 0; node < nodes_of(level); node = node + 1) begin : sums
                localparam WIDTH = bits_of(covered_by(level, node));
                localparam FIRST = nodes_before(level - 1) + 2*node;

                reg  [WIDTH-1:0] held;
                wire [WIDTH-1:0] low = nodes[FIRST*SUM_BITS +: WIDTH];

                assign nodes[(nodes_before(level) + node)*SUM_BITS +: SUM_BITS] = {{(SUM_BITS-WIDTH+1){held[WIDTH-1]}}, held[WIDTH-2:0]};

                if (2*node + 1 < nodes_of(level - 1)) begin : pair
                    wire [WIDTH-1:0] high = nodes[(FIRST+1)*SUM_BITS +: WIDTH];

                    always @(posedge aclk) begin
                        if (advance)
                            held <= low + (high << (STEP << (level - 1)));
                    end
                end else begin : single
                    always @(posedge aclk) begin
                        if (advance)
                            held <= low;
                    end
                end
            end
        end
    endgenerate

endmodule

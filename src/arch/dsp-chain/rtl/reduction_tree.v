// sum = the sum of COUNT signed numbers, LEVELS cycles later.
//
// A binary tree with a register after every adder. Nodes are numbered as in a heap: node k adds nodes 2k and 2k + 1, node 1 is the sum,
// and the leaves are nodes 2^LEVELS and up. Leaves without a number are zero, and synthesis drops their adders.
module reduction_tree #(
    parameter COUNT  = 3,        // numbers
    parameter BITS   = 18,       // bits of each
    parameter LEVELS = 2         // log2 of COUNT, rounded up
) (
    input  wire                   aclk,
    input  wire                   enable,
    input  wire [COUNT*BITS-1:0]  numbers,
    output wire [BITS+LEVELS-1:0] sum
);

    localparam SUM_BITS = BITS + LEVELS;
    localparam LEAVES   = 1 << LEVELS;

    genvar k;
    generate
        if (LEVELS == 0) begin : single
            wire unused_clock = &{1'b0, aclk, enable};
            assign sum = numbers;
        end else begin : tree
            wire [2*LEAVES*SUM_BITS-1:SUM_BITS] nodes;

            for (k = 0; k < LEAVES; k = k + 1) begin : leaf
                if (k < COUNT) begin : number
                    assign nodes[(LEAVES+k)*SUM_BITS +: SUM_BITS] = {{LEVELS{numbers[(k+1)*BITS-1]}}, numbers[k*BITS +: BITS]};
                end else begin : none
                    assign nodes[(LEAVES+k)*SUM_BITS +: SUM_BITS] = {SUM_BITS{1'b0}};
                end
            end

            for (k = 1; k < LEAVES; k = k + 1) begin : adder
                reg [SUM_BITS-1:0] node;

                always @(posedge aclk)
                    if (enable)
                        node <= nodes[2*k*SUM_BITS +: SUM_BITS] + nodes[(2*k+1)*SUM_BITS +: SUM_BITS];

                assign nodes[k*SUM_BITS +: SUM_BITS] = node;
            end

            assign sum = nodes[SUM_BITS +: SUM_BITS];
        end
    endgenerate

endmodule

// How many of 18 pairs of bits count: those that are both one (AND), or with BIPOLAR those that differ (XOR).
//
//   Three pairs are counted by two LUTs of six inputs, and six bits of equal weight by three: count = ones + 2 * twos.
module segment_count #(
    parameter BIPOLAR = 1          // 0: a AND b, 1: a XOR b
) (
    input  wire [17:0] a,
    input  wire [17:0] b,
    output wire [4:0]  count       // 0 to 18
);

    wire [17:0] pairs = BIPOLAR == 1 ? a ^ b : a & b;
    wire [5:0]  low;               // of the count of each three
    wire [5:0]  high;
    wire [2:0]  ones;
    wire [2:0]  twos;

    genvar i;
    generate
        for (i = 0; i < 6; i = i + 1) begin : threes
            assign low[i]  = pairs[3*i] ^ pairs[3*i+1] ^ pairs[3*i+2];
            assign high[i] = (pairs[3*i] && pairs[3*i+1]) || (pairs[3*i] && pairs[3*i+2]) || (pairs[3*i+1] && pairs[3*i+2]);
        end
    endgenerate

    count_six count_low (
        .bits  (low),
        .count (ones)
    );

    count_six count_high (
        .bits  (high),
        .count (twos)
    );

    // 18 at most.
    assign count = {2'd0, ones} + {1'b0, twos, 1'b0};

endmodule

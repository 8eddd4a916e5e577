// A DSP group: LENGTH multipliers in a cascade, then the two lanes of their sum taken apart.
//
//   sum0 = sum over i of activations0[i] * weights[i],   sum1 = sum over i of activations1[i] * weights[i]
//
// The lane of token 0 has 18 bits: 7 products of any INT8 numbers, or 8 where weights are -127 or more. A negative lane has borrowed one
// from the lane of token 1, which is given back. For longer cascades the overflow adjust unit makes the lanes CANARY_BITS longer.
// Multiplier i takes its operands i cycles later than the first, so that each sum meets the next product. Sums follow their operands by
// LATE + LENGTH + 4 cycles.
module dsp_group #(
    parameter LENGTH      = 7,   // multipliers
    parameter LATE        = 0,   // cycles by which the first multiplier waits, for groups that are shorter than others
    parameter CANARY_BITS = 0    // bits of a lane beyond 18, 0 to 8
) (
    input  wire                       aclk,
    input  wire                       enable,
    input  wire [LENGTH*8-1:0]        activations0,     // token 0, the first multiplier's in the lowest bits
    input  wire [LENGTH*8-1:0]        activations1,     // token 1
    input  wire [LENGTH*8-1:0]        weights,
    output reg  [18+CANARY_BITS-1:0]  sum0,             // signed
    output reg  [18+CANARY_BITS-1:0]  sum1              // signed
);

    localparam LANE_BITS = 18 + CANARY_BITS;

    wire [LENGTH*8-1:0]      skewed0;
    wire [LENGTH*8-1:0]      skewed1;
    wire [LENGTH*8-1:0]      skewed_weights;
    wire [(LENGTH+1)*48-1:0] cascade;

    assign cascade[47:0] = 48'd0;

    genvar i;
    generate
        for (i = 0; i < LENGTH; i = i + 1) begin : multiplier
            delay_line #(.WIDTH(24), .CYCLES(LATE + i)) skew (
                .aclk(aclk), .enable(enable),
                .d({activations0[i*8 +: 8], activations1[i*8 +: 8], weights[i*8 +: 8]}),
                .q({skewed0[i*8 +: 8], skewed1[i*8 +: 8], skewed_weights[i*8 +: 8]})
            );

            dsp_pair_mac mac (
                .aclk(aclk), .enable(enable),
                .activation0(skewed0[i*8 +: 8]), .activation1(skewed1[i*8 +: 8]), .weight(skewed_weights[i*8 +: 8]),
                .cascade(cascade[i*48 +: 48]), .pair_sum(cascade[(i+1)*48 +: 48])
            );
        end
    endgenerate

    wire [17:0]                    lower = cascade[LENGTH*48 +: 18];
    wire [LANE_BITS-1:0]           above = cascade[LENGTH*48 + 18 +: LANE_BITS];
    // The rest repeats the sign of the sum of token 1.
    wire [48-18-LANE_BITS-1:0]     unused_above = cascade[LENGTH*48 + 18 + LANE_BITS +: 48-18-LANE_BITS];

    generate
        if (CANARY_BITS == 0) begin : borrow
            always @(posedge aclk)
                if (enable) begin
                    sum0 <= lower;
                    sum1 <= above + {17'd0, lower[17]};
                end
        end else begin : adjust
            wire [LENGTH*CANARY_BITS-1:0] activations1_low;
            wire [LENGTH*CANARY_BITS-1:0] weights_low;
            wire [CANARY_BITS-1:0]        carry;

            for (i = 0; i < LENGTH; i = i + 1) begin : low_bits
                assign activations1_low[i*CANARY_BITS +: CANARY_BITS] = skewed1[i*8 +: CANARY_BITS];
                assign weights_low[i*CANARY_BITS +: CANARY_BITS]      = skewed_weights[i*8 +: CANARY_BITS];
            end

            overflow_adjust #(.LENGTH(LENGTH), .BITS(CANARY_BITS)) unit (
                .aclk(aclk), .enable(enable),
                .activations1(activations1_low), .weights(weights_low),
                .above(above[CANARY_BITS-1:0]), .carry(carry)
            );

            always @(posedge aclk)
                if (enable) begin
                    sum0 <= {carry, lower};
                    sum1 <= above - {{18{carry[CANARY_BITS-1]}}, carry};
                end
        end
    endgenerate

endmodule

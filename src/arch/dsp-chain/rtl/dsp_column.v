// One output feature of two tokens t, from as many beats as its reduction takes:
//
//   result[t] = saturate8(round(2^-SHIFT * sum over groups g of scale[g] * sum over beats and slots of g of activation[t] * weight))
//
// Each of the DEPTH multipliers is a slot. N slots share a window of M activations: with N < M a sparse multiplexer picks the activation that
// the slot's index names, with N = M slot s takes activation s. Multipliers stand in DSP groups of CHAIN, the last group shorter where CHAIN
// does not divide DEPTH, and a tree adds up the sums of the groups.
//
// Counted from the cycle in which a beat comes, its sum is there in cycle SUM_CYCLES = CHAIN + LEVELS + 5, the sum of its scale group in the
// next, the scaled sum of the reduction three cycles after that, and the result after two more.
module dsp_column #(
    parameter DEPTH       = 16,  // multipliers
    parameter N           = 8,   // slots of a window, divides DEPTH
    parameter M           = 16,  // activations of a window
    parameter INDEX_BITS  = 4,   // log2 of M, or 0 where N = M
    parameter CHAIN       = 8,   // multipliers of a DSP group, at most DEPTH
    parameter CANARY_BITS = 1,   // bits of the sum of a DSP group beyond 18
    parameter LEVELS      = 1,   // log2 of the number of DSP groups, rounded up
    parameter GROUP_BITS  = 27,  // bits of the sum of a scale group
    parameter SHIFT       = 24   // the result is in units of 2^SHIFT
) (
    input  wire                        aclk,
    input  wire                        enable,
    input  wire [DEPTH/N*M*8-1:0]      windows0,            // activations of token 0, signed
    input  wire [DEPTH/N*M*8-1:0]      windows1,            // activations of token 1, signed
    input  wire [DEPTH*8-1:0]          weights,             // signed
    input  wire [DEPTH*INDEX_BITS:0]   indices,             // of the slots; the top bit is not used
    input  wire [15:0]                 scale,               // of the scale group that ends with this beat, unsigned
    // From the sequencer, in the cycles that it names.
    input  wire                        add_beat,
    input  wire                        restart_group,
    input  wire                        add_group,
    input  wire                        restart_reduction,
    output wire [7:0]                  result0,             // signed
    output wire [7:0]                  result1              // signed
);

    localparam DSP_GROUPS = (DEPTH + CHAIN - 1) / CHAIN;
    localparam LANE_BITS  = 18 + CANARY_BITS;
    localparam SUM_BITS   = LANE_BITS + LEVELS;
    localparam SUM_CYCLES = 1 + CHAIN + 4 + LEVELS;

    wire [DEPTH*8-1:0]              activations0;
    wire [DEPTH*8-1:0]              activations1;
    wire [DEPTH*8-1:0]              slot_weights;
    wire [DSP_GROUPS*LANE_BITS-1:0] lanes0;
    wire [DSP_GROUPS*LANE_BITS-1:0] lanes1;
    wire [SUM_BITS-1:0]             beat_sum0;
    wire [SUM_BITS-1:0]             beat_sum1;
    wire [GROUP_BITS-1:0]           group_sum0;
    wire [GROUP_BITS-1:0]           group_sum1;
    wire [15:0]                     scale_of_group;
    wire [47:0]                     total0;
    wire [47:0]                     total1;

    // Cycle 1: each slot has its activations.
    wire unused_index = indices[DEPTH*INDEX_BITS];

    delay_line #(.WIDTH(DEPTH*8), .CYCLES(1)) weight_stage (
        .aclk(aclk), .enable(enable), .d(weights), .q(slot_weights)
    );

    genvar s;
    generate
        if (INDEX_BITS == 0) begin : dense
            delay_line #(.WIDTH(2*DEPTH*8), .CYCLES(1)) activation_stage (
                .aclk(aclk), .enable(enable), .d({windows1, windows0}), .q({activations1, activations0})
            );
        end else begin : sparse
            for (s = 0; s < DEPTH; s = s + 1) begin : slot
                sparse_select #(.INDEX_BITS(INDEX_BITS)) multiplexer (
                    .aclk(aclk), .enable(enable),
                    .window0(windows0[s/N*M*8 +: M*8]), .window1(windows1[s/N*M*8 +: M*8]),
                    .index(indices[s*INDEX_BITS +: INDEX_BITS]),
                    .activation0(activations0[s*8 +: 8]), .activation1(activations1[s*8 +: 8])
                );
            end
        end
    endgenerate

    // Cycle CHAIN + 5: sums of the DSP groups. A shorter group starts later, so that all end together.
    genvar g;
    generate
        for (g = 0; g < DSP_GROUPS; g = g + 1) begin : dsps
            localparam FIRST  = g * CHAIN;
            localparam LENGTH = (DEPTH - FIRST < CHAIN) ? DEPTH - FIRST : CHAIN;

            dsp_group #(.LENGTH(LENGTH), .LATE(CHAIN - LENGTH), .CANARY_BITS(CANARY_BITS)) group (
                .aclk(aclk), .enable(enable),
                .activations0(activations0[FIRST*8 +: LENGTH*8]), .activations1(activations1[FIRST*8 +: LENGTH*8]),
                .weights(slot_weights[FIRST*8 +: LENGTH*8]),
                .sum0(lanes0[g*LANE_BITS +: LANE_BITS]), .sum1(lanes1[g*LANE_BITS +: LANE_BITS])
            );
        end
    endgenerate

    // Cycle SUM_CYCLES: the sum of the beat.
    reduction_tree #(.COUNT(DSP_GROUPS), .BITS(LANE_BITS), .LEVELS(LEVELS)) tree0 (
        .aclk(aclk), .enable(enable), .numbers(lanes0), .sum(beat_sum0)
    );
    reduction_tree #(.COUNT(DSP_GROUPS), .BITS(LANE_BITS), .LEVELS(LEVELS)) tree1 (
        .aclk(aclk), .enable(enable), .numbers(lanes1), .sum(beat_sum1)
    );

    // Cycle SUM_CYCLES + 1: the sum of the scale group, and its scale beside it.
    group_accumulator #(.BEAT_BITS(SUM_BITS), .GROUP_BITS(GROUP_BITS)) accumulator0 (
        .aclk(aclk), .enable(enable), .add(add_beat), .restart(restart_group), .beat_sum(beat_sum0), .total(group_sum0)
    );
    group_accumulator #(.BEAT_BITS(SUM_BITS), .GROUP_BITS(GROUP_BITS)) accumulator1 (
        .aclk(aclk), .enable(enable), .add(add_beat), .restart(restart_group), .beat_sum(beat_sum1), .total(group_sum1)
    );
    delay_line #(.WIDTH(16), .CYCLES(SUM_CYCLES + 1)) scale_stages (
        .aclk(aclk), .enable(enable), .d(scale), .q(scale_of_group)
    );

    // Cycle SUM_CYCLES + 4: the scaled sum of the reduction so far.
    group_scale #(.GROUP_BITS(GROUP_BITS)) scale0 (
        .aclk(aclk), .enable(enable), .group_sum(group_sum0), .scale(scale_of_group),
        .add(add_group), .restart(restart_reduction), .total(total0)
    );
    group_scale #(.GROUP_BITS(GROUP_BITS)) scale1 (
        .aclk(aclk), .enable(enable), .group_sum(group_sum1), .scale(scale_of_group),
        .add(add_group), .restart(restart_reduction), .total(total1)
    );

    // Cycle SUM_CYCLES + 6: the result.
    requantizer #(.SHIFT(SHIFT)) requantizer0 (
        .aclk(aclk), .enable(enable), .total(total0), .result(result0)
    );
    requantizer #(.SHIFT(SHIFT)) requantizer1 (
        .aclk(aclk), .enable(enable), .total(total1), .result(result1)
    );

endmodule

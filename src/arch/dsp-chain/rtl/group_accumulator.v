// The sum of a scale group: the weights of an output feature that share a scale, taken in one or more beats.
//
//   total = (restart ? 0 : total) + beat_sum,   where `add` is high
//
// It holds the sums of floor((2^(GROUP_BITS-1) - 1) / 2^14) products of any INT8 numbers, 4095 with 27 bits, and wraps beyond.
module group_accumulator #(
    parameter BEAT_BITS  = 18,   // bits of the sum of a beat
    parameter GROUP_BITS = 27    // bits of the total, BEAT_BITS or more
) (
    input  wire                  aclk,
    input  wire                  enable,
    input  wire                  add,
    input  wire                  restart,       // this beat is the first of its group
    input  wire [BEAT_BITS-1:0]  beat_sum,      // signed
    output reg  [GROUP_BITS-1:0] total          // signed
);

    wire [GROUP_BITS-1:0] addend = {{(GROUP_BITS-BEAT_BITS+1){beat_sum[BEAT_BITS-1]}}, beat_sum[BEAT_BITS-2:0]};

    always @(posedge aclk)
        if (enable && add)
            total <= restart ? addend : total + addend;

endmodule

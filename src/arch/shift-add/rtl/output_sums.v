// The outputs of a token: scaled sums of groups are added to LANES of them at once, and the outputs go round, so that the next batch finds its own.
//
//   `sums` are those that the last batch has made.
module output_sums #(
    parameter LANES   = 2,                                // outputs of a batch
    parameter BATCHES = 4,                                // of all outputs
    parameter BITS    = 27,                               // of a scaled sum, at most SUM_BITS
    parameter SUM_BITS = 32                               // of an output, which wraps
) (
    input  wire                      aclk,
    input  wire                      add,                 // there is a batch, and it moves
    input  wire                      opens,               // its group is the first of a reduction
    input  wire [LANES*BITS-1:0]     scaled,              // two's complement
    output wire [LANES*SUM_BITS-1:0] sums
);

    localparam WIDTH = LANES*SUM_BITS;

    reg  [BATCHES*WIDTH-1:0] held;                        // the batch that comes next is the lowest
    wire [WIDTH-1:0]         made;

    assign sums = held[(BATCHES-1)*WIDTH +: WIDTH];

    genvar lane;
    generate
        for (lane = 0; lane < LANES; lane = lane + 1) begin : lanes
            wire [BITS-1:0]     narrow = scaled[lane*BITS +: BITS];
            wire [SUM_BITS-1:0] wide   = {{(SUM_BITS-BITS+1){narrow[BITS-1]}}, narrow[BITS-2:0]};
            wire [SUM_BITS-1:0] so_far = opens ? {SUM_BITS{1'b0}} : held[lane*SUM_BITS +: SUM_BITS];

            assign made[lane*SUM_BITS +: SUM_BITS] = wide + so_far;
        end

        if (BATCHES == 1) begin : in_place
            always @(posedge aclk) begin
                if (add)
                    held <= made;
            end
        end else begin : round
            always @(posedge aclk) begin
                if (add)
                    held <= {made, held[BATCHES*WIDTH-1:WIDTH]};
            end
        end
    endgenerate

endmodule

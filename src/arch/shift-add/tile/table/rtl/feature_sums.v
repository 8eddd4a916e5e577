// The sums of LANES features at a time, BATCHES batches of them: a batch is summed up in registers, and rests in a memory until the next set comes to it.
module feature_sums #(
    parameter LANES    = 2,                           // features of a batch
    parameter BATCHES  = 4,                           // most batches
    parameter BITS     = 22,                          // of a value, at most SUM_BITS
    parameter SUM_BITS = 33                           // of a sum, which wraps
) (
    input  wire                      aclk,
    /* verilator lint_off UNUSEDSIGNAL */             // one batch needs no memory
    input  wire                      aresetn,         // synchronous, active low
    input  wire                      take,            // there are values, and they move
    input  wire                      opens,           // of a batch
    input  wire                      first,           // of the first set of a reduction
    input  wire                      ends,            // a batch
    input  wire                      ends_set,
    /* verilator lint_on UNUSEDSIGNAL */
    input  wire [LANES*BITS-1:0]     values,          // two's complement
    output reg  [LANES*SUM_BITS-1:0] sums             // with the last values
);

    function integer bits_for;
        input integer numbers;
        begin
            bits_for = 1;
            while ((1 << bits_for) < numbers)
                bits_for = bits_for + 1;
        end
    endfunction

    localparam WIDTH = LANES*SUM_BITS;

    wire [WIDTH-1:0] resting;
    wire [WIDTH-1:0] made;

    genvar lane;
    generate
        for (lane = 0; lane < LANES; lane = lane + 1) begin : lanes
            wire [BITS-1:0]     value  = values[lane*BITS +: BITS];
            wire [SUM_BITS-1:0] wide   = {{(SUM_BITS-BITS+1){value[BITS-1]}}, value[BITS-2:0]};
            wire [SUM_BITS-1:0] so_far = !opens ? sums[lane*SUM_BITS +: SUM_BITS] : first ? {SUM_BITS{1'b0}} : resting[lane*SUM_BITS +: SUM_BITS];

            assign made[lane*SUM_BITS +: SUM_BITS] = wide + so_far;
        end

        if (BATCHES == 1) begin : in_place
            assign resting = sums;
        end else begin : in_memory
            localparam NUMBER_BITS = bits_for(BATCHES);
            localparam [NUMBER_BITS-1:0] ONE = 1;

            (* ram_style = "distributed" *) reg [WIDTH-1:0] held [0:BATCHES-1];

            reg [NUMBER_BITS-1:0] batch;

            assign resting = held[batch];

            always @(posedge aclk) begin
                if (!aresetn)
                    batch <= {NUMBER_BITS{1'b0}};
                else if (take && ends)
                    batch <= ends_set ? {NUMBER_BITS{1'b0}} : batch + ONE;
            end

            always @(posedge aclk) begin
                if (take && ends)
                    held[batch] <= made;
            end
        end
    endgenerate

    always @(posedge aclk) begin
        if (take)
            sums <= made;
    end

endmodule

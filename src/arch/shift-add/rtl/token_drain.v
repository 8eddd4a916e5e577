// The sums of a group of one token on their way to the scalers: all taken at once, LANES of them given at a time.
module token_drain #(
    parameter COLUMNS  = 8,
    parameter LANES    = 2,                               // at most COLUMNS
    parameter BITS     = 19,                              // of a sum
    parameter ROW_BITS = 15                               // of the sum of the activations
) (
    input  wire                    aclk,
    input  wire                    load,                  // takes sums
    input  wire                    next,                  // the lowest are done with
    input  wire [COLUMNS*BITS-1:0] load_sums,
    input  wire [ROW_BITS-1:0]     load_row,
    output wire [LANES*BITS-1:0]   sums,
    output reg  [ROW_BITS-1:0]     row
);

    reg [COLUMNS*BITS-1:0] held;

    assign sums = held[LANES*BITS-1:0];

    always @(posedge aclk) begin
        if (load) begin
            held <= load_sums;
            row  <= load_row;
        end else if (next) begin
            held <= held >> (LANES*BITS);
        end
    end

endmodule

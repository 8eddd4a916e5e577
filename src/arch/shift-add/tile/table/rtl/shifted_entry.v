// An entry times a scale of at most TERMS powers of two: entry 2^shift[0] + entry 2^shift[1] + ..., of those that are used. One cycle of latency.
module shifted_entry #(
    parameter TERMS      = 3,                           // shifters
    parameter BITS       = 12,                          // of an entry
    parameter SHIFT_BITS = 3,                           // of a shift
    parameter SUM_BITS   = 21                           // of the product, which wraps; at least BITS
) (
    input  wire                        aclk,
    input  wire                        advance,         // 0: nothing moves
    input  wire [BITS-1:0]             entry,           // two's complement
    input  wire [TERMS*SHIFT_BITS-1:0] shifts,
    input  wire [TERMS-1:0]            used,
    output reg  [SUM_BITS-1:0]         product
);

    wire [SUM_BITS-1:0] wide = {{(SUM_BITS-BITS+1){entry[BITS-1]}}, entry[BITS-2:0]};

    reg [SUM_BITS-1:0] sum;
    integer t;

    always @* begin
        sum = {SUM_BITS{1'b0}};
        for (t = 0; t < TERMS; t = t + 1)
            sum = sum + (used[t] ? wide << shifts[t*SHIFT_BITS +: SHIFT_BITS] : {SUM_BITS{1'b0}});
    end

    always @(posedge aclk) begin
        if (advance)
            product <= sum;
    end

endmodule

// out = in, delay + 1 cycles later.
//
//   It has no reset, so that shift registers in LUTs can hold it: what it delays is data that a flag elsewhere calls valid.
module tapped_line #(
    parameter BITS       = 8,             // of an operand or a sum
    parameter CYCLES     = 2,             // longest delay, at least 2
    parameter DELAY_BITS = 1              // enough for CYCLES - 1
) (
    input  wire                  aclk,
    input  wire                  advance, // 0: nothing moves
    input  wire [DELAY_BITS-1:0] delay,   // below CYCLES
    input  wire [BITS-1:0]       in,
    output wire [BITS-1:0]       out
);

    genvar b;
    generate
        for (b = 0; b < BITS; b = b + 1) begin : bits
            reg [CYCLES-1:0] line;

            assign out[b] = line[delay];

            always @(posedge aclk) begin
                if (advance)
                    line <= {line[CYCLES-2:0], in[b]};
            end
        end
    endgenerate

endmodule

// q = d, CYCLES enabled clock edges later; a wire where CYCLES is 0.
//
// It has no reset, so that shift registers in LUTs can hold it: what it delays is data that a flag elsewhere calls valid.
module delay_line #(
    parameter WIDTH  = 8,        // bits delayed
    parameter CYCLES = 1         // 0 or more
) (
    input  wire             aclk,
    input  wire             enable,
    input  wire [WIDTH-1:0] d,
    output wire [WIDTH-1:0] q
);

    generate
        if (CYCLES == 0) begin : through
            wire unused_clock = &{1'b0, aclk, enable};
            assign q = d;
        end else begin : stages
            reg  [CYCLES*WIDTH-1:0]     line;
            wire [(CYCLES+1)*WIDTH-1:0] shifted = {line, d};

            always @(posedge aclk)
                if (enable)
                    line <= shifted[CYCLES*WIDTH-1:0];

            assign q = shifted[CYCLES*WIDTH +: WIDTH];
        end
    endgenerate

endmodule

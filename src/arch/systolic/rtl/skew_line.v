// out = in, CYCLES cycles later; zeros come out until then.
module skew_line #(
    parameter BITS   = 8,                // of an operand
    parameter CYCLES = 1                 // at least 1
) (
    input  wire            aclk,
    input  wire            aresetn,      // synchronous, active low: all zeros
    input  wire            advance,      // 0: nothing moves
    input  wire [BITS-1:0] in,
    output wire [BITS-1:0] out
);

    reg  [CYCLES*BITS-1:0] line;
    wire [CYCLES*BITS-1:0] shifted;

    assign out = line[(CYCLES-1)*BITS +: BITS];

    generate
        if (CYCLES == 1) begin : one
            assign shifted = in;
        end else begin : more
            assign shifted = {line[(CYCLES-1)*BITS-1:0], in};
        end
    endgenerate

    always @(posedge aclk) begin
        if (!aresetn)
            line <= {(CYCLES*BITS){1'b0}};
        else if (advance)
            line <= shifted;
    end

endmodule

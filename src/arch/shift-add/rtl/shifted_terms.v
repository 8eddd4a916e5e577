// The terms of one product: an activation, shifted and signed by each bit or Booth digit of a slice of a weight. The places of the terms, 2^t or 4^t,
// are those of the sum behind it.
//
//   bits     term t = slice[t] ? a : 0
//   digits   term t = d * a,  d = slice[2t] + slice[2t-1] - 2 slice[2t+1] in -2 .. 2        slice[-1] is `below`
//
//   One cycle of latency.
module shifted_terms #(
    parameter BOOTH = 0,                               // 0: bits of an unsigned weight; 1: radix-4 digits of a signed one
    parameter TERMS = 4,                               // terms
    parameter WIDTH = 8,                               // of the activation
    parameter BITS  = 8                                // of a term, which wraps: WIDTH for bits, up to WIDTH + 2 for digits
) (
    input  wire                       aclk,
    input  wire                       advance,         // 0: nothing moves
    input  wire [WIDTH-1:0]           activation,      // two's complement
    input  wire [TERMS*(1+BOOTH)-1:0] slice,
    /* verilator lint_off UNUSEDSIGNAL */              // bits overlap with nothing
    input  wire                       below,
    /* verilator lint_on UNUSEDSIGNAL */
    output reg  [TERMS*BITS-1:0]      terms
);

    genvar t;
    generate
        if (BOOTH == 1) begin : digits
            wire [2*TERMS:0] bits = {slice, below};

            for (t = 0; t < TERMS; t = t + 1) begin : each
                wire [2:0] digit = bits[2*t +: 3];
                wire       two   = digit == 3'b100 || digit == 3'b011;
                wire       one   = digit[1] != digit[0];
                wire       minus = digit[2] && digit != 3'b111;

                wire signed [WIDTH+1:0] once   = {{2{activation[WIDTH-1]}}, activation};
                /* verilator lint_off UNUSEDSIGNAL */      // places beyond the width of a term
                wire        [WIDTH+1:0] chosen = two ? once <<< 1 : one ? once : {(WIDTH+2){1'b0}};
                /* verilator lint_on UNUSEDSIGNAL */
                wire        [BITS-1:0]  turned = chosen[BITS-1:0] ^ {BITS{minus}};

                always @(posedge aclk) begin
                    if (advance)
                        terms[t*BITS +: BITS] <= turned + {{(BITS-1){1'b0}}, minus};
                end
            end
        end else begin : ones
            for (t = 0; t < TERMS; t = t + 1) begin : each
                always @(posedge aclk) begin
                    if (advance)
                        terms[t*BITS +: BITS] <= slice[t] ? activation[BITS-1:0] : {BITS{1'b0}};
                end
            end
        end
    endgenerate

endmodule

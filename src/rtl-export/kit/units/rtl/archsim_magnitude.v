// The magnitude of a signed number, one edge later: min(|x|, 2^(X_BITS-1) - 1).
module archsim_magnitude #(
    parameter X_BITS = 8            // from 2 on
) (
    input  wire              aclk,
    input  wire              enable,
    input  wire [X_BITS-1:0] x,         // signed
    output reg  [X_BITS-2:0] magnitude
);

    wire              negative = x[X_BITS-1];
    wire [X_BITS-2:0] rest     = x[X_BITS-2:0];
    wire              lowest   = negative && rest == {(X_BITS-1){1'b0}};
    wire [X_BITS-2:0] turned   = negative ? ~rest + 1'b1 : rest;

    always @(posedge aclk)
        if (enable)
            magnitude <= lowest ? {(X_BITS-1){1'b1}} : turned;

endmodule

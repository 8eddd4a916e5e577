// q = d, STAGES edges later; STAGES from 0 on. Nothing moves while `enable` is low.
module archsim_delay #(
    parameter WIDTH  = 8,
    parameter STAGES = 1
) (
    input  wire             aclk,
    input  wire             enable,
    input  wire [WIDTH-1:0] d,
    output wire [WIDTH-1:0] q
);

    generate
        if (STAGES == 0) begin : wires
            wire unused_clock = &{1'b0, aclk, enable};
            assign q = d;
        end else begin : registers
            reg [STAGES*WIDTH-1:0] line;
            wire [(STAGES+1)*WIDTH-1:0] moved = {line, d};

            always @(posedge aclk)
                if (enable)
                    line <= moved[STAGES*WIDTH-1:0];

            assign q = line[STAGES*WIDTH-1:(STAGES-1)*WIDTH];

            wire unused_moved = &{1'b0, moved[(STAGES+1)*WIDTH-1:STAGES*WIDTH]};
        end
    endgenerate

endmodule

// For simulation only: a random bit in every cycle, high in about a quarter of 16 cycles and in about three quarters of the next 16.
//
//   A shift register with the feedback x^32 + x^22 + x^2 + x + 1, whose period is 2^32 - 1.
module archsim_stall #(
    parameter SEED = 1               // equal seeds give equal bits
) (
    input  wire aclk,
    output wire stall
);

    reg [31:0] bits;
    reg [4:0]  count;

    assign stall = count[4] ? bits[3] || bits[17] : bits[3] && bits[17];

    initial begin
        bits  = (SEED * 32'h9e3779b1) | 32'd1;
        count = {SEED[0], 4'd0};
    end

    always @(posedge aclk) begin
        bits  <= {bits[30:0], bits[31] ^ bits[21] ^ bits[1] ^ bits[0]};
        count <= count + 5'd1;
    end

endmodule

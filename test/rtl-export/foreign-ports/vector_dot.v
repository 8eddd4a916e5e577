// Dot products of INT8 vectors with ternary weights, an element a cycle while valid_in is high; last_in ends a vector. Nothing can wait: valid_out
// is high for one cycle, two cycles after the last element. Weights: 00 is 0, 01 is 1, 11 is -1.
module vector_dot #(
    parameter LOSES = 0          // 1: the cycle after a vector is for clearing, and an element that comes then is lost
) (
    input  wire               clk,
    input  wire               rst,
    input  wire               valid_in,
    input  wire               last_in,
    input  wire signed [7:0]  x,
    input  wire        [1:0]  w,
    output reg                valid_out,
    output reg  signed [15:0] sum
);

    reg               clears;
    reg               ends;
    reg signed [15:0] total;

    wire               lost    = LOSES == 1 && clears;
    wire signed [15:0] wide    = {{8{x[7]}}, x};
    wire signed [15:0] product = w == 2'b01 ? wide : w == 2'b11 ? -wide : 16'sd0;

    always @(posedge clk)
        if (rst) begin
            clears    <= LOSES == 0;
            ends      <= 1'b0;
            valid_out <= 1'b0;
        end else begin
            ends      <= valid_in && last_in && !lost;
            valid_out <= ends;
            if (lost)
                clears <= 1'b0;
            else if (valid_in)
                clears <= last_in;
        end

    always @(posedge clk) begin
        if (rst || lost)
            total <= 16'sd0;
        else if (valid_in)
            total <= (clears && LOSES == 0 ? 16'sd0 : total) + product;
        sum <= total;
    end

endmodule

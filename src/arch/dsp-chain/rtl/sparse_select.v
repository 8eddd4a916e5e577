// The sparse multiplexer before a multiplier: for each of the two tokens, the activation that the weight's index names.
//
//   activation = window[index], one cycle later
//
// A window has 2^INDEX_BITS activations in a row. Only weights that are not zero are stored, each with its place in the window.
module sparse_select #(
    parameter INDEX_BITS = 2     // log2 of the activations in a window, 1 or more
) (
    input  wire                       aclk,
    input  wire                       enable,
    input  wire [(8<<INDEX_BITS)-1:0] window0,      // token 0, the first activation in the lowest bits
    input  wire [(8<<INDEX_BITS)-1:0] window1,      // token 1
    input  wire [INDEX_BITS-1:0]      index,
    output reg  [7:0]                 activation0,
    output reg  [7:0]                 activation1
);

    always @(posedge aclk)
        if (enable) begin
            activation0 <= window0[{index, 3'b000} +: 8];
            activation1 <= window1[{index, 3'b000} +: 8];
        end

endmodule

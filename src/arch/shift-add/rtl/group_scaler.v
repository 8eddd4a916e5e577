// One scaler: takes the zero point off the sum of a group, and multiplies by the scale of the group.
//
//   scaled = scale * (sum - zero * row)        row the sum of the group's activations; ZERO_BITS = 0: there are no zero points
//
//   Two stages: 1 zero point, by shifted terms without a multiplier; 2 scale, the one multiplication of a group.
module group_scaler #(
    parameter SUM_BITS    = 19,                         // of a sum, 4 to 27
    parameter ROW_BITS    = 15,                         // of a sum of activations, less than SUM_BITS
    parameter ZERO_BITS   = 4,                          // of a zero point, unsigned; 0 for none
    parameter SCALE_BITS  = 8,                          // of a scale, unsigned, 4 to 17
    parameter SCALED_BITS = 27                          // of the result, which wraps
) (
    input  wire                                      aclk,
    input  wire                                      move,       // 0: nothing moves
    // Stage 1
    input  wire [SUM_BITS-1:0]                       sum,
    /* verilator lint_off UNUSEDSIGNAL */                        // sums are as they come where there is no zero point
    input  wire [ROW_BITS-1:0]                       row,
    input  wire [(ZERO_BITS == 0 ? 1 : ZERO_BITS)-1:0] zero,
    /* verilator lint_on UNUSEDSIGNAL */
    input  wire [SCALE_BITS-1:0]                     scale,
    output reg  [SCALED_BITS-1:0]                    scaled
);

    reg  signed [SUM_BITS-1:0]   centred;
    reg         [SCALE_BITS-1:0] taken;

    generate
        if (ZERO_BITS == 0) begin : symmetric
            always @(posedge aclk) begin
                if (move)
                    centred <= sum;
            end
        end else begin : asymmetric
            wire [SUM_BITS-1:0] wide = {{(SUM_BITS-ROW_BITS){row[ROW_BITS-1]}}, row};

            reg [SUM_BITS-1:0] left;
            integer i;

            always @* begin
                left = sum;
                for (i = 0; i < ZERO_BITS; i = i + 1)
                    left = left - (zero[i] ? wide << i : {SUM_BITS{1'b0}});
            end

            always @(posedge aclk) begin
                if (move)
                    centred <= left;
            end
        end
    endgenerate

    wire signed [SCALE_BITS:0]          factor  = {1'b0, taken};
    /* verilator lint_off UNUSEDSIGNAL */
    wire signed [SUM_BITS+SCALE_BITS:0] product = centred * factor;
    /* verilator lint_on UNUSEDSIGNAL */

    always @(posedge aclk) begin
        if (move) begin
            taken  <= scale;
            scaled <= product[SCALED_BITS-1:0];
        end
    end

endmodule

// Results in fewer bits, one a cycle, two edges later:
//
//   y = floor(x * multiplier / 2^shift + 1/2), saturated to 8 bits and with copies of its sign above; y = x where `raw` is high
//
// Stages move where `enable` is high.
module archsim_engine_requantize #(
    parameter X_BITS = 32,              // signed
    parameter Y_BITS = 32               // X_BITS or 8, whichever is more
) (
    input  wire              aclk,
    input  wire              aresetn,       // synchronous, active low
    input  wire              enable,
    input  wire              raw,
    input  wire [15:0]       multiplier,    // unsigned
    input  wire [5:0]        shift,
    input  wire [X_BITS-1:0] x,
    input  wire              x_valid,
    output wire [Y_BITS-1:0] y,
    output reg               y_valid
);

    localparam P_BITS = X_BITS + 17;

    wire signed [X_BITS-1:0] factor = x;
    wire signed [16:0]       other  = {1'b0, multiplier};
    reg  signed [P_BITS-1:0] product;
    reg                      product_valid;
    reg  [X_BITS-1:0]        kept;

    // One place fewer than asked for, so that its lowest bit says how to round.
    wire signed [P_BITS:0]   doubled = {product, 1'b0};
    wire signed [P_BITS:0]   shifted = doubled >>> shift;
    reg  signed [P_BITS:0]   halves;
    reg  [X_BITS-1:0]        kept_later;

    always @(posedge aclk)
        if (!aresetn) begin
            product_valid <= 1'b0;
            y_valid       <= 1'b0;
        end else if (enable) begin
            product_valid <= x_valid;
            y_valid       <= product_valid;
        end

    always @(posedge aclk)
        if (enable) begin
            product    <= factor * other;
            kept       <= x;
            halves     <= shifted;
            kept_later <= kept;
        end

    wire [P_BITS:0] whole     = {halves[P_BITS], halves[P_BITS:1]} + {{P_BITS{1'b0}}, halves[0]};
    wire            too_large = whole[P_BITS:7] != {(P_BITS-6){whole[P_BITS]}};
    wire [7:0]      saturated = too_large ? {whole[P_BITS], {7{!whole[P_BITS]}}} : whole[7:0];
    wire [Y_BITS-1:0] narrow;
    wire [Y_BITS-1:0] unchanged;

    assign y = raw ? unchanged : narrow;

    generate
        if (Y_BITS > 8) begin : signs
            assign narrow = {{(Y_BITS-8){saturated[7]}}, saturated};
        end else begin : bits
            assign narrow = saturated;
        end
        if (Y_BITS > X_BITS) begin : raw_signs
            assign unchanged = {{(Y_BITS-X_BITS){kept_later[X_BITS-1]}}, kept_later};
        end else begin : raw_bits
            assign unchanged = kept_later;
        end
    endgenerate

endmodule

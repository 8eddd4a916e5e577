// A group's sum times its scale, one bit of the scale a cycle, highest first: product = mantissa * scale, exactly.
//
//   product(0) = s7 * mantissa        product(i) = 2 * product(i-1) + s(7-i) * mantissa, i = 1 .. 7
//
//   The first step takes the sum from the accumulator and starts from zero; the accumulator is free for the next group from then on.
//   The product stands after eight steps until the first step of the next group.
module dequantizer (
    input  wire        aclk,
    input  wire        advance,           // 0: nothing moves
    input  wire        start,             // the first step
    input  wire        step,              // one of the eight steps
    input  wire        scale_bit,
    input  wire        sign,              // the group's sum: value = (-1)^sign * 1.f * 2^(exponent - 29)
    input  wire [6:0]  exponent,
    input  wire [14:0] mantissa,
    output reg         product_sign,
    output reg  [6:0]  product_exponent,  // that of the sum: of bit 14 of the product
    output reg  [22:0] product
);

    reg [14:0] held;

    wire [14:0] factor  = start ? mantissa : held;
    wire [22:0] doubled = start ? 23'd0 : {product[21:0], 1'b0};

    always @(posedge aclk) begin
        if (advance && step) begin
            product <= doubled + (scale_bit ? {8'd0, factor} : 23'd0);
            if (start) begin
                held             <= mantissa;
                product_sign     <= sign;
                product_exponent <= exponent;
            end
        end
    end

endmodule

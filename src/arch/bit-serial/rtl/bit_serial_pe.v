// One output: y = sum over groups of scale * (sum over the group of activation * weight), four products of a term each cycle.
//
//   stage 1   match the exponents of four products                                     (exponent_match)
//   stage 2   align, round to nearest even, add the lanes                              (lane_multiply)
//   stage 3   move the leading one to the top                                          (normalise)
//   stage 4   add to the group's sum: 15-bit mantissa, one rounding                    (scaled_add)
//   stage 5 to 12   the group's sum times its scale, a bit of the scale a cycle        (dequantizer)
//   stage 13  move the leading one to the top                                          (normalise)
//   stage 14  add to the output: 24-bit mantissa, one rounding                         (scaled_add)
//
//   Values between stages are (-1)^sign * 1.f * 2^(exponent - 29): sign, mantissa with its leading one on top, exponent; 0 is 0 in all fields.
//   Seven bits of exponent suffice for a reduction of any length. All sums are multiples of 2^-28. A lane sum is below 2^26, so the
//   rounded group's sum does not pass 2^41 (from there on half a step is more than a lane sum), its product with a scale stays below 2^49,
//   and by the same argument the output does not pass 2^73. So exponents are 1 to 102, and 0 for the number 0.
module bit_serial_pe (
    input  wire        aclk,
    input  wire        advance,           // 0: nothing moves
    // Stage 1: four activations and four terms, lane 0 lowest.
    input  wire [3:0]  a_sign,
    input  wire [19:0] a_exponent,        // 5 bits a lane
    input  wire [43:0] a_mantissa,        // 11 bits a lane
    input  wire [3:0]  t_sign,
    input  wire [7:0]  t_exp,             // 2 bits a lane
    input  wire [3:0]  t_man,
    input  wire [2:0]  t_significance,    // bsig + 1, of all lanes
    // Stage 4
    input  wire        accumulate,        // a term is there
    input  wire        opens_group,       // it is the first of its group
    // Stages 5 to 12
    input  wire        dequant_start,     // the first step
    input  wire        dequant_step,      // one of the eight steps
    input  wire        scale_bit,
    // Stage 14
    input  wire        add_output,        // a group's product is there
    input  wire        opens_output,      // it is the first of its reduction
    output reg         y_sign,
    output reg  [6:0]  y_exponent,
    output reg  [23:0] y_mantissa
);

    // Stage 1

    wire [3:0]  matched_sign;
    wire [43:0] matched_mantissa;
    wire [15:0] matched_shift;
    wire [6:0]  matched_exponent;

    exponent_match match (
        .a_sign       (a_sign),
        .a_exponent   (a_exponent),
        .a_mantissa   (a_mantissa),
        .t_sign       (t_sign),
        .t_exp        (t_exp),
        .t_man        (t_man),
        .significance (t_significance),
        .sign         (matched_sign),
        .mantissa     (matched_mantissa),
        .shift        (matched_shift),
        .exponent     (matched_exponent)
    );

    reg [3:0]  product_sign;
    reg [43:0] product_mantissa;
    reg [15:0] product_shift;
    reg [6:0]  product_exponent;

    always @(posedge aclk) begin
        if (advance) begin
            product_sign     <= matched_sign;
            product_mantissa <= matched_mantissa;
            product_shift    <= matched_shift;
            product_exponent <= matched_exponent;
        end
    end

    // Stage 2. The sum of the lanes counts 2^(lanes_exponent - 29).

    wire signed [16:0] lane_sum;

    lane_multiply multiply (
        .sign     (product_sign),
        .mantissa (product_mantissa),
        .shift    (product_shift),
        .sum      (lane_sum)
    );

    reg signed [16:0] lanes;
    reg [6:0]         lanes_exponent;

    always @(posedge aclk) begin
        if (advance) begin
            lanes          <= lane_sum;
            lanes_exponent <= product_exponent;
        end
    end

    // Stage 3. The magnitude is below 2^16.

    wire [15:0] lanes_magnitude = lanes[16] ? -lanes[15:0] : lanes[15:0];
    wire [15:0] lanes_mantissa;
    wire [6:0]  lanes_top;

    normalise #(
        .BITS (16)
    ) normalise_lanes (
        .magnitude    (lanes_magnitude),
        .top_exponent (lanes_exponent + 7'd15),
        .mantissa     (lanes_mantissa),
        .exponent     (lanes_top)
    );

    reg        addend_sign;
    reg [6:0]  addend_exponent;
    reg [15:0] addend_mantissa;

    always @(posedge aclk) begin
        if (advance) begin
            addend_sign     <= lanes[16];
            addend_exponent <= lanes_top;
            addend_mantissa <= lanes_mantissa;
        end
    end

    // Stage 4: the loop that takes a term a cycle.

    reg         group_sign;
    reg  [6:0]  group_exponent;
    reg  [14:0] group_mantissa;
    wire        group_sum_sign;
    wire [6:0]  group_sum_exponent;
    wire [14:0] group_sum_mantissa;

    scaled_add #(
        .MANTISSA_BITS (15),
        .ADDEND_BITS   (16)
    ) add_to_group (
        .a_sign       (opens_group ? 1'b0  : group_sign),
        .a_exponent   (opens_group ? 7'd0  : group_exponent),
        .a_mantissa   (opens_group ? 15'd0 : group_mantissa),
        .b_sign       (addend_sign),
        .b_exponent   (addend_exponent),
        .b_mantissa   (addend_mantissa),
        .sum_sign     (group_sum_sign),
        .sum_exponent (group_sum_exponent),
        .sum_mantissa (group_sum_mantissa)
    );

    always @(posedge aclk) begin
        if (advance && accumulate) begin
            group_sign     <= group_sum_sign;
            group_exponent <= group_sum_exponent;
            group_mantissa <= group_sum_mantissa;
        end
    end

    // Stages 5 to 12

    wire        scaled_sign;
    wire [6:0]  scaled_exponent;
    wire [22:0] scaled;

    dequantizer dequantize (
        .aclk             (aclk),
        .advance          (advance),
        .start            (dequant_start),
        .step             (dequant_step),
        .scale_bit        (scale_bit),
        .sign             (group_sign),
        .exponent         (group_exponent),
        .mantissa         (group_mantissa),
        .product_sign     (scaled_sign),
        .product_exponent (scaled_exponent),
        .product          (scaled)
    );

    // Stage 13. The exponent is that of bit 14, the highest bit is 22.

    wire [6:0]  scaled_top;
    wire [22:0] scaled_mantissa;

    normalise #(
        .BITS (23)
    ) normalise_scaled (
        .magnitude    (scaled),
        .top_exponent (scaled_exponent + 7'd8),
        .mantissa     (scaled_mantissa),
        .exponent     (scaled_top)
    );

    reg        partial_sign;
    reg [6:0]  partial_exponent;
    reg [22:0] partial_mantissa;

    always @(posedge aclk) begin
        if (advance) begin
            partial_sign     <= scaled_sign;
            partial_exponent <= scaled_top;
            partial_mantissa <= scaled_mantissa;
        end
    end

    // Stage 14

    wire        y_sum_sign;
    wire [6:0]  y_sum_exponent;
    wire [23:0] y_sum_mantissa;

    scaled_add #(
        .MANTISSA_BITS (24),
        .ADDEND_BITS   (23)
    ) add_to_output (
        .a_sign       (opens_output ? 1'b0  : y_sign),
        .a_exponent   (opens_output ? 7'd0  : y_exponent),
        .a_mantissa   (opens_output ? 24'd0 : y_mantissa),
        .b_sign       (partial_sign),
        .b_exponent   (partial_exponent),
        .b_mantissa   (partial_mantissa),
        .sum_sign     (y_sum_sign),
        .sum_exponent (y_sum_exponent),
        .sum_mantissa (y_sum_mantissa)
    );

    always @(posedge aclk) begin
        if (advance && add_output) begin
            y_sign     <= y_sum_sign;
            y_exponent <= y_sum_exponent;
            y_mantissa <= y_sum_mantissa;
        end
    end

endmodule

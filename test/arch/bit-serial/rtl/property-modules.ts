/** Verilog that asserts what must hold of modules of the tile, cycle for cycle. What has no registers takes a cycle of its own. */
export const propertyModules = {
  // Whether a number between stages is one: 0 in all fields, or a leading one on top, and a multiple of 2^-28.
  'is_number.v': `
module is_number #(parameter BITS = 16) (input [6:0] exponent, input [BITS-1:0] mantissa, output ok);
    wire [2*BITS-1:0] from_the_last_place = {{BITS{1'b0}}, mantissa} << exponent;
    assign ok = mantissa == 0 ? exponent == 0 : mantissa[BITS-1] && exponent != 0 && (exponent >= BITS || from_the_last_place[BITS-1:0] == 0);
endmodule
`,
  // Sum of the lanes, for FP16 activations (exponent 1 at least) and terms of up to 2^8 halves: a number of exponent up to LIMIT, so below 2^(LIMIT - 28).
  'lanes_bound.v': `
module lanes_bound #(parameter LIMIT = 54) (
    input aclk, input [3:0] a_sign, input [19:0] a_exponent, input [43:0] a_mantissa, input [3:0] t_sign, input [7:0] t_exp, input [3:0] t_man, input [2:0] significance);
    wire [3:0] sign;
    wire [43:0] mantissa;
    wire [15:0] shift, top_mantissa;
    wire [6:0] exponent, top_exponent;
    wire signed [16:0] sum;
    wire sum_is;
    exponent_match match (.a_sign(a_sign), .a_exponent(a_exponent), .a_mantissa(a_mantissa), .t_sign(t_sign), .t_exp(t_exp), .t_man(t_man), .significance(significance),
        .sign(sign), .mantissa(mantissa), .shift(shift), .exponent(exponent));
    lane_multiply multiply (.sign(sign), .mantissa(mantissa), .shift(shift), .sum(sum));
    normalise #(.BITS(16)) leading (.magnitude(sum[16] ? -sum[15:0] : sum[15:0]), .top_exponent(exponent + 7'd15), .mantissa(top_mantissa), .exponent(top_exponent));
    is_number #(.BITS(16)) check (.exponent(top_exponent), .mantissa(top_mantissa), .ok(sum_is));
    genvar lane;
    generate for (lane = 0; lane < 4; lane = lane + 1) begin : lanes
        always @(posedge aclk) assume (a_exponent[5*lane +: 5] != 0 && t_exp[2*lane +: 2] + significance <= 8);
    end endgenerate
    always @(posedge aclk) assert (sum != -17'sd65536 && sum_is && top_exponent <= LIMIT);
endmodule
`,
  // A sum of magnitude up to 2^(LIMIT - 29), and an addend below 2^(ADDEND_LIMIT - 29): the sum does not pass that magnitude, either.
  'sum_bound.v': `
module sum_bound #(parameter MANTISSA_BITS = 15, parameter ADDEND_BITS = 16, parameter LIMIT = 70, parameter ADDEND_LIMIT = 55) (
    input aclk, input a_sign, input [6:0] a_exponent, input [MANTISSA_BITS-1:0] a_mantissa, input b_sign, input [6:0] b_exponent, input [ADDEND_BITS-1:0] b_mantissa);
    wire [6:0] exponent;
    wire [MANTISSA_BITS-1:0] mantissa;
    wire a_is, b_is, sum_is;
    scaled_add #(.MANTISSA_BITS(MANTISSA_BITS), .ADDEND_BITS(ADDEND_BITS)) add (.a_sign(a_sign), .a_exponent(a_exponent), .a_mantissa(a_mantissa),
        .b_sign(b_sign), .b_exponent(b_exponent), .b_mantissa(b_mantissa), .sum_sign(), .sum_exponent(exponent), .sum_mantissa(mantissa));
    is_number #(.BITS(MANTISSA_BITS)) check_a (.exponent(a_exponent), .mantissa(a_mantissa), .ok(a_is));
    is_number #(.BITS(ADDEND_BITS)) check_b (.exponent(b_exponent), .mantissa(b_mantissa), .ok(b_is));
    is_number #(.BITS(MANTISSA_BITS)) check_sum (.exponent(exponent), .mantissa(mantissa), .ok(sum_is));
    always @(posedge aclk) begin
        assume (a_is && (a_exponent < LIMIT || (a_exponent == LIMIT && a_mantissa[MANTISSA_BITS-2:0] == 0)) && b_is && b_exponent < ADDEND_LIMIT);
        assert (sum_is && (exponent < LIMIT || (exponent == LIMIT && mantissa[MANTISSA_BITS-2:0] == 0)));
    end
endmodule
`,
  // A group's sum of magnitude up to 2^41 times a scale: as above, and the 23 bits of the dequantiser hold it.
  'product_bound.v': `
module product_bound #(parameter LIMIT = 77) (input aclk, input [6:0] exponent, input [14:0] mantissa, input [7:0] scale);
    wire [31:0] product = mantissa * scale;
    wire [22:0] top_mantissa;
    wire [6:0] top_exponent;
    wire sum_is, product_is;
    normalise #(.BITS(23)) leading (.magnitude(product[22:0]), .top_exponent(exponent + 7'd8), .mantissa(top_mantissa), .exponent(top_exponent));
    is_number #(.BITS(15)) check (.exponent(exponent), .mantissa(mantissa), .ok(sum_is));
    is_number #(.BITS(23)) check_product (.exponent(top_exponent), .mantissa(top_mantissa), .ok(product_is));
    always @(posedge aclk) begin
        assume (sum_is && (exponent < 70 || (exponent == 70 && mantissa[13:0] == 0)));
        assert (product < 32'd8388608 && product_is && top_exponent <= LIMIT);
    end
endmodule
`,
  // From a load on, the bits of the scale that was taken before it, highest first, whenever the pipeline moves.
  'serializer_order.v': `
module serializer_order (input aclk, input advance, input take, input load, input step, input [7:0] scale);
    wire scale_bit;
    scale_serializer serializer (.aclk(aclk), .advance(advance), .take(take), .scale(scale), .load(load), .step(step), .scale_bit(scale_bit));
    reg [7:0] waiting, current;
    reg [3:0] sent;
    reg has_waiting = 0, has_current = 0;
    always @(posedge aclk) begin
        if (advance && take) begin
            waiting <= scale;
            has_waiting <= 1;
        end
        if (advance && load) begin
            current <= waiting;
            has_current <= has_waiting;
            sent <= 0;
        end else if (advance && step && sent < 8)
            sent <= sent + 1;
        if (has_current && sent < 8) assert (scale_bit == current[7 - sent[2:0]]);
    end
endmodule
`,
  // A step that stays on offer until it is taken is held for TERMS cycles of the moving pipeline, one for each term, and longer only to end a group.
  'control_cadence.v': `
module control_cadence #(parameter TERMS = 2) (input aclk, input valid, input ends_group, input ends_reduction, input ends_run, input drain_ready);
    reg started = 0;
    wire take, advance, dequant_start, dequant_step, drain_load;
    wire [1:0] index;
    tile_control #(.TERMS(TERMS)) control (.aclk(aclk), .aresetn(started), .step_valid(valid), .step_ends_group(ends_group), .step_ends_reduction(ends_reduction),
        .step_ends_run(ends_run), .step_take(take), .advance(advance), .index(index), .issue_ends_group(), .accumulate(), .opens_group(), .ends_group(),
        .dequant_start(dequant_start), .dequant_step(dequant_step), .add_output(), .opens_output(), .drain_ready(drain_ready), .drain_load(drain_load), .drain_ends_run());
    wire ends = ends_group || ends_reduction || ends_run;
    reg waits = 0;
    reg [2:0] flags, issued = 0;
    reg [3:0] since_start = 8;
    always @(posedge aclk) begin
        started <= 1;
        waits <= started && valid && !take;
        flags <= {ends_group, ends_reduction, ends_run};
        if (waits) assume (valid && flags == {ends_group, ends_reduction, ends_run});
        if (started) begin
            issued <= take ? 0 : issued + (valid && advance && issued < TERMS - 1);
            if (valid) assert (index == issued);
            if (take) assert (valid && advance && issued == TERMS - 1);
            if (valid && advance && issued == TERMS - 1 && !ends) assert (take);
            // A dequantiser has eight steps for each group.
            if (advance) since_start <= dequant_start ? 1 : since_start + (since_start < 8);
            if (advance && dequant_start) assert (since_start == 8);
            assert (dequant_step == (dequant_start || since_start < 8));
            if (drain_load) assert (drain_ready);
        end
    end
endmodule
`,
} as const;

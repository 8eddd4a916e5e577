/**
 * Verilog that modules of the tile are compared with, slow and obvious: those whose names end in `_reference`. The others show a module of the tile in
 * the form that is compared.
 */
export const referenceModules = {
  // In halves, since the smallest term is 0.5: the sum over terms of (-1)^sign * man * 2^(exp + significance).
  'weight_sums.v': `
module weight_sums #(parameter WEIGHT_BITS = 4, parameter IS_FLOAT = 1, parameter SPECIAL_0 = 10, parameter SPECIAL_1 = -10, parameter SPECIAL_2 = 16, parameter SPECIAL_3 = -16) (
    input [4*WEIGHT_BITS-1:0] weights, input [1:0] selector,
    output signed [9:0] sum0, output signed [9:0] sum1, output signed [9:0] sum2, output signed [9:0] sum3);
    localparam TERMS = IS_FLOAT ? 2 : (WEIGHT_BITS + 1) / 2;
    wire [40*TERMS+39:0] sums;
    assign sums[39:0] = 0;
    assign {sum3, sum2, sum1, sum0} = sums[40*TERMS +: 40];
    genvar i, lane;
    generate for (i = 0; i < TERMS; i = i + 1) begin : terms
        wire [3:0] sign, man;
        wire [7:0] exp;
        wire [2:0] significance;
        wire [1:0] index = i;
        term_encoder #(.WEIGHT_BITS(WEIGHT_BITS), .IS_FLOAT(IS_FLOAT), .SPECIAL_0(SPECIAL_0), .SPECIAL_1(SPECIAL_1), .SPECIAL_2(SPECIAL_2), .SPECIAL_3(SPECIAL_3)) encoder (
            .weights(weights), .selector(selector), .index(index), .sign(sign), .exp(exp), .man(man), .significance(significance));
        for (lane = 0; lane < 4; lane = lane + 1) begin : lanes
            wire [9:0] magnitude = man[lane] ? 10'd1 << (exp[2*lane +: 2] + {1'b0, significance}) : 10'd0;
            assign sums[40*(i+1) + 10*lane +: 10] = sign[lane] ? sums[40*i + 10*lane +: 10] - magnitude : sums[40*i + 10*lane +: 10] + magnitude;
        end
    end endgenerate
endmodule
`,
  'weights_reference.v': `
module weights_reference #(parameter WEIGHT_BITS = 4, parameter IS_FLOAT = 0) (input [4*WEIGHT_BITS-1:0] weights, input [1:0] selector,
    output signed [9:0] sum0, output signed [9:0] sum1, output signed [9:0] sum2, output signed [9:0] sum3);
    assign sum0 = 2 * $signed(weights[0 +: WEIGHT_BITS]);
    assign sum1 = 2 * $signed(weights[WEIGHT_BITS +: WEIGHT_BITS]);
    assign sum2 = 2 * $signed(weights[2*WEIGHT_BITS +: WEIGHT_BITS]);
    assign sum3 = 2 * $signed(weights[3*WEIGHT_BITS +: WEIGHT_BITS]);
endmodule
`,
  // How far a lane without a mantissa is shifted says nothing.
  'match_visible.v': `
module match_visible (input [3:0] a_sign, input [19:0] a_exponent, input [43:0] a_mantissa, input [3:0] t_sign, input [7:0] t_exp, input [3:0] t_man, input [2:0] significance,
    output [3:0] sign, output [43:0] mantissa, output [15:0] shift, output [6:0] exponent);
    wire [15:0] places;
    exponent_match match (.a_sign(a_sign), .a_exponent(a_exponent), .a_mantissa(a_mantissa), .t_sign(t_sign), .t_exp(t_exp), .t_man(t_man), .significance(significance),
        .sign(sign), .mantissa(mantissa), .shift(places), .exponent(exponent));
    genvar lane;
    generate for (lane = 0; lane < 4; lane = lane + 1) begin : lanes
        assign shift[4*lane +: 4] = mantissa[11*lane +: 11] == 0 ? 4'd0 : places[4*lane +: 4];
    end endgenerate
endmodule
`,
  'match_reference.v': `
module match_reference (input [3:0] a_sign, input [19:0] a_exponent, input [43:0] a_mantissa, input [3:0] t_sign, input [7:0] t_exp, input [3:0] t_man, input [2:0] significance,
    output [3:0] sign, output reg [43:0] mantissa, output reg [15:0] shift, output [6:0] exponent);
    integer lane, largest, e;
    assign sign = a_sign ^ t_sign;
    assign exponent = largest + significance;
    always @* begin
        largest = 0;
        for (lane = 0; lane < 4; lane = lane + 1) begin
            e = a_exponent[5*lane +: 5] + t_exp[2*lane +: 2];
            if (t_man[lane] && a_mantissa[11*lane +: 11] != 0 && e > largest) largest = e;
        end
        for (lane = 0; lane < 4; lane = lane + 1) begin
            e = a_exponent[5*lane +: 5] + t_exp[2*lane +: 2];
            mantissa[11*lane +: 11] = t_man[lane] ? a_mantissa[11*lane +: 11] : 0;
            shift[4*lane +: 4] = mantissa[11*lane +: 11] == 0 ? 0 : largest - e > 15 ? 15 : largest - e;
        end
    end
endmodule
`,
  // The lane adders for any four magnitudes of 14 bits: `anyMagnitude` takes the place of the rounding.
  'lanes_reference.v': `
module lanes_reference (input [3:0] sign, input [43:0] mantissa, input [15:0] shift, output signed [16:0] sum);
    wire signed [16:0] product [3:0];
    genvar lane;
    generate for (lane = 0; lane < 4; lane = lane + 1) begin : lanes
        wire signed [16:0] magnitude = {3'd0, mantissa[11*lane +: 11], shift[4*lane +: 3]};
        assign product[lane] = sign[lane] ? -magnitude : magnitude;
    end endgenerate
    assign sum = (product[0] + product[1]) + (product[2] + product[3]);
endmodule
`,
  // Of the lanes, of both adders, and of the product with a scale.
  'normalise_widths.v': `
module normalise_widths (input [27:0] magnitude, input [6:0] top_exponent, output [86:0] mantissas, output [27:0] exponents);
    normalise #(.BITS(16)) of_16 (.magnitude(magnitude[15:0]), .top_exponent(top_exponent), .mantissa(mantissas[15:0]), .exponent(exponents[6:0]));
    normalise #(.BITS(20)) of_20 (.magnitude(magnitude[19:0]), .top_exponent(top_exponent), .mantissa(mantissas[35:16]), .exponent(exponents[13:7]));
    normalise #(.BITS(23)) of_23 (.magnitude(magnitude[22:0]), .top_exponent(top_exponent), .mantissa(mantissas[58:36]), .exponent(exponents[20:14]));
    normalise #(.BITS(28)) of_28 (.magnitude(magnitude), .top_exponent(top_exponent), .mantissa(mantissas[86:59]), .exponent(exponents[27:21]));
endmodule
`,
  'normalise_reference.v': `
module normalise_reference #(parameter BITS = 16) (input [BITS-1:0] magnitude, input [6:0] top_exponent, output reg [BITS-1:0] mantissa, output reg [6:0] exponent);
    integer place;
    always @* begin
        mantissa = 0;
        exponent = 0;
        for (place = 0; place < BITS; place = place + 1)
            if (magnitude[place]) begin
                mantissa = magnitude << (BITS - 1 - place);
                exponent = top_exponent - (BITS - 1 - place);
            end
    end
endmodule
`,
  // The adder with operands that are 0 or have their leading one on top, at distances of -16 to 15 places.
  'packed_add.v': `
module packed_add #(parameter MANTISSA_BITS = 5, parameter ADDEND_BITS = 6) (
    input a_sign, input a_zero, input [MANTISSA_BITS-2:0] a_fraction, input b_sign, input b_zero, input [ADDEND_BITS-2:0] b_fraction, input [4:0] distance,
    output sum_sign, output [6:0] sum_exponent, output [MANTISSA_BITS-1:0] sum_mantissa);
    scaled_add #(.MANTISSA_BITS(MANTISSA_BITS), .ADDEND_BITS(ADDEND_BITS)) add (
        .a_sign(a_sign && !a_zero), .a_exponent(a_zero ? 7'd0 : 7'd40), .a_mantissa(a_zero ? {MANTISSA_BITS{1'b0}} : {1'b1, a_fraction}),
        .b_sign(b_sign && !b_zero), .b_exponent(b_zero ? 7'd0 : 7'd24 + distance), .b_mantissa(b_zero ? {ADDEND_BITS{1'b0}} : {1'b1, b_fraction}),
        .sum_sign(sum_sign), .sum_exponent(sum_exponent), .sum_mantissa(sum_mantissa));
endmodule
`,
} as const;

/** The same modules with `normalise` replaced by its reference. */
export const normaliseReference = referenceModules['normalise_widths.v'].replaceAll('normalise #', 'normalise_reference #');

/** In the place of `shift_round`: any number of 14 bits, whatever the mantissa. */
export const anyMagnitude = `
module shift_round (input [13:0] magnitude, input [3:0] places, output [13:0] aligned);
    assign aligned = {magnitude[13:3], places[2:0]};
endmodule
`;

/** Small floats for every special value of a list, four to an instance: outputs `sign0`, `halves0` and so on. */
export function everySpecial(bits: number, specials: readonly number[]): string {
  const groups = Array.from({ length: Math.ceil(specials.length / 4) }, (_, g) => [0, 1, 2, 3].map((s) => specials[4 * g + s] ?? 0));
  return `
module every_special (input [${bits - 1}:0] pattern, input [1:0] selector${groups.map((_, g) => `, output sign${g}, output [4:0] halves${g}`).join('')});
${groups.map((group, g) => `    small_float #(.WEIGHT_BITS(${bits}), ${group.map((special, s) => `.SPECIAL_${s}(${special})`).join(', ')}) decode${g} (
        .pattern(pattern), .selector(selector), .sign(sign${g}), .halves(halves${g}));`).join('\n')}
endmodule
`;
}

/** Booth terms of the low bits of a weight in each width from 2 to 8: outputs `sign2`, `exp2`, `man2` and so on. */
export function everyWidth(widths: readonly number[]): string {
  return `
module every_width (input [7:0] weight, input [1:0] index${widths.map((bits) => `, output sign${bits}, output [1:0] exp${bits}, output man${bits}`).join('')});
${widths.map((bits) => `    booth_term #(.WEIGHT_BITS(${bits})) term${bits} (.weight(weight[${bits - 1}:0]), .index(index), .sign(sign${bits}), .exp(exp${bits}), .man(man${bits}));`).join('\n')}
endmodule
`;
}

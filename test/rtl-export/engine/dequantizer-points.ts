import type { Dequantizer } from '../../../src/rtl-export/kit/engine/dequantizer.js';
import { kindNumber } from '../../../src/rtl-export/kit/engine/dequantizer-top.js';
import type { DequantizerShape } from '../../../src/rtl-export/kit/engine/dequantizer-fabric.js';
import { dequantizerOf } from './coded-product.js';

/** A dequantiser alone, and what Yosys made of it. */
export interface DequantizerPoint {
  readonly use: 'fit' | 'test';
  readonly dequantizer: Dequantizer;
  readonly shape: DequantizerShape;
  readonly lut: number;
  readonly ff: number;
}

/** Lanes, columns, bits of a code and a weight, bits that pass, what it does, LUTs and registers after Yosys 0.55 of the npm package for UltraScale+ (`synthesise`, xcup). */
const rows: readonly (readonly [number, number, number, number, number, Dequantizer['kind'], string, number, number])[] = [
  [8, 8, 4, 8, 0, 'sign', '', 70, 82],
  [8, 8, 4, 8, 0, 'sign', 'wide', 133, 149],
  [8, 8, 4, 8, 0, 'offset', '', 103, 90],
  [8, 8, 4, 8, 0, 'offset', 'wide', 166, 149],
  [8, 8, 4, 8, 0, 'table', '', 230, 120],
  [8, 8, 4, 8, 0, 'table', 'wide', 297, 155],
  [8, 8, 4, 8, 0, 'sign', 'scaled', 421, 252],
  [8, 8, 4, 8, 0, 'offset', 'scaled grouped wide', 847, 399],
  [16, 16, 4, 8, 0, 'sign', '', 71, 114],
  [16, 4, 4, 8, 0, 'offset', 'grouped', 163, 146],
  [8, 8, 2, 8, 0, 'sign', 'wide', 127, 165],
  [8, 8, 3, 8, 0, 'offset', 'grouped wide', 183, 181],
  [8, 8, 1, 8, 0, 'sign', 'scaled wide', 321, 319],
  [8, 8, 8, 8, 0, 'offset', '', 190, 114],
  [8, 8, 8, 8, 0, 'offset', 'scaled', 1195, 332],
  [8, 8, 6, 8, 0, 'sign', 'scaled wide', 920, 351],
  [8, 8, 5, 8, 0, 'table', '', 234, 120],
  [8, 8, 2, 8, 0, 'table', 'scaled', 1234, 322],
  [8, 8, 3, 8, 0, 'table', 'scaled grouped wide', 1464, 445],
  [16, 8, 4, 8, 33, 'offset', 'scaled grouped', 1221, 647],
  [8, 8, 5, 8, 0, 'offset', 'scaled wide', 959, 343],
  [12, 3, 2, 8, 0, 'offset', 'scaled grouped', 497, 356],
  [8, 8, 3, 6, 0, 'sign', 'scaled wide', 437, 271],
  [8, 8, 4, 5, 20, 'offset', 'wide', 146, 145],
  [24, 24, 1, 8, 0, 'table', '', 357, 248],
  [8, 8, 8, 8, 0, 'sign', 'scaled grouped', 1099, 388],
  [20, 5, 7, 8, 0, 'offset', 'grouped wide', 401, 369],
  [32, 8, 3, 8, 0, 'sign', 'scaled grouped wide', 1701, 1191],
];

/** Every second one was fitted. */
export const dequantizerPoints: readonly DequantizerPoint[] = rows.map(([lanes, columns, codeBits, weightBits, passBits, kind, parts, lut, ff], i) => ({
  use: i % 2 === 0 ? 'fit' : 'test', shape: { lanes, columns, weightBits, passBits }, lut, ff,
  dequantizer: dequantizerOf(codeBits, { kind, scaled: parts.includes('scaled'), grouped: parts.includes('grouped'), wide: parts.includes('wide') }),
}));

/** A module `dequantizer_alone` around it: zero points and multipliers are those of groups or of a job. */
export function aloneSource({ dequantizer: { codeBits, kind, scaled, grouped, wide }, shape: { lanes, columns, weightBits, passBits } }: DequantizerPoint): string {
  const [zeros, multipliers] = grouped ? ['g_zero_points', 'g_multipliers'] : [`{${columns}{zero[${codeBits - 1}:0]}}`, `{${columns}{multiplier}}`];
  return `module dequantizer_alone (
    input aclk, input aresetn, input start, input wide, input [15:0] last_tile, input [15:0] last_repeat, input [15:0] last_beat, input [15:0] last_group_beat, input [255:0] entries,
    input [${columns * codeBits - 1}:0] g_zero_points, input [${columns * 8 - 1}:0] g_multipliers, input [7:0] zero, input [7:0] multiplier, input g_valid, output g_ready,
    input [${lanes * codeBits + passBits - 1}:0] s_data, input s_valid, output s_ready, output [${lanes * weightBits + passBits - 1}:0] m_data, output m_valid, input m_ready);
    wire taken;
    assign g_ready = ${grouped ? 'taken' : '1\'b0'};
    archsim_engine_dequantize #(
        .LANES(${lanes}), .COLUMNS(${columns}), .CODE_BITS(${codeBits}), .WEIGHT_BITS(${weightBits}), .PASS_BITS(${passBits}),
        .KIND(${kindNumber(kind)}), .SCALED(${scaled ? 1 : 0}), .WIDE(${wide ? 1 : 0})
    ) dut (
        .aclk(aclk), .aresetn(aresetn), .start(start), .wide(wide), .last_tile(last_tile), .last_repeat(last_repeat), .last_beat(last_beat), .last_group_beat(last_group_beat), .entries(entries),
        .g_zero_points(${zeros}), .g_multipliers(${multipliers}), .g_valid(${grouped ? 'g_valid' : '1\'b1'}), .g_ready(taken),
        .s_data(s_data), .s_valid(s_valid), .s_ready(s_ready), .m_data(m_data), .m_valid(m_valid), .m_ready(m_ready));
endmodule
`;
}

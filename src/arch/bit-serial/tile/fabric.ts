import { estimate, type Estimate } from '../../../sim/core/estimate.js';
import { fittedOn, type LutCoefficient, lutsOfParts } from '../../../sim/physical/lut-model.js';
import type { FitError } from '../../../sim/physical/synthesised-fabric.js';
import type { TileParameters } from './problem.js';
import type { WeightFormat } from './weight-format.js';

// LUT and FF of the tile as Yosys' `synth_xilinx -family xcup` leaves them. What stands where is in the Verilog of `../rtl`.

/** Kinds of logic by which LUTs are counted. */
export type LutPart = 'elements' | 'buffers' | 'floatLanes' | 'specialLanes' | 'base';

/** Where the coefficients are from. */
export const lutSource = fittedOn('15 rows "fit" of bit-serial in reference/synthesis-sweep.json');

/**
 * What the LUTs of a part are multiplied by. A processing element has no parameters, and synthesis finds the same logic in each. The Booth
 * digits of integers take at most 24 LUTs a row, which is less than what one element differs by from the next, and have no part of their own.
 */
export const lutCoefficients: readonly LutCoefficient<LutPart>[] = [
  { part: 'elements', value: 1371, unit: 'LUT', meaning: 'processing element of four lanes: exponents, aligned sum, two rounded accumulations, dequantiser' },
  { part: 'buffers', value: 1.805, unit: 'LUT/bit', meaning: 'bit of a skid buffer or of a row that the drain moves down: a multiplexer, and a part of the conversions from FP16 and to FP32' },
  { part: 'floatLanes', value: 12.61, unit: 'LUT', meaning: 'lane of a row that makes two terms of a small float' },
  { part: 'specialLanes', value: 13.02, unit: 'LUT', meaning: 'lane of a row that also has special values to choose from' },
  { part: 'base', value: 42.77, unit: 'LUT', meaning: 'control and handshakes, of a tile' },
];

/** Of the model, over the rows "test" of the same sweep. */
export const lutError: FitError = { rows: 16, mean: 0.0087, worst: 0.0316 };
export const ffError: FitError = { rows: 16, mean: 0, worst: 0 };

/** Registers of a processing element: products 71, lanes 24, addend 24, group 23, dequantiser 46, partial 31, output 32. */
export const elementRegisters = 71 + 24 + 24 + 23 + 46 + 31 + 32;

/** LUT and FF of a tile after synthesis for UltraScale+. */
export function tileFabric(p: TileParameters): { readonly lut: Estimate; readonly ff: Estimate } {
  return {
    lut: estimate(Math.round(tileLuts(p)), 'LUT', 'fitted', `sum over parts of size x LUTs of each; ${lutSource}`),
    ff: estimate(tileRegisters(p), 'FF', 'fitted', 'registers of the Verilog, counted, less those that Yosys 0.55 merges or removes on xcup, '
      + 'by rules seen in the rows of bit-serial in reference/synthesis-sweep.json'),
  };
}

/** LUTs: sum over parts of coefficient x size. Not rounded. */
export function tileLuts(p: TileParameters): number {
  return lutsOfParts(lutCoefficients, lutParts(p));
}

/** Sizes of the parts, in the units of their coefficients. */
export function lutParts(p: TileParameters): Readonly<Record<LutPart, number>> {
  const { rows, columns, format } = p;
  const drained = 32 * columns * (rows - 1);
  return {
    elements: rows * columns,
    buffers: bufferBits(p).reduce((sum, bits) => sum + bits, drained),
    floatLanes: format.kind === 'float' ? 4 * rows : 0,
    specialLanes: selectorBits(format) > 0 ? 4 * rows : 0,
    base: 1,
  };
}

/** Flip-flops: all registers that the Verilog declares, but for those that nobody reads or that are equal in all rows. */
export function tileRegisters(p: TileParameters): number {
  const { rows, columns, format } = p;
  const buffers = bufferBits(p).reduce((sum, bits) => sum + 2 * bits + 3, 0);
  const control = 2 + 1 + 1 + 3 + 2 * 4 + 2 * 14 + 2 * 15;
  const activations = 4 * (1 + 5 + 11) * columns;
  // Sign, exponent and mantissa of four terms; Booth digits have no second exponent bit. Their significance is one register for all rows.
  const terms = 4 * (1 + (format.kind === 'float' ? 2 : 1) + 1) * rows + (format.kind === 'float' ? 1 : 2);
  const scales = 2 * 8 * rows;
  const drain = 32 * rows * columns + bitsFor(rows) + 1;
  return buffers + control + activations + terms + scales + elementRegisters * rows * columns + drain;
}

/** Bits of the skid buffers of `act`, `wgt` and `out` that somebody reads, tlast included. */
function bufferBits({ rows, columns, format }: TileParameters): readonly number[] {
  return [64 * columns + 1, (4 * format.bits + selectorBits(format) + 8) * rows + 2 + 1, 32 * columns + 1];
}

/** Bits of a row's selector that change a weight: a bit that never changes the special value is not kept, and integers have no special values. */
function selectorBits(format: WeightFormat): number {
  if (format.kind === 'integer') return 0;
  const [a, b, c, d] = format.specials;
  return (a !== b || c !== d ? 1 : 0) + (a !== c || b !== d ? 1 : 0);
}

/** Bits of a number from 0 to `largest`. */
function bitsFor(largest: number): number {
  return Math.floor(Math.log2(largest)) + 1;
}

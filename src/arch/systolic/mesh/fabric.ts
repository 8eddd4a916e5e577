import { estimate, type Estimate } from '../../../sim/core/estimate.js';
import { fittedOn, type LutCoefficient, lutsOfParts } from '../../../sim/physical/lut-model.js';
import type { FitError } from '../../../sim/physical/synthesised-fabric.js';
import { bufferBits, meshRegisters, needsDsp, outputBits, shiftRegisters } from './registers.js';
import type { MeshParameters } from './parameters.js';

// LUT and FF of the tile as Yosys' `synth_xilinx -family xcup` leaves them. What stands where is in the Verilog of `../rtl`.

/** Kinds of logic by which LUTs are counted. */
export type LutPart = 'buffers' | 'shiftedSums' | 'addedSums' | 'gates' | 'multipliers' | 'edges' | 'base';

/** Where the coefficients are from. */
export const lutSource = fittedOn('17 rows "fit" of reference/synthesis/systolic.json');

/** What the LUTs of a part are multiplied by. */
export const lutCoefficients: readonly LutCoefficient<LutPart>[] = [
  { part: 'buffers', value: 1.046, unit: 'LUT/bit', meaning: 'bit of a skid buffer: a multiplexer before its first entry' },
  { part: 'shiftedSums', value: 2.089, unit: 'LUT/bit', meaning: 'bit of a sum that stays: an adder, and a choice between the own sum and the one from below' },
  { part: 'addedSums', value: 0.8509, unit: 'LUT/bit', meaning: 'bit of an adder of a sum that goes down' },
  { part: 'gates', value: 0.6892, unit: 'LUT/bit', meaning: 'bit of an operand or result that is zero where it is not used, or of a line that has a delay to choose' },
  { part: 'multipliers', value: 0.7806, unit: 'LUT/LUT', meaning: 'LUT of a multiplier without a DSP block, whose product bits are functions of all operand bits' },
  { part: 'edges', value: 4.826, unit: 'LUT', meaning: 'row or column of a weight-stationary array: its place in the fold, and its share of the tokens under way' },
  { part: 'base', value: 29.31, unit: 'LUT', meaning: 'control and handshakes, of a tile' },
];

/** Of the model, over the rows "test" of the same sweep. */
export const lutError: FitError = { rows: 17, mean: 0.0446, worst: 0.2067 };
export const ffError: FitError = { rows: 17, mean: 0, worst: 0 };

/** LUT and FF of a tile after synthesis for UltraScale+. */
export function meshFabric(p: MeshParameters): { readonly lut: Estimate; readonly ff: Estimate } {
  return {
    lut: estimate(Math.round(meshLuts(p)), 'LUT', 'fitted', `sum over parts of size x LUTs of each, and shift registers; ${lutSource}`),
    ff: estimate(meshRegisters(p), 'FF', 'fitted', 'registers of the Verilog, counted, less those that Yosys 0.55 merges or moves into shift registers on xcup, '
      + 'by rules seen in the rows of reference/synthesis/systolic.json; a vendor\'s tool takes product and sum from the DSP blocks, which Yosys does not do on xcup'),
  };
}

/** DSP48E2 blocks: one for the multiplier of each element; products of fewer than nine bits are put into LUTs. */
export function dspBlocks(p: MeshParameters): number {
  return needsDsp(p) ? p.rows * p.columns : 0;
}

/** LUTs: sum over parts of coefficient x size, and those of shift registers. Not rounded. */
export function meshLuts(p: MeshParameters): number {
  return lutsOfParts(lutCoefficients, lutParts(p), shiftRegisters(p));
}

/** Sizes of the parts, in the units of their coefficients. */
export function lutParts(p: MeshParameters): Readonly<Record<LutPart, number>> {
  const { rows, columns, activationBits, weightBits, sumBits } = p;
  const elements = rows * columns;
  const shared = {
    buffers: bufferBits(p).reduce((sum, bits) => sum + bits, 0),
    multipliers: needsDsp(p) ? 0 : elements * multiplierLuts(activationBits + weightBits),
    base: 1,
  };
  if (p.dataflow === 'output-stationary') {
    return { ...shared, shiftedSums: elements * sumBits, addedSums: 0, gates: activationBits * rows + weightBits * columns, edges: 0 };
  }
  const product = activationBits + weightBits;
  // The first row has nothing to add, and the second one a product to a product.
  const adders = columns * ((rows > 1 ? Math.min(sumBits, product + 1) : 0) + Math.max(0, rows - 2) * sumBits);
  // A line of two cycles chooses one of them; results of columns that are not used are zeros.
  const taps = (rows > 1 ? activationBits : 0) + (columns > 1 ? outputBits(p, columns - 2) : 0);
  const zeros = Array.from({ length: columns }, (_, column) => outputBits(p, column)).reduce((sum, bits) => sum + bits, 0);
  return { ...shared, shiftedSums: 0, addedSums: adders, gates: taps + zeros, edges: rows + columns };
}

/** LUTs of a multiplier whose operands have so many bits together: as many bits of the product, each a function of all of them, of 2^(bits - 6) LUT6. */
function multiplierLuts(bits: number): number {
  return bits * 2 ** Math.max(0, bits - 6);
}

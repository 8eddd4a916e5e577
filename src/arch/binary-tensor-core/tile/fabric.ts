import { estimate, type Estimate } from '../../../sim/core/estimate.js';
import { fittedOn, type LutCoefficient, lutsOfParts } from '../../../sim/physical/lut-model.js';
import { bitsFor, type PlaneTileParameters } from './parameters.js';
import { bufferBits, countBits, segmentWidths, shiftRegisters, tileRegisters } from './registers.js';

// LUT and FF of the unit as Yosys' `synth_xilinx -family xcup` leaves them. What stands where is in the Verilog of `../rtl`.

/** Kinds of logic by which LUTs are counted. */
export type LutPart = 'buffers' | 'counters' | 'sums' | 'rowSums' | 'base';

/** Where the coefficients are from. */
export const lutSource = fittedOn('14 rows "fit" of reference/synthesis/binary-tensor-core.json');

/** What the LUTs of a part are multiplied by. */
export const lutCoefficients: readonly LutCoefficient<LutPart>[] = [
  { part: 'buffers', value: 1.079, unit: 'LUT/bit', meaning: 'bit of a skid buffer: a multiplexer before its first entry' },
  { part: 'counters', value: 0.7817, unit: 'LUT/LUT', meaning: 'LUT of a counter of ones by its gates, and bit of the adders that join segments and make the value' },
  { part: 'sums', value: 1.986, unit: 'LUT/bit', meaning: 'bit of a sum: an adder, and a choice between zero, the sum and its double' },
  { part: 'rowSums', value: 0.82, unit: 'LUT/bit', meaning: 'bit of an adder over the planes of a token in rows' },
  { part: 'base', value: 20.5, unit: 'LUT', meaning: 'control and handshakes, of a unit' },
];

/** LUT and FF of a unit after synthesis for UltraScale+. */
export function tileFabric(p: PlaneTileParameters): { readonly lut: Estimate; readonly ff: Estimate } {
  return {
    lut: estimate(Math.round(tileLuts(p)), 'LUT', 'fitted', `sum over parts of size x LUTs of each, and shift registers; ${lutSource}`),
    ff: estimate(tileRegisters(p), 'FF', 'fitted', 'registers of the Verilog, counted, less those that Yosys 0.55 merges or removes on xcup, '
      + 'by rules seen in the rows of reference/synthesis/binary-tensor-core.json'),
  };
}

/** LUTs: sum over parts of coefficient x size, and those of shift registers. Not rounded. */
export function tileLuts(p: PlaneTileParameters): number {
  return lutsOfParts(lutCoefficients, lutParts(p), shiftRegisters());
}

/** Sizes of the parts, in the units of their coefficients. */
export function lutParts(p: PlaneTileParameters): Readonly<Record<LutPart, number>> {
  const { rows, columns, depth, code, rowPlanes, sumBits } = p;
  const elements = rows * columns;
  return {
    buffers: bufferBits(p).reduce((sum, bits) => sum + bits, 0),
    counters: elements * (segmentWidths(depth).reduce((sum, pairs) => sum + segmentLuts(pairs), 0) + treeBits(depth) + bitsFor(depth) + 1),
    sums: elements * sumBits,
    rowSums: rowPlanes > 1 ? columns * (rows / rowPlanes) * sumBits * (rowPlanes - 1 + (code === 'bipolar' ? 0 : 1)) : 0,
    base: 1,
  };
}

/** LUTs of a segment by its gates: two for three pairs, three for six bits, and an adder of both counts. */
function segmentLuts(pairs: number): number {
  const threes = Math.ceil(pairs / 3);
  return 2 * threes + (threes > 1 ? 6 : 0) + (threes > 1 ? countBits(pairs) - 1 : 0);
}

/** Bits of the adders of a binary tree over the segments of a row. */
function treeBits(depth: number): number {
  let nodes = segmentWidths(depth).length;
  let bits = 0;
  for (let width = 5; nodes > 1; width++) {
    bits += Math.floor(nodes / 2) * Math.min(width + 1, Math.max(5, bitsFor(depth)));
    nodes = Math.ceil(nodes / 2);
  }
  return bits;
}

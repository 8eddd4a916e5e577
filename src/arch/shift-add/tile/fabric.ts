import { estimate, type Estimate } from '../../../sim/core/estimate.js';
import { fittedOn, type LutCoefficient, lutsOfParts } from '../../../sim/physical/lut-model.js';
import { batchesOf, levelsOf, tileWidths, type TileParameters } from './parameters.js';
import { adderBits, nodeBits, type Tree } from './tree.js';

// LUT and FF of the tile as Yosys' `synth_xilinx -family xcup` leaves them. What stands where is in the Verilog of `../rtl`.

/** Kinds of logic by which LUTs are counted. */
export type LutPart = 'terms' | 'trees' | 'sums' | 'scalers' | 'streams' | 'base';

/** Where the coefficients are from. */
export const lutSource = fittedOn('rows "fit" of reference/synthesis/shift-add.json');

/** What the LUTs of a part are multiplied by. */
export const lutCoefficients: readonly LutCoefficient<LutPart>[] = [
  { part: 'terms', value: 0.8713, unit: 'LUT/bit', meaning: 'bit of a Booth term, of an activation that is shifted from pass to pass, or the reset of a term of one bit' },
  { part: 'trees', value: 0.8069, unit: 'LUT/bit', meaning: 'bit of an adder of the trees' },
  { part: 'sums', value: 1.748, unit: 'LUT/bit', meaning: 'bit of the sum of a group, of what is taken to the scalers, or of an output that is added to' },
  { part: 'scalers', value: 1.137, unit: 'LUT/bit', meaning: 'bit of a subtraction for a zero point' },
  { part: 'streams', value: 1.163, unit: 'LUT/bit', meaning: 'bit of a skid buffer' },
  { part: 'base', value: 37.24, unit: 'LUT', meaning: 'control and handshakes, of a tile' },
];

/** LUT and FF of a tile after synthesis for UltraScale+. */
export function tileFabric(p: TileParameters): { readonly lut: Estimate; readonly ff: Estimate } {
  return {
    lut: estimate(Math.round(tileLuts(p)), 'LUT', 'fitted', `sum over parts of size x LUTs of each; ${lutSource}`),
    ff: estimate(tileRegisters(p), 'FF', 'derived', 'registers of the Verilog, counted; equal to all rows of reference/synthesis/shift-add.json in which no delay is made a shift register of LUTs'),
  };
}

/** LUTs: sum over parts of coefficient x size. Not rounded. */
export function tileLuts(p: TileParameters): number {
  return lutsOfParts(lutCoefficients, lutParts(p));
}

/** Sizes of the parts, in the units of their coefficients. */
export function lutParts(p: TileParameters): Readonly<Record<LutPart, number>> {
  const w = tileWidths(p);
  const { tokens, columns, depth, scalers } = p;
  const isBooth = p.encoding === 'booth';
  const pes = tokens * columns * depth;
  return {
    terms: pes * p.termsPerCycle * (isBooth ? w.term : 1) + (w.passes > 1 ? tokens * depth * w.shifted : 0),
    trees: pes * adderBits(termTree(p)) + tokens * columns * adderBits(productTree(p)) + (isBooth ? 0 : tokens * adderBits(rowTree(p))),
    sums: tokens * columns * (w.sum + w.sum) + (isBooth ? 0 : tokens * w.row) + tokens * scalers * p.accumulatorBits,
    scalers: tokens * scalers * w.zero * w.sum,
    streams: bufferBits(p).reduce((all, bits) => all + bits, 0),
    base: 1,
  };
}

/** DSP blocks: one multiplier for each scaler, which is never wider than a DSP48E2 takes. */
export function tileDsps({ tokens, scalers }: TileParameters): number {
  return tokens * scalers;
}

/**
 * Flip-flops: all registers that the Verilog declares. Where trees have numbers without a partner, or more than four terms, synthesis makes shift registers of
 * their delays, and up to a tenth of the flip-flops is not there.
 */
export function tileRegisters(p: TileParameters): number {
  const w = tileWidths(p);
  const { tokens, columns, depth, scalers } = p;
  const isBooth = p.encoding === 'booth';
  const [termLevels, rowLevels, batches] = [levelsOf(p.termsPerCycle), levelsOf(depth), batchesOf(p)];
  const buffers = bufferBits(p).reduce((all, bits) => all + 2 * bits + 3, 0);
  const stages = 1 + termLevels + rowLevels;
  // A flag of the activations' tree goes no further than that tree.
  const passControl = 3 + 6 * stages + (isBooth ? 0 : rowLevels);
  const scaleControl = bitsFor(batches) + 3 + 2 * 4 + 2;
  const pes = tokens * columns * depth * (p.termsPerCycle * w.term + nodeBits(termTree(p)));
  const trees = tokens * columns * nodeBits(productTree(p));
  const shifted = w.passes > 1 ? tokens * depth * (w.shifted - w.slice) + (isBooth ? columns * depth : 0) : 0;
  const rows = isBooth ? 0 : tokens * (nodeBits(rowTree(p)) + (termLevels + 2) * w.row);
  const sums = tokens * columns * 2 * w.sum;
  // Scales are the same for all tokens, and synthesis keeps them once.
  const scaling = scalers * p.scaleBits + tokens * scalers * (w.sum + w.scaled);
  const outputs = tokens * batches * scalers * p.accumulatorBits;
  return buffers + passControl + scaleControl + pes + trees + shifted + rows + sums + scaling + outputs;
}

function termTree(p: TileParameters): Tree {
  const { term, product } = tileWidths(p);
  return { count: p.termsPerCycle, step: p.encoding === 'booth' ? 2 : 1, bits: term, most: product };
}

function productTree(p: TileParameters): Tree {
  const { product, tree } = tileWidths(p);
  return { count: p.depth, step: 0, bits: product, most: tree };
}

function rowTree(p: TileParameters): Tree {
  return { count: p.depth, step: 0, bits: p.activationBits, most: p.activationBits + levelsOf(p.depth) };
}

/** Bits of the skid buffers of `act`, `wgt`, `scl` and `out`; tlast of the second and the last included. */
function bufferBits(p: TileParameters): readonly number[] {
  const { slice, zero } = tileWidths(p);
  return [p.tokens * p.depth * p.activationBits, p.columns * p.depth * slice + 3 + 1, p.scalers * (p.scaleBits + zero), p.tokens * p.scalers * p.accumulatorBits + 1];
}

/** Bits of a number from 0 to `largest`. */
function bitsFor(largest: number): number {
  return Math.floor(Math.log2(largest)) + 1;
}

import { termsOf } from '../cycles.js';
import type { ShiftAddParameters, ShiftAddPes } from '../spec.js';

/** An array of shift-add PEs as the Verilog has it: groups are multiples of the depth. */
export interface TileParameters extends ShiftAddPes {
  /** Width of an activation, 2 to 16. */
  readonly activationBits: number;
  /** Width of the widest weights, 2 to 8; narrower ones may take fewer passes. */
  readonly weightBits: number;
  /** Width of a scale, a whole number, 4 to 17. */
  readonly scaleBits: number;
  /** Width of an output, which wraps. */
  readonly accumulatorBits: number;
}

/** Bits of a scale where nobody says otherwise. */
export const usualScaleBits = 8;

/** Widest sums of a group: what one multiplier of a DSP48E2 takes beside a scale. */
export const mostSumBits = 27;

/** Widths inside a tile, in bits. */
export interface TileWidths {
  /** Bits of a weight that a pass takes. */
  readonly slice: number;
  /** Passes of the widest weights. */
  readonly passes: number;
  /** Of an activation, shifted for the last pass. */
  readonly shifted: number;
  readonly term: number;
  readonly product: number;
  /** Of the products of a pass. */
  readonly tree: number;
  /** Of the sum of a group, with or without its zero point. */
  readonly sum: number;
  /** Of the sum of the activations of a group. */
  readonly row: number;
  /** Of a zero point; 0 where there is none. */
  readonly zero: number;
  readonly scaled: number;
}

export function tileWidths(p: TileParameters): TileWidths {
  const isBooth = p.encoding === 'booth';
  const slice = p.termsPerCycle * (isBooth ? 2 : 1);
  const passes = Math.ceil(p.weightBits / slice);
  const sum = sumBits(p);
  const shifted = p.activationBits + (passes - 1) * slice;
  const product = Math.min(sum, isBooth || p.termsPerCycle > 1 ? shifted + slice : shifted);
  return {
    slice, passes, shifted, sum, product,
    term: Math.min(sum, shifted + (isBooth ? 2 : 0)),
    tree: Math.min(sum, product + levelsOf(p.depth)),
    row: p.activationBits + levelsOf(p.group),
    zero: isBooth ? 0 : p.weightBits,
    scaled: Math.min(sum + p.scaleBits, p.accumulatorBits),
  };
}

/** Bits that hold the sum of any group, its zero point taken off: activationBits + weightBits + ceil(log2 group). */
export function sumBits(p: Pick<TileParameters, 'activationBits' | 'weightBits' | 'group'>): number {
  return p.activationBits + p.weightBits + levelsOf(p.group);
}

/** Levels of a tree of so many numbers. */
export function levelsOf(numbers: number): number {
  return Math.ceil(Math.log2(numbers));
}

/** Batches in which the scalers work through the columns. */
export function batchesOf({ columns, scalers }: ShiftAddPes): number {
  return Math.ceil(columns / scalers);
}

/** The PEs of an experiment for weights of these bits. Terms and scalers beyond those that have work are left out. */
export function tileOf({ activationBits, accumulatorBits }: ShiftAddParameters, array: ShiftAddPes, weightBits: number): TileParameters {
  return {
    ...array, activationBits, weightBits, accumulatorBits, scaleBits: usualScaleBits,
    termsPerCycle: Math.min(array.termsPerCycle, termsOf(array.encoding, weightBits)), scalers: Math.min(array.scalers, array.columns),
  };
}

/** Throws a RangeError for what the Verilog refuses to elaborate, and for groups that a step does not divide. */
export function checkTile(p: TileParameters): void {
  const whole = (name: string, value: number, least: number, most: number): void => {
    if (!(Number.isInteger(value) && value >= least && value <= most)) throw new RangeError(`${name} of a tile is a whole number from ${least} to ${most}, not ${value}`);
  };
  whole('tokens', p.tokens, 1, 256);
  whole('columns', p.columns, 1, 4096);
  whole('depth', p.depth, 1, 1024);
  whole('activationBits', p.activationBits, 2, 16);
  whole('weightBits', p.weightBits, 2, 8);
  whole('termsPerCycle', p.termsPerCycle, 1, termsOf(p.encoding, p.weightBits));
  whole('group', p.group, p.depth, 2 ** 16);
  if (p.group % p.depth !== 0) throw new RangeError(`a group of ${p.group} weights is no multiple of the depth ${p.depth}`);
  whole('bits of the sum of a group', sumBits(p), 4, mostSumBits);
  whole('scalers', p.scalers, 1, p.columns);
  whole('scaleBits', p.scaleBits, 4, 17);
  whole('accumulatorBits', p.accumulatorBits, Math.max(9, sumBits(p)), 48);
}

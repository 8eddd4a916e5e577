import type { LookupTables, ShiftAddParameters } from '../../spec.js';
import { levelsOf } from '../parameters.js';

/** Look-up tables as the Verilog has them: adders are a power of two. */
export interface TableParameters extends LookupTables {
  /** Width of an activation, 2 to 16. */
  readonly activationBits: number;
  /** Most planes of the weights that it is checked with, 1 to 8; the Verilog takes any number. */
  readonly weightBits: number;
  /** Width of a shift: scales are sums of 2^0 / 2 to 2^(2^shiftBits - 1) / 2. */
  readonly shiftBits: number;
  /** Width of an output, which wraps. */
  readonly accumulatorBits: number;
}

/** ShiftAddLLM packs three shifts of three bits. */
export const usualShiftBits = 3;

/** Tables whose activations are summed up while the tables are built. */
export const mostTables = 256;

export function isPowerOfTwo(count: number): boolean {
  return Number.isInteger(Math.log2(count));
}

/** Bits of an entry beyond those of an activation: eight of the lowest, negated, are a power of two. */
export const entryBitsBeyond = 4;

/** Widths inside, in bits. */
export interface TableWidths {
  readonly entry: number;
  /** Of an entry times its scale. */
  readonly product: number;
  /** Of the sum over the tables. */
  readonly tree: number;
  /** Of the sum of a feature: an output and a bit for halves. */
  readonly sum: number;
  /** Of the sum of the activations of a set. */
  readonly set: number;
}

export function tableWidths({ tables, shifters, activationBits, shiftBits, accumulatorBits }: TableParameters): TableWidths {
  const sum = accumulatorBits + 1;
  const entry = activationBits + entryBitsBeyond;
  const product = Math.min(sum, entry + 2 ** shiftBits - 1 + levelsOf(shifters));
  return { entry, product, tree: Math.min(sum, product + levelsOf(tables)), sum, set: Math.min(sum, activationBits + 3 + levelsOf(tables)) };
}

/** Batches of features whose sums are held. */
export function batchesOf({ featuresHeld, reads }: TableParameters): number {
  return featuresHeld / reads;
}

/** The look-up tables of an experiment. Shifters beyond the terms of a scale are left out. */
export function tablesOf({ activationBits, accumulatorBits }: ShiftAddParameters, array: LookupTables, weightBits: number): TableParameters {
  return { ...array, activationBits, weightBits, accumulatorBits, shiftBits: usualShiftBits, shifters: Math.min(array.shifters, array.scaleTerms) };
}

/** Throws a RangeError for what the Verilog refuses to elaborate. */
export function checkTable(p: TableParameters): void {
  const whole = (name: string, value: number, least: number, most: number): void => {
    if (!(Number.isInteger(value) && value >= least && value <= most)) throw new RangeError(`${name} of look-up tables is a whole number from ${least} to ${most}, not ${value}`);
  };
  whole('tables', p.tables, 1, mostTables);
  whole('reads', p.reads, 1, 4096);
  whole('featuresHeld', p.featuresHeld, p.reads, 65536);
  whole('batches', batchesOf(p), 1, 65536);
  whole('scaleTerms', p.scaleTerms, 1, 3);
  whole('shifters', p.shifters, 1, p.scaleTerms);
  whole('buildAdders', p.buildAdders, 1, 256);
  if (!isPowerOfTwo(p.buildAdders)) throw new RangeError(`${p.buildAdders} adders are no power of two`);
  whole('activationBits', p.activationBits, 2, 16);
  whole('weightBits', p.weightBits, 1, 8);
  whole('shiftBits', p.shiftBits, 1, 4);
  whole('accumulatorBits', p.accumulatorBits, Math.max(9, p.activationBits + entryBitsBeyond), 48);
}

import { bcqGemv, type BcqWeights } from '../../../../sim/numerics/arithmetic/bcq.js';
import { requireRange, zeros, type Matrix } from '../../../../sim/numerics/arithmetic/matrix.js';
import { wrapToBits } from '../../../../sim/numerics/arithmetic/width.js';
import { tableGroup } from '../../energy/operation.js';
import type { TableParameters } from './parameters.js';

/** A matrix product as the tables see it: weights in binary codes whose scales are sums of powers of two, from 1/2 up. */
export interface TableProblem {
  /** m x k. */
  readonly activations: Matrix;
  readonly weights: BcqWeights;
  /** Whether half the sum of the activations is taken off, as whole numbers need it. */
  readonly halves: boolean;
}

/** Throws a RangeError for a problem that the tables cannot take. */
export function checkProblem(p: TableParameters, { activations, weights }: TableProblem): void {
  const { planes, rows, columns, terms, rowGroups, shifts } = weights;
  if (activations.columns !== columns) throw new RangeError(`activations have ${activations.columns} columns, weights ${columns}`);
  for (const size of [activations.rows, columns, rows, planes]) if (!(size >= 1)) throw new RangeError(`sizes of a product are whole numbers from 1, not ${size}`);
  if (rows > p.featuresHeld) throw new RangeError(`${rows} features are more than the ${p.featuresHeld} whose sums are held`);
  if (terms > p.scaleTerms) throw new RangeError(`scales of ${terms} powers of two, of ${p.scaleTerms}`);
  if (rowGroups > 1 && rowGroupOf(weights) % p.reads !== 0) throw new RangeError(`groups of ${rowGroupOf(weights)} features with shifts of their own are no multiple of ${p.reads} reads`);
  requireRange(activations, -(2 ** (p.activationBits - 1)), 2 ** (p.activationBits - 1) - 1, `activations of ${p.activationBits} bits`);
  for (const shift of shifts) if (!(shift >= -1 && shift <= 2 ** p.shiftBits - 2)) throw new RangeError(`a scale has 2^${shift}, not 2^-1 to 2^${2 ** p.shiftBits - 2}`);
}

/** Features that share shifts. */
export function rowGroupOf({ rows, rowGroups }: BcqWeights): number {
  return Math.ceil(rows / rowGroups);
}

/** What the tables give: the product with binary-coded weights, less halves, rounded down, in `accumulatorBits` that wrap. */
export function tableProduct(p: TableParameters, { activations, weights, halves }: TableProblem): Matrix<Float64Array> {
  const y = zeros(activations.rows, weights.rows);
  for (let m = 0; m < activations.rows; m++) {
    const x = Float64Array.from({ length: activations.columns }, (_, k) => activations.values[m * activations.columns + k]!);
    const half = halves ? x.reduce((sum, value) => sum + value, 0) / 2 : 0;
    bcqGemv(x, weights).forEach((value, n) => { y.values[m * y.columns + n] = wrapToBits(Math.floor(value - half), p.accumulatorBits); });
  }
  return y;
}

/** The same weights with rows of zero bits below, as many as whole batches need; shifts of those rows are those of the last group. */
export function wholeBatches(weights: BcqWeights, reads: number): BcqWeights {
  const { planes, rows, columns, rowGroups, bits } = weights;
  const perGroup = Math.ceil(rowGroupOf(weights) / reads) * reads;
  const filled = new Uint8Array(planes * rowGroups * perGroup * columns);
  for (let plane = 0; plane < planes; plane++) filled.set(bits.subarray(plane * rows * columns, (plane + 1) * rows * columns), plane * rowGroups * perGroup * columns);
  return { ...weights, rows: rowGroups * perGroup, bits: filled };
}

/**
 * Whole numbers as binary codes, as the functional model of the family has them: planes of w + 2^(bits - 1) with the scales 2^(b - 1), and halves taken
 * off.
 */
export function wholeNumberCodes(w: Matrix, planes: number): BcqWeights {
  const size = w.rows * w.columns;
  const bits = Uint8Array.from({ length: planes * size }, (_, i) => Math.floor((w.values[i % size]! + 2 ** (planes - 1)) / 2 ** Math.floor(i / size)) % 2);
  const groups = Math.ceil(w.columns / tableGroup);
  return { planes, rows: w.rows, columns: w.columns, bits, rowGroups: 1, terms: 1, shifts: Int8Array.from({ length: planes * groups }, (_, i) => Math.floor(i / groups) - 1) };
}

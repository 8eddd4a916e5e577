import { boothProduct } from '../../../sim/numerics/arithmetic/booth.js';
import { groupProduct } from '../../../sim/numerics/arithmetic/group-dequant.js';
import { matrix, requireRange, zeros, type Matrix } from '../../../sim/numerics/arithmetic/matrix.js';
import { wrapToBits } from '../../../sim/numerics/arithmetic/width.js';
import type { TileParameters } from './parameters.js';

/** A matrix product as the tile sees it, with a scale and a zero point for each group of each feature. */
export interface TileProblem {
  /** m x k. */
  readonly activations: Matrix;
  /** n x k: unsigned codes of `weightBits` in binary encoding, two's complement with Booth digits. */
  readonly weights: Matrix;
  readonly weightBits: number;
  /** n x ceil(k / group), unsigned. */
  readonly scales: Matrix;
  /** The same, unsigned, in `weightBits` of the tile; zeros with Booth digits. */
  readonly zeroPoints: Matrix;
}

export interface TileShape {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

export function shapeOf({ activations, weights }: TileProblem): TileShape {
  return { m: activations.rows, n: weights.rows, k: activations.columns };
}

/** Throws a RangeError for a problem that the tile cannot take: sizes, widths, numbers beyond them. */
export function checkProblem(p: TileParameters, { activations, weights, weightBits, scales, zeroPoints }: TileProblem): void {
  if (activations.columns !== weights.columns) throw new RangeError(`activations have ${activations.columns} columns, weights ${weights.columns}`);
  for (const size of [activations.rows, activations.columns, weights.rows]) if (!(size >= 1)) throw new RangeError(`sizes of a product are whole numbers from 1, not ${size}`);
  if (!(Number.isInteger(weightBits) && weightBits >= 2 && weightBits <= p.weightBits)) throw new RangeError(`weights of this tile have 2 to ${p.weightBits} bits, not ${weightBits}`);
  const isBooth = p.encoding === 'booth';
  const half = 2 ** (weightBits - 1);
  requireRange(activations, -(2 ** (p.activationBits - 1)), 2 ** (p.activationBits - 1) - 1, `activations of ${p.activationBits} bits`);
  requireRange(weights, isBooth ? -half : 0, isBooth ? half - 1 : 2 * half - 1, `${isBooth ? 'signed' : 'unsigned'} weights of ${weightBits} bits`);
  requireRange(scales, 0, 2 ** p.scaleBits - 1, `scales of ${p.scaleBits} bits`);
  requireRange(zeroPoints, 0, isBooth ? 0 : 2 ** p.weightBits - 1, 'zero points');
  const groups = Math.ceil(weights.columns / p.group);
  for (const field of [scales, zeroPoints]) {
    if (field.rows !== weights.rows || field.columns !== groups) throw new RangeError(`scales and zero points are ${weights.rows} x ${groups}, not ${field.rows} x ${field.columns}`);
  }
}

/** What the tile gives: the products of the functional model group by group, scaled and added up, in `accumulatorBits` that wrap. */
export function tileProduct(p: TileParameters, problem: TileProblem): Matrix<Float64Array> {
  const { activations, weights, scales, zeroPoints } = problem;
  const { rows, columns, values } = p.encoding === 'binary'
    ? groupProduct(activations, { q: weights, group: p.group, scale: scales, zero: zeroPoints }).y
    : scaledBoothProduct(p.group, problem);
  return matrix(rows, columns, values.map((value) => wrapToBits(value, p.accumulatorBits)));
}

function scaledBoothProduct(group: number, { activations, weights, weightBits, scales }: TileProblem): Matrix<Float64Array> {
  const y = zeros(activations.rows, weights.rows);
  for (let g = 0; g < scales.columns; g++) {
    const sums = boothProduct(columnsOf(activations, g * group, group), columnsOf(weights, g * group, group), weightBits);
    for (let i = 0; i < y.values.length; i++) y.values[i]! += scales.values[(i % y.columns) * scales.columns + g]! * sums.values[i]!;
  }
  return y;
}

/** So many columns from one on, or what is left. */
function columnsOf({ rows, columns, values }: Matrix, first: number, count: number): Matrix {
  const width = Math.min(count, columns - first);
  return matrix(rows, width, Float64Array.from({ length: rows * width }, (_, i) => values[Math.floor(i / width) * columns + first + (i % width)]!));
}

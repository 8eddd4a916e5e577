import { matrix, requireRange, type Matrix } from '../../../sim/numerics/arithmetic/matrix.js';
import { wrapToBits } from '../../../sim/numerics/arithmetic/width.js';
import { signedLutProduct } from '../functional.js';
import type { TileParameters } from './parameters.js';

/** A matrix product as the tile sees it: `activations` of m x k, `weights` of n x k in two's complement of `weightBits`. */
export interface TileProblem {
  readonly activations: Matrix;
  readonly weights: Matrix;
  readonly weightBits: number;
}

export interface TileShape {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

export function shapeOf({ activations, weights }: TileProblem): TileShape {
  return { m: activations.rows, n: weights.rows, k: activations.columns };
}

/** Throws a RangeError for a problem that the tile cannot take: sizes, planes, numbers beyond their widths. */
export function checkProblem(p: TileParameters, { activations, weights, weightBits }: TileProblem): void {
  if (activations.columns !== weights.columns) throw new RangeError(`activations have ${activations.columns} columns, weights ${weights.columns}`);
  for (const size of [activations.rows, activations.columns, weights.rows]) if (!(size >= 1)) throw new RangeError(`sizes of a product are whole numbers from 1, not ${size}`);
  if (!(Number.isInteger(weightBits) && weightBits >= 1 && weightBits <= p.planes)) throw new RangeError(`weights of this tile have 1 to ${p.planes} bits, not ${weightBits}`);
  requireRange(activations, -(2 ** (p.activationBits - 1)), 2 ** (p.activationBits - 1) - 1, `activations of ${p.activationBits} bits`);
  requireRange(weights, -(2 ** (weightBits - 1)), 2 ** (weightBits - 1) - 1, `weights of ${weightBits} bits`);
}

/** What the tile gives: the product of the functional model, in `sumBits` that wrap. */
export function tileProduct({ k, sign, sumBits }: TileParameters, { activations, weights, weightBits }: TileProblem): Matrix<Float64Array> {
  const { rows, columns, values } = signedLutProduct(activations, weights, weightBits, { group: k, sign });
  return matrix(rows, columns, values.map((value) => wrapToBits(value, sumBits)));
}

import { commonLength, matrix, requireRange, type Matrix } from '../../../sim/numerics/arithmetic/matrix.js';
import { wrapToBits } from '../../../sim/numerics/arithmetic/width.js';
import { lookedUp } from '../functional.js';
import type { CoreParameters } from './parameters.js';

/** A matrix product as a core sees it: `activations` of m x k, ternary `weights` of n x k. */
export interface CoreProblem {
  readonly activations: Matrix;
  readonly weights: Matrix;
}

export interface ProductShape {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

export function shapeOfProblem({ activations, weights }: CoreProblem): ProductShape {
  return { m: activations.rows, n: weights.rows, k: activations.columns };
}

/** Throws a RangeError for a problem that the core cannot take: sizes, numbers beyond their widths. */
export function checkProblem({ activationBits }: CoreParameters, { activations, weights }: CoreProblem): void {
  const k = commonLength(activations, weights);
  for (const size of [activations.rows, k, weights.rows]) if (!(size >= 1)) throw new RangeError(`sizes of a product are whole numbers from 1, not ${size}`);
  requireRange(activations, -(2 ** (activationBits - 1)), 2 ** (activationBits - 1) - 1, `activations of ${activationBits} bits`);
  requireRange(weights, -1, 1, 'ternary weights');
}

/** What the core gives: the product of the functional model, in `sumBits` that wrap. */
export function coreProduct({ group, format, sumBits }: CoreParameters, { activations, weights }: CoreProblem): Matrix<Float64Array> {
  const { rows, columns, values } = lookedUp(activations, weights, format === 'tl1' || format === 'tl2' ? { table: format } : { table: 'symmetric', group });
  return matrix(rows, columns, values.map((value) => wrapToBits(value, sumBits)));
}

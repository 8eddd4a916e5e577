import { codebookGemv, type CodebookWeights } from '../../../sim/numerics/arithmetic/codebook-gemv.js';
import { matrix, requireRange, zeros, type Matrix } from '../../../sim/numerics/arithmetic/matrix.js';
import { wrapToBits } from '../../../sim/numerics/arithmetic/width.js';
import type { TileParameters } from './parameters.js';

/** A product as the tile sees it: `activations` of m x inputs, and weights without scales and biases, with as many codebooks as the tile. */
export interface TileProblem {
  readonly activations: Matrix;
  readonly weights: CodebookWeights;
}

export interface TileShape {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

export function shapeOf({ activations, weights }: TileProblem): TileShape {
  return { m: activations.rows, n: weights.outputs, k: activations.columns };
}

/** Entries that a run loads. */
export function entriesOf({ centroids, residual }: CodebookWeights): number {
  return centroids.rows + (residual?.centroids.rows ?? 0);
}

/** Throws a RangeError for a problem that the tile cannot take: sizes, numbers beyond their widths, scales and biases. */
export function checkProblem(p: TileParameters, { activations, weights }: TileProblem): void {
  if (activations.columns !== weights.inputs) throw new RangeError(`activations have ${activations.columns} columns, weights ${weights.inputs} inputs`);
  for (const size of [activations.rows, activations.columns, weights.outputs]) if (!(size >= 1)) throw new RangeError(`sizes of a product are whole numbers from 1, not ${size}`);
  if (weights.centroids.columns !== p.vectorLength) throw new RangeError(`vectors of this tile have ${p.vectorLength} weights, not ${weights.centroids.columns}`);
  if ((weights.residual === undefined) !== (p.rest === 0)) throw new RangeError(`this tile has ${p.rest === 0 ? 'no' : 'a'} residual codebook`);
  if (weights.scale.some((scale) => scale !== 1) || weights.bias.some((bias) => bias !== 0)) throw new RangeError('scales and biases are not applied by the tile');
  requireRange(activations, -(2 ** (p.activationBits - 1)), 2 ** (p.activationBits - 1) - 1, `activations of ${p.activationBits} bits`);
  const books = [{ entries: p.main, centroids: weights.centroids }, ...(weights.residual === undefined ? [] : [{ entries: p.rest, centroids: weights.residual.centroids }])];
  for (const { entries, centroids } of books) {
    if (centroids.rows < 1 || centroids.rows > entries) throw new RangeError(`a codebook of this tile has 1 to ${entries} entries, not ${centroids.rows}`);
    requireRange(centroids, -(2 ** (p.entryBits - 1)), 2 ** (p.entryBits - 1) - 1, `elements of ${p.entryBits} bits`);
  }
}

/** What the tile gives: the products of the functional model through indices, in `sumBits` that wrap. */
export function tileProduct(p: TileParameters, { activations, weights }: TileProblem): Matrix<Float64Array> {
  const y = zeros(activations.rows, weights.outputs);
  for (let m = 0; m < activations.rows; m++) {
    const x = Float64Array.from({ length: activations.columns }, (_, i) => activations.values[m * activations.columns + i]!);
    y.values.set(codebookGemv(x, weights), m * weights.outputs);
  }
  return matrix(y.rows, y.columns, y.values.map((value) => wrapToBits(value, p.sumBits)));
}

import type { Matrix } from '../../../sim/model/matrix.js';
import { commonLength, matrix, requireRange } from '../../../sim/numerics/arithmetic/matrix.js';
import { foldingOf } from '../fold.js';
import type { MeshParameters } from './parameters.js';

/** A product as the tile sees it: activations [token][k], weights [feature][k], whole numbers. */
export interface MeshProblem {
  readonly activations: Matrix;
  readonly weights: Matrix;
}

/** What one fold multiplies. Output-stationary: r tokens, c features, T elements of k; weight-stationary: r elements of k, c features, T tokens. */
export interface MeshFold extends MeshProblem {
  readonly r: number;
  readonly c: number;
}

/**
 * The folds of a product in the order of the streams: those of a block of columns one after the other. Weight-stationary folds have the sums of
 * their own part of k; whoever takes them adds them up. Throws a RangeError where operands have no common k, are empty, or do not fit their widths.
 */
export function meshFolds(p: MeshParameters, problem: MeshProblem): readonly MeshFold[] {
  checkProblem(p, problem);
  const { activations, weights } = problem;
  const [m, n, k] = [activations.rows, weights.rows, activations.columns];
  const { rowFolds, columnFolds } = foldingOf(p.dataflow, p.rows, p.columns, { m, n, k });
  return Array.from({ length: columnFolds * rowFolds }, (_, i) => {
    const row = (i % rowFolds) * p.rows;
    const column = Math.floor(i / rowFolds) * p.columns;
    const c = Math.min(p.columns, n - column);
    if (p.dataflow === 'output-stationary') {
      const r = Math.min(p.rows, m - row);
      return { r, c, activations: part(activations, row, r, 0, k), weights: part(weights, column, c, 0, k) };
    }
    const r = Math.min(p.rows, k - row);
    return { r, c, activations: part(activations, 0, m, row, r), weights: part(weights, column, c, row, r) };
  });
}

function checkProblem({ activationBits, weightBits }: MeshParameters, { activations, weights }: MeshProblem): void {
  const k = commonLength(activations, weights);
  if (Math.min(activations.rows, weights.rows, k) < 1) throw new RangeError('a product has tokens, features and a reduction');
  requireRange(activations, -(2 ** (activationBits - 1)), 2 ** (activationBits - 1) - 1, `activations of ${activationBits} bits`);
  requireRange(weights, -(2 ** (weightBits - 1)), 2 ** (weightBits - 1) - 1, `weights of ${weightBits} bits`);
}

function part({ columns, values }: Matrix, firstRow: number, rows: number, firstColumn: number, width: number): Matrix {
  return matrix(rows, width, Float64Array.from({ length: rows * width }, (_, i) => (
    values[(firstRow + Math.floor(i / width)) * columns + firstColumn + (i % width)]!)));
}

import { foldingOf, type Product } from './fold.js';
import type { SystolicArray } from './cycles.js';

/** Words that a product moves between the array and its buffers. */
export interface BufferAccesses {
  readonly inputReads: number;
  readonly weightReads: number;
  /** Sums that leave the array, partial ones among them. */
  readonly outputWrites: number;
  /** Partial sums that are read again, to be added to. */
  readonly partialSumReads: number;
}

/**
 * A stationary operand is read once; one that streams is read for each fold that it passes. Where the reduction is folded, each of its Fr folds
 * writes the sums and all but the first read them.
 *
 *   output-stationary: inputs m k Fc, weights n k Fr, sums m n
 *   weight-stationary: inputs m k Fc, weights n k,    sums m n Fr, of which m n (Fr - 1) are read again
 *   input-stationary:  inputs m k,    weights n k Fc, sums m n Fr, of which m n (Fr - 1) are read again
 */
export function bufferAccesses({ dataflow, rows, columns }: SystolicArray, product: Product): BufferAccesses {
  const { m, n, k } = product;
  const { rowFolds, columnFolds } = foldingOf(dataflow, rows, columns, product);
  switch (dataflow) {
    case 'output-stationary': return { inputReads: m * k * columnFolds, weightReads: n * k * rowFolds, outputWrites: m * n, partialSumReads: 0 };
    case 'weight-stationary': return { inputReads: m * k * columnFolds, weightReads: n * k, outputWrites: m * n * rowFolds, partialSumReads: m * n * (rowFolds - 1) };
    case 'input-stationary': return { inputReads: m * k, weightReads: n * k * columnFolds, outputWrites: m * n * rowFolds, partialSumReads: m * n * (rowFolds - 1) };
  }
}

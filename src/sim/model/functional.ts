import type { DataType } from './datatype.js';
import type { Matrix } from './matrix.js';

/** What an array computes, bit for bit; time and memory aside. Scales come after it: it knows whole numbers only. */
export interface FunctionalModel {
  /** Its arithmetic in a sentence: how operands are packed, how wide sums are, in which order they are made. */
  readonly arithmetic: string;
  /** Sums below this magnitude are exact, larger ones are rounded; null where all are exact. */
  readonly exactBelow: number | null;
  /** Why it has no product of operands of these formats; null where it has one. */
  readonly declines: (activations: DataType, weights: DataType) => string | null;
  /** Accumulators Y[m][n] of activations A[m][k] and weights W[n][k], whole numbers of formats that it does not decline. */
  readonly product: (activations: Matrix, weights: Matrix) => Matrix<Float64Array>;
}

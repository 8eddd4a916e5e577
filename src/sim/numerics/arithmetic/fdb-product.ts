import { matrix, requireRange, type Matrix } from './matrix.js';

/** Weights with two binary planes: w = alpha1 * b1 + alpha2 * b2, bits 0 or 1 (DB-LLM, flexible dual binarisation). */
export interface FdbWeights {
  readonly b1: Matrix;
  readonly b2: Matrix;
  readonly alpha1: number;
  readonly alpha2: number;
}

/** Weights as numbers. */
export function fdbWeights({ b1, b2, alpha1, alpha2 }: FdbWeights): Matrix<Float64Array> {
  return matrix(b1.rows, b1.columns, Float64Array.from(b1.values, (bit, i) => alpha1 * bit + alpha2 * b2.values[i]!));
}

/** y[m] = alpha1 * sum of x where b1 is one + alpha2 * sum of x where b2 is one: two multiplications a row, and additions only for ones. */
export function fdbProduct(x: Float64Array, w: FdbWeights): Float64Array {
  requireShape(x, w);
  const first = selectedSums(x, w.b1);
  const second = selectedSums(x, w.b2);
  return first.map((sum, m) => w.alpha1 * sum + w.alpha2 * second[m]!);
}

/** Ones in both planes, which is the number of additions, and the places in both planes. */
export function fdbOnes({ b1, b2 }: FdbWeights): { readonly ones: number; readonly places: number } {
  let ones = 0;
  for (const bit of b1.values) ones += bit;
  for (const bit of b2.values) ones += bit;
  return { ones, places: b1.values.length + b2.values.length };
}

function selectedSums(x: Float64Array, bits: Matrix): Float64Array {
  const sums = new Float64Array(bits.rows);
  for (let m = 0; m < bits.rows; m++) {
    let sum = 0;
    for (let k = 0; k < bits.columns; k++) if (bits.values[m * bits.columns + k] === 1) sum += x[k]!;
    sums[m] = sum;
  }
  return sums;
}

function requireShape(x: Float64Array, { b1, b2 }: FdbWeights): void {
  if (b1.rows !== b2.rows || b1.columns !== b2.columns) throw new RangeError(`planes of ${b1.rows} x ${b1.columns} and of ${b2.rows} x ${b2.columns} are no pair`);
  if (x.length !== b1.columns) throw new RangeError(`rows of ${b1.columns} weights do not meet ${x.length} activations`);
  requireRange(b1, 0, 1, 'binary weights');
  requireRange(b2, 0, 1, 'binary weights');
}

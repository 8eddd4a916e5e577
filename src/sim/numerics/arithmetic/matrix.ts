import type { Integers, Matrix } from '../../model/matrix.js';

export type { Integers, Matrix };

/** A matrix over values that are there already. Throws a RangeError unless there are rows * columns of them. */
export function matrix<T extends Integers>(rows: number, columns: number, values: T): Matrix<T> {
  if (values.length !== rows * columns) throw new RangeError(`a matrix of ${rows} x ${columns} has ${rows * columns} values, not ${values.length}`);
  return { rows, columns, values };
}

/** A matrix of zeros that can hold any whole number up to 2^53. */
export function zeros(rows: number, columns: number): Matrix<Float64Array> {
  return { rows, columns, values: new Float64Array(rows * columns) };
}

/** The common length K of two operands whose rows are multiplied with each other. Throws a RangeError where they differ. */
export function commonLength(a: Matrix, w: Matrix): number {
  if (a.columns !== w.columns) throw new RangeError(`rows of ${a.columns} and of ${w.columns} elements have no dot product`);
  return a.columns;
}

/** The sum of each row. */
export function rowSums(a: Matrix): Float64Array {
  const sums = new Float64Array(a.rows);
  for (let r = 0; r < a.rows; r++) {
    let sum = 0;
    for (let c = 0; c < a.columns; c++) sum += a.values[r * a.columns + c]!;
    sums[r] = sum;
  }
  return sums;
}

/** Throws a RangeError unless every value is a whole number from `least` to `most`. */
export function requireRange(a: Matrix, least: number, most: number, what: string): void {
  for (const value of a.values) {
    if (!(value >= least && value <= most && Number.isInteger(value))) throw new RangeError(`${what} must be whole numbers from ${least} to ${most}, not ${value}`);
  }
}

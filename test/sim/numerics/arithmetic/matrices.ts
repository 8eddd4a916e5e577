import * as fc from 'fast-check';
import type { Matrix } from '../../../../src/sim/numerics/arithmetic/matrix.js';

export interface Range {
  readonly low: number;
  readonly high: number;
}

export function signed(bits: number): Range {
  return { low: -(2 ** (bits - 1)), high: 2 ** (bits - 1) - 1 };
}

export function unsigned(bits: number): Range {
  return { low: 0, high: 2 ** bits - 1 };
}

export const int8 = signed(8);

/** Whole numbers of a range in which the ends and 0 come up often. */
export function wholeNumber({ low, high }: Range): fc.Arbitrary<number> {
  return fc.oneof(fc.integer({ min: low, max: high }), fc.constantFrom(low, high, Math.min(high, Math.max(low, 0))));
}

export function matrixOf(rows: number, columns: number, range: Range): fc.Arbitrary<Matrix<Float64Array>> {
  return fc.array(wholeNumber(range), { minLength: rows * columns, maxLength: rows * columns }).map((values) => ({ rows, columns, values: Float64Array.from(values) }));
}

/** A pair of operands A (M x K) and W (N x K) of small random shapes. */
export function operands(a: Range, w: Range, most: { readonly m?: number; readonly n?: number; readonly k?: number } = {}): fc.Arbitrary<{ readonly a: Matrix<Float64Array>; readonly w: Matrix<Float64Array> }> {
  const { m = 5, n = 6, k = 70 } = most;
  return fc.tuple(fc.integer({ min: 1, max: m }), fc.integer({ min: 1, max: n }), fc.integer({ min: 1, max: k }))
    .chain(([rows, outputs, columns]) => fc.record({ a: matrixOf(rows, columns, a), w: matrixOf(outputs, columns, w) }));
}

/** Runs a property of operands for every width of weights from 1 to 8 bits. */
export function forWidths(check: (bits: number) => void): void {
  for (let bits = 1; bits <= 8; bits++) check(bits);
}

/** The integer product in big integers: right whatever the magnitudes are. */
export function bigProduct(a: Matrix, w: Matrix): bigint[] {
  return Array.from({ length: a.rows * w.rows }, (_, i) => {
    const m = Math.floor(i / w.rows);
    const n = i % w.rows;
    let sum = 0n;
    for (let k = 0; k < a.columns; k++) sum += BigInt(a.values[m * a.columns + k]!) * BigInt(w.values[n * a.columns + k]!);
    return sum;
  });
}

/** A matrix from lists. */
export function fromRows(rows: readonly (readonly number[])[]): Matrix<Float64Array> {
  return { rows: rows.length, columns: rows[0]?.length ?? 0, values: Float64Array.from(rows.flat()) };
}

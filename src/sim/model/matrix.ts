/** Arrays whose elements are whole numbers; a Float64Array holds them exactly up to 2^53. */
export type Integers = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float64Array;

/** A matrix of whole numbers, row-major: element (r, c) is `values[r * columns + c]`. */
export interface Matrix<T extends Integers = Integers> {
  readonly rows: number;
  readonly columns: number;
  readonly values: T;
}

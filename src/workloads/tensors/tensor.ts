/** Bytes that can be read at any place: a file, a buffer. `read` gives fewer bytes where they end. */
export interface ByteSource {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  read(offset: number, length: number): Uint8Array;
}

/** A named array of numbers, as a file has it: NaN and infinity are kept. */
export interface Tensor {
  readonly name: string;
  /** Dimensions, outermost first; none for a single number. */
  readonly shape: readonly number[];
  /** How the file stores its numbers: `fp32`, `bf16`, `int8`, ... */
  readonly dtype: string;
  /** In C order: the last dimension is contiguous. Singles where each number is one exactly. */
  readonly values: Float32Array | Float64Array;
}

/** A tensor whose numbers are read when they are asked for: what a header tells. */
export interface TensorEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  /** Throws `InputError` where the numbers cannot be read. */
  read(): Tensor;
}

/** The most numbers that are read of one tensor. In doubles they still fit into one buffer and one read of a file. */
export const maxNumbers = 2 ** 28 - 1;

/** How many numbers a tensor of that shape has; beyond 2^53 only roughly. */
export function elementCount(shape: readonly number[]): number {
  // A dimension of 0 comes first, so that no product overflows before it.
  return shape.includes(0) ? 0 : shape.reduce((product, n) => product * n, 1);
}

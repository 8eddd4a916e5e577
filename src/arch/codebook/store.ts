/** Vectors of weights as sums of entries of codebooks. */
export interface Codebooks {
  /** Weights in a vector (v). */
  readonly vectorLength: number;
  /** Entries of each codebook (k), powers of two. */
  readonly entries: readonly number[];
}

/** Bytes of a value of a codebook: FP16. */
const valueBytes = 2;

/** Bits of indices for each weight: sum of log2(k) / v (VPTQ, README). */
export function indexBitsPerWeight({ vectorLength, entries }: Codebooks): number {
  return entries.reduce((sum, k) => sum + Math.log2(k), 0) / vectorLength;
}

/** Bytes of the codebooks of one matrix: 2 v (k + k' + ...). */
export function codebookBytes({ vectorLength, entries }: Codebooks): number {
  return entries.reduce((sum, k) => sum + valueBytes * vectorLength * k, 0);
}

/** What a matrix of weights takes. */
export interface StoredMatrix {
  readonly indexBytes: number;
  readonly codebookBytes: number;
  /** Scales and biases in FP16. */
  readonly scaleBytes: number;
  /** Of everything. */
  readonly bitsPerWeight: number;
}

/** A matrix of `inputs` x `outputs` weights with `scales` numbers of 16 bits beside it: one for each output in AQLM, two for each input in VPTQ. */
export function storedMatrix(codebooks: Codebooks, inputs: number, outputs: number, scales: number): StoredMatrix {
  const weights = inputs * outputs;
  const vectors = Math.ceil(weights / codebooks.vectorLength);
  const indexBytes = codebooks.entries.reduce((sum, k) => sum + (vectors * Math.log2(k)) / 8, 0);
  const books = codebookBytes(codebooks);
  const scaleBytes = valueBytes * scales;
  return { indexBytes, codebookBytes: books, scaleBytes, bitsPerWeight: (8 * (indexBytes + books + scaleBytes)) / weights };
}

/**
 * Bytes of shared memory of a thread block that decodes from it (VPTQ, quant_gemv_traits.cuh), with t vectors in a tile:
 *
 *   2 v (k + k' + ...) + 3 * 2 t + 2 * 2 v + t (bytes of the indices of a vector)
 *
 * Codebooks; activations, scales and biases; outputs; indices.
 */
export function sharedBytesNeeded(codebooks: Codebooks, tile: number): number {
  const indexBytes = codebooks.entries.reduce((sum, k) => sum + (k > 256 ? 2 : 1), 0);
  return codebookBytes(codebooks) + 3 * valueBytes * tile + 2 * valueBytes * codebooks.vectorLength + tile * indexBytes;
}

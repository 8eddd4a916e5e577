/** A tensor as the header of its file has it; its numbers are not read. */
export interface StoredTensor {
  readonly name: string;
  /** As the file writes it: `BF16`, `I32`, ... */
  readonly dtype: string;
  /** Dimensions, outermost first. */
  readonly shape: readonly number[];
  readonly bytes: number;
  /** Index of its file in `Checkpoint.files`. */
  readonly file: number;
}

/** A file of a checkpoint. */
export interface CheckpointFile {
  readonly name: string;
  /** In bytes, header included. */
  readonly size: number;
  /** Bytes of its tensors; the rest is header. */
  readonly tensorBytes: number;
}

/** A document that stands beside a checkpoint, or why there is none to read. */
export type Beside = { readonly name: string; readonly value: unknown } | { readonly absent: string };

/** A model as it is stored: the headers of all its files. */
export interface Checkpoint {
  readonly name: string;
  readonly files: readonly CheckpointFile[];
  /** In the order of the files and of their data. */
  readonly tensors: readonly StoredTensor[];
  readonly metadata: Readonly<Record<string, string>>;
  /** The config.json in the same folder. */
  readonly config: Beside;
  /** What its files say that does not fit together and does no harm. */
  readonly notes: readonly string[];
}

/** Bytes of all tensors. */
export function tensorBytes(checkpoint: Checkpoint): number {
  return checkpoint.tensors.reduce((sum, { bytes }) => sum + bytes, 0);
}

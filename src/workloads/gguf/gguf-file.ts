import type { GgufBlock } from '../../sim/numerics/gguf/index.js';

export type GgufScalarType = 'uint8' | 'int8' | 'uint16' | 'int16' | 'uint32' | 'int32' | 'float32' | 'bool' | 'string' | 'uint64' | 'int64' | 'float64';

/** A metadata value. Whole numbers of 64 bits are bigints where no double holds them. Long texts and lists are passed over: only their length is known. */
export type GgufValue =
  | { readonly type: Exclude<GgufScalarType, 'bool' | 'string'>; readonly value: number | bigint }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'string'; /** In UTF-8. */ readonly bytes: number; readonly value: string | null }
  | { readonly type: 'array'; readonly of: GgufScalarType | 'array'; readonly length: number; readonly items: readonly GgufValue[] | null };

/** A tensor as the header tells of it: its numbers are not read. */
export interface GgufTensor {
  readonly name: string;
  /** As ggml counts them, the contiguous dimension first: a weight matrix has its input features there. None for a single number. */
  readonly dims: readonly number[];
  readonly type: GgufBlock;
  readonly elements: number;
  readonly bytes: number;
  /** In bytes, from the start of its file. */
  readonly offset: number;
}

/** What a model in GGUF says of itself, in one file or in parts. */
export interface GgufContent {
  /** Of the file, or of the first part. */
  readonly name: string;
  readonly metadata: ReadonlyMap<string, GgufValue>;
  /** In the order of the header. */
  readonly tensors: readonly GgufTensor[];
}

/** The header of one file. */
export interface GgufFile extends GgufContent {
  readonly version: 2 | 3;
  /** In bytes. */
  readonly size: number;
  readonly alignment: number;
  /** Where metadata and tensor list end. */
  readonly headerBytes: number;
  /** Where the tensors begin: `headerBytes` up to the next multiple of the alignment. */
  readonly dataOffset: number;
}

/** Bounds on what is taken for a header, so that a damaged one costs little time and memory. Real ones stay far below. */
export const limits = {
  entries: 65_536, tensors: 65_536, keyBytes: 65_535, nameBytes: 64, dimensions: 4, nesting: 4, alignment: 2 ** 20,
  /** Metadata and tensor list, texts and lists that are passed over included. */
  headerBytes: 2 ** 28,
  /** Texts and lists that are longer are passed over. */
  keptTextBytes: 2 ** 16, keptItems: 1024,
  /** All texts and items that are kept, an item being counted as 64 bytes. */
  keptBytes: 2 ** 24,
} as const;

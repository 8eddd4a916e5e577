import type { DataType } from './datatype.js';

/** How the positions of the kept values are stored. `smallest` takes the least of the three for the tensor's density. */
export type SparseIndex = 'bitmask' | 'csr' | 'run-length';

/** Weights of which only a share is kept. */
export interface Sparsity {
  /** `n-m`: n of every m along the reduction, blocks may differ in n (their mean is the density). `block`: whole blocks of `block` values. */
  readonly pattern: 'n-m' | 'block' | 'unstructured';
  /** Kept share, in (0, 1]. */
  readonly density: number;
  /** m of n:m, or the values in a block; the span that one index addresses. */
  readonly span: number;
  /** Bits that name each span's pattern (its n), when spans differ. */
  readonly selectorBits: number;
  readonly index: SparseIndex;
  /** Bits of position information for each original value, selector included; `indexBits` in workloads derives it. */
  readonly indexBitsPerWeight: number;
}

/**
 * Work beside the product of quantised weights whose result is added to it. `sparse`: a share of the weights as a sparse matrix (SpQR, SqueezeLLM).
 * `columns`: a share of the input features in another format, weights and products (LLM.int8()). `low-rank`: two thin matrices x -> rank -> y.
 */
export type SidePath =
  | { readonly kind: 'sparse'; readonly share: number; readonly index: SparseIndex | 'smallest'; readonly format: WeightFormat }
  | { readonly kind: 'columns'; readonly share: number; readonly format: WeightFormat }
  | { readonly kind: 'low-rank'; readonly rank: number; readonly format: WeightFormat };

/** Groups in a narrower format than the others of their tensor. */
export interface NarrowGroups {
  readonly type: DataType;
  /** Of the groups. */
  readonly share: number;
}

/** What so many weights take in a file with all that stands beside them: orders of columns, codebooks, scales of scales, padding. */
export interface StoredSize {
  readonly weights: number;
  readonly bytes: number;
}

/** The format of a tensor of weights with everything that is stored beside the values. */
export interface WeightFormat {
  readonly type: DataType;
  /** Values that share one scale; 0 means one scale a matrix (its bytes are neglected). */
  readonly groupSize: number;
  readonly scaleBits: number;
  readonly zeroPointBits: number;
  readonly sparsity: Sparsity | null;
  /** Share of values kept at `outlierBits` (index included) instead of the format. */
  readonly outlierShare: number;
  readonly outlierBits: number;
  /** Groups that are narrower; products are made at the width of `type`, which is the widest. */
  readonly narrow?: { readonly groups: readonly NarrowGroups[]; /** That say which format a group has. */ readonly selectorBits: number };
  readonly sidePath?: SidePath;
  /** Of weights that a file holds and the fields above do not give the size of: its size counts, and they say how it is computed with. */
  readonly stored?: StoredSize;
}

/** Formats that differ for some ops or layers; the last that applies wins. */
export interface WeightOverride {
  /** Op names, e.g. `q_proj`. */
  readonly ops: readonly string[];
  readonly weights: WeightFormat;
}

/** Number formats of a whole model, each tensor kind on its own. */
export interface QuantizationScheme {
  readonly name: string;
  readonly weights: WeightFormat;
  readonly activations: DataType;
  readonly kvCache: DataType;
  readonly accumulator: DataType;
  readonly embedding: DataType;
  readonly overrides: readonly WeightOverride[];
  readonly source: string;
}

/** Bits of a value on average: those of the type, less what narrower groups save. */
export function meanValueBits({ type, narrow }: WeightFormat): number {
  return narrow === undefined ? type.bits : narrow.groups.reduce((bits, group) => bits + group.share * (group.type.bits - type.bits), type.bits);
}

/** Bits per original weight in memory: those of the file where its size is known, else values, scales, zero points, indices and outliers. A side path has its own. */
export function bitsPerWeight(f: WeightFormat): number {
  if (f.stored !== undefined) return (8 * f.stored.bytes) / f.stored.weights;
  const density = f.sparsity === null ? 1 : f.sparsity.density;
  const index = f.sparsity === null ? 0 : f.sparsity.indexBitsPerWeight;
  const group = f.groupSize === 0 ? 0 : (f.scaleBits + f.zeroPointBits + (f.narrow?.selectorBits ?? 0)) / f.groupSize;
  return meanValueBits(f) * density * (1 - f.outlierShare) + f.outlierBits * f.outlierShare + index + group;
}

/** Bytes of so many weights; of a size that a file gives exactly its bytes, for as many weights or a multiple of them. */
export function bytesOfWeights(f: WeightFormat, weights: number): number {
  return f.stored === undefined ? (weights * bitsPerWeight(f)) / 8 : (weights / f.stored.weights) * f.stored.bytes;
}

/** The weight format of the op with this name. */
export function weightFormatOf(scheme: QuantizationScheme, opName: string): WeightFormat {
  const overrides = scheme.overrides;
  for (let i = overrides.length - 1; i >= 0; i--) {
    const override = overrides[i]!;
    if (override.ops.includes(opName)) return override.weights;
  }
  return scheme.weights;
}

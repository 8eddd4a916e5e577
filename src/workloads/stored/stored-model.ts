import type { WeightFormat } from '../../sim/model/quantization.js';

/** What the tensors of an op take in a file, in one layer. */
export interface StoredOp {
  /** Of its matrices; those of experts are all of one format. */
  readonly format?: WeightFormat;
  /** Of the format, for the names of ops whose layers differ: `q6_k`. */
  readonly label?: string;
  /** Of all its biases. */
  readonly biasBytes?: number;
  /** Of a table, or of the learned vectors of an op without matrices. */
  readonly bytes?: number;
}

/** By the name of the op in the graph. */
export type StoredOps = ReadonlyMap<string, StoredOp>;

/** The tensors of a model by the ops of its graph. An op that is not among them has the widths that graph and scheme give it. */
export interface StoredModel {
  /** By layer, from 0. */
  readonly layers: readonly StoredOps[];
  /** Of what stands once. */
  readonly outside: StoredOps;
}

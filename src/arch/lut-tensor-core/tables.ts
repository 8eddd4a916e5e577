import { doublingTableAdds } from '../../sim/numerics/arithmetic/lut-cost.js';

/** How tables come about: made by the kernel that makes the activations, or by a kernel of its own. */
export type Precompute = 'fused' | 'separate';

/** Tables in memory: `k` activations share one of 2^(k - 1) entries (symmetrised). */
export interface TableFormat {
  readonly k: number;
  readonly entryBits: number;
}

/** Bytes of table for each activation: 2^(K - 1) * entry bits / (8 K). INT8 tables of four take 2, FP16 tables 4. */
export function tableBytesPerActivation({ k, entryBits }: TableFormat): number {
  return (2 ** (k - 1) * entryBits) / (8 * k);
}

/** Additions of the precompute for each activation: 2^K - 2 a table, each entry half of a pair. */
export function precomputeAddsPerActivation({ k }: TableFormat): number {
  return doublingTableAdds(k) / k;
}

/** Bytes that the activations of one matrix product cross the memory with, for each activation. */
export interface ActivationTraffic {
  /** By the kernel that makes the activations. */
  readonly producer: number;
  /** By a precompute kernel of its own. */
  readonly precompute: number;
  /** By each product that reads them. */
  readonly consumer: number;
}

/** Without tables activations are written once and read by each consumer; tables take their place, by way of the activations where the precompute is a kernel. */
export function activationTraffic(activationBytes: number, tables: TableFormat | null, how: Precompute): ActivationTraffic {
  if (tables === null) return { producer: activationBytes, precompute: 0, consumer: activationBytes };
  const table = tableBytesPerActivation(tables);
  return how === 'fused'
    ? { producer: table, precompute: 0, consumer: table }
    : { producer: activationBytes, precompute: activationBytes + table, consumer: table };
}

/** Bytes beyond those of plain activations that `readers` products cause, for each activation. */
export function extraTableBytes(activationBytes: number, tables: TableFormat, how: Precompute, readers: number): number {
  const plain = activationTraffic(activationBytes, null, how);
  const looked = activationTraffic(activationBytes, tables, how);
  return looked.producer - plain.producer + looked.precompute + readers * (looked.consumer - plain.consumer);
}

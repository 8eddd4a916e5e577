import { tableActivations } from './tmac.js';
import type { VectorName } from './vector-unit.js';

/** Bytes that one token's product moves between memory, first-level cache and registers. */
export interface LevelBytes {
  /** Packed weights, read once from memory. */
  readonly weights: number;
  readonly scales: number;
  /** Tables as they are built, and what stays in the cache: 16 bytes for four activations. */
  readonly tables: number;
  /** Tables read into registers: once for each tile of flattened rows. */
  readonly tableReads: number;
  /** Partial sums read and written once for every 16 tables, FP16 on NEON and FP32 on AVX2. */
  readonly sums: number;
}

/**
 * Bytes of T-MAC's product of M outputs and K inputs with b planes: weights M K b / 8, scales 2 M K / group, tables 16 ceil(K / 4), table reads tables * ceil(M b / bm),
 * sums 2 * M b * ceil(K / 64) * 2 or 4. `tileRows` is the tuner's bm, flattened rows of a tile.
 */
export function tmacBytes(vector: VectorName, outputs: number, inputs: number, bits: number, groupSize: number, tileRows = 256): LevelBytes {
  const tables = 16 * Math.ceil(inputs / tableActivations);
  return {
    weights: (outputs * inputs * bits) / 8,
    scales: groupSize === 0 ? 0 : 2 * outputs * Math.ceil(inputs / groupSize),
    tables,
    tableReads: tables * Math.ceil((outputs * bits) / tileRows),
    sums: 2 * outputs * bits * Math.ceil(inputs / (16 * tableActivations)) * (vector === 'neon' ? 2 : 4),
  };
}

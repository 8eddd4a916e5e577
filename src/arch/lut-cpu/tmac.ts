import { perWeight, type Kernel, type Operations } from './kernel.js';
import { vectorUnits, type VectorName } from './vector-unit.js';

/** Activations that share a table: 16 entries of one byte fill a register. */
export const tableActivations = 4;
/** Tables whose entries share a scale: 64 activations. Their entries are added as integers before they become floats. */
const tablesPerScale = 16;
/** Flattened rows (a row of one bit plane each) whose indices one load of 16 bytes holds. */
const rowsPerLoad = 32;

/**
 * Operations on one block of 16 tables and 32 flattened rows, 512 look-ups (T-MAC, EuroSys 2025; python/t_mac/intrins/tbl.cc):
 *
 *   NEON   load T, unpack 2T, TBL 2T, aggregate 2 (2T - 2), fast 2 (T - 1) and 4 to widen, convert and scale 24
 *   AVX2   load T, unpack 4T, PSHUFB T and T copies of tables, aggregate 3T + 2 (T - 1), fast T - 1 and 3 to widen, convert and scale 30
 *
 * Fast aggregation takes rounded averages of bytes in place of 16-bit sums.
 */
export function tmacBlock(vector: VectorName, fast: boolean): Omit<Operations, 'multiply'> {
  const t = tablesPerScale;
  return vector === 'neon'
    ? { load: t, unpack: 2 * t, lookUp: 2 * t, aggregate: fast ? 2 * (t - 1) + 4 : 2 * (2 * t - 2), scale: 24 }
    : { load: t, unpack: 4 * t, lookUp: 2 * t, aggregate: fast ? t - 1 + 3 : 3 * t + 2 * (t - 1), scale: 30 };
}

/** T-MAC's kernel for weights of `bits` planes, with one FP16 scale for `groupSize` weights, or one a matrix where it is 0. */
export function tmacKernel(vector: VectorName, bits: number, fast = false, groupSize = 0): Kernel {
  const weightsPerBlock = (tablesPerScale * tableActivations * rowsPerLoad) / bits;
  return {
    name: fast ? 'T-MAC with fast aggregation' : 'T-MAC',
    perWeight: perWeight(weightsPerBlock, tmacBlock(vector, fast)),
    build: { activations: tableActivations, operations: tableBuild[vector] },
    chainCyclesPerWeight: 0,
    storedBits: bits + (groupSize === 0 ? 0 : 16 / groupSize),
  };
}

/**
 * Operations for one table, of which eight are built at once (lut_ctor.cc): 24 additions, 8 negations, 16 multiplications, and conversions to bytes;
 * NEON then stores entry by entry (128), AVX2 shuffles them in registers. The largest sum of magnitudes is found before (13 operations).
 */
const tableBuild: Readonly<Record<VectorName, number>> = { neon: (4 + 24 + 8 + 16 + 32 + 128 + 13) / 8, avx2: (4 + 24 + 8 + 16 + 32 + 16 + 32 + 13) / 8 };

/** Look-ups of a product of one token: outputs * planes * ceil(inputs / 4). */
export function lookUps(outputs: number, inputs: number, bits: number): number {
  return outputs * bits * Math.ceil(inputs / tableActivations);
}

/** Table instructions of those look-ups: look-ups / lanes. */
export function tableInstructions(vector: VectorName, outputs: number, inputs: number, bits: number): number {
  return lookUps(outputs, inputs, bits) / vectorUnits[vector].lanes;
}

import { lutCycles, m2n64k4, type LutTile } from '../../sim/numerics/arithmetic/lut-cost.js';
import type { DataType } from '../../sim/model/datatype.js';

export { m2n64k4 };
export type { LutTile };

/** Cycles from the first plane to the first result: the look-up and the addition (`..stage1.sv`, `..stage2.sv` of the released array). */
export const pipelineCycles = 2;

/**
 * Cycles of one array for m x n x k products of weights with that many planes, the fill once:
 * ceil(m / M) * ceil(n / N) * ceil(k / K) * planes + 2. Every tile takes one cycle a plane.
 */
export function arrayCycles(tile: LutTile, m: number, n: number, k: number, planes: number): number {
  return lutCycles({ m, n, k, bits: planes, group: tile.k }, tile) + pipelineCycles;
}

/**
 * Cycles of several arrays that share the tiles of one thread block, without fill: tiles of outputs are dealt out, each array goes over the whole
 * reduction of its own: ceil(ceil(m / M) * ceil(n / N) / arrays) * ceil(k / K) * planes.
 */
export function blockCycles(tile: LutTile, arrays: number, m: number, n: number, k: number, planes: number): number {
  return Math.ceil((Math.ceil(m / tile.m) * Math.ceil(n / tile.n)) / arrays) * Math.ceil(k / tile.k) * planes;
}

/** Bit planes of weights of a format: their bits, two for ternary ones. Null where it has none (floats, codebooks, more than 8 bits). */
export function planesOf(type: DataType): number | null {
  if (type.kind === 'ternary') return 2;
  return type.kind === 'integer' && type.bits <= 8 ? type.bits : null;
}

/** One-bit products a cycle of an array: M * N * K. */
export function oneBitMacs(tile: LutTile): number {
  return tile.m * tile.n * tile.k;
}

/** Nominal operations a second, 2 for each multiply-accumulate: 2 * arrays * M * N * K * f / planes. */
export function peakOps(tile: LutTile, arrays: number, clockHz: number, planes: number): number {
  return (2 * arrays * oneBitMacs(tile) * clockHz) / planes;
}

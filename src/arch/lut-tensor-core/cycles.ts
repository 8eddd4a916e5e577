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

/** Cycles of a run of the tile beside those of the array and its output beats: the first beats of the inputs 1, the table 1, the output buffer 1. */
export const streamCycles = 3;

/**
 * Cycles of a whole product on one tile of the Verilog, from the edge that takes the first input beat to the one that takes the last output beat, both
 * counted, when inputs have no gaps and outputs are always taken:
 *
 *   arrayCycles + (T - 1) * max(0, N - S) + N + 3        T = ceil(m / M) ceil(n / N) reductions of S = ceil(k / K) * planes cycles
 *
 * The N beats of a reduction leave while the next one runs; one that is shorter waits for them. So a run is never faster than `arrayCycles`, and
 * slower by N + 3 alone where S >= N. Tables take no cycle of their own: those of the next group are made while the last plane of a group is looked up.
 */
export function tileRunCycles(tile: LutTile, m: number, n: number, k: number, planes: number): number {
  const reductions = Math.ceil(m / tile.m) * Math.ceil(n / tile.n);
  const steps = Math.ceil(k / tile.k) * planes;
  return arrayCycles(tile, m, n, k, planes) + (reductions - 1) * Math.max(0, tile.n - steps) + tile.n + streamCycles;
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

import type { CompiledConstants, GemmConstants, SoftmaxConstants } from './calibration.js';
import type { Multiprocessors } from './chips.js';
import { fastestGrid, type BlockTile, type Grid } from './grid.js';
import { rereadHitRate } from './residency.js';

/** A chip with its memory and the rates of one operand format. */
export interface OperatorMachine {
  readonly chip: Multiprocessors;
  /** Nominal DRAM peak. */
  readonly bytesPerSecond: number;
  /** Nominal tensor peak of the format, multiply-accumulates a second. */
  readonly macsPerSecond: number;
  /** Bytes of an element. */
  readonly elementBytes: number;
}

/** Time of a matrix product by its parts. */
export interface GemmTime {
  readonly seconds: number;
  readonly gridSeconds: number;
  readonly dramSeconds: number;
  readonly grid: Grid;
}

/**
 * A matrix product of m x k by k x n as one kernel:
 *
 *   t = launch + max(waves of the fastest grid, (mk + kn + mn) * bytes / (DRAM peak * efficiency))
 */
export function gemmTime(machine: OperatorMachine, c: GemmConstants, tiles: readonly BlockTile[], m: number, k: number, n: number): GemmTime {
  const { chip, elementBytes } = machine;
  const grid = fastestGrid({
    sms: chip.sms, macsPerCycle: machine.macsPerSecond / (chip.sms * chip.clockHz), tensorEfficiency: c.tensorEfficiency,
    waveRampCycles: c.waveRampCycles, l2BytesPerCycle: chip.cache?.bytesPerCycle ?? null, leftBytes: elementBytes, rightBytes: elementBytes,
  }, tiles, m, n, k, false);
  const gridSeconds = grid.smCycles / (chip.sms * chip.clockHz);
  const dramSeconds = ((m * k + k * n + m * n) * elementBytes) / (machine.bytesPerSecond * c.dramEfficiency);
  return { seconds: c.launchSeconds + Math.max(gridSeconds, dramSeconds), gridSeconds, dramSeconds, grid };
}

/** Softmax along rows: t = launch + columns * time of a column + bytes in and out / (DRAM peak * efficiency). */
export function softmaxSeconds(machine: OperatorMachine, c: SoftmaxConstants, rows: number, columns: number): number {
  return c.launchSeconds + columns * c.columnSeconds + (2 * rows * columns * machine.elementBytes) / (machine.bytesPerSecond * c.dramEfficiency);
}

/** Rows in flight on an SM: 2048 resident threads (A100, H100) in blocks of 8 warps, one block a row, as compiled reductions have them. */
const rowsInFlight = 8;

/**
 * Layer normalisation along rows, one block a row, three passes over it (mean, variance, output):
 *
 *   t = max(dispatch floor, launch + x * (2 + 2 * (1 - h)) / (DRAM peak * efficiency))
 *
 * x are the bytes of the input, as many as of the output. The two further passes read from the cache where the rows in flight, in and out, fit;
 * h is their hit rate (`rereadHitRate`), 1 where the cache is not known. In flight are 8 rows on each SM.
 */
export function layerNormSeconds(machine: OperatorMachine, c: CompiledConstants, rows: number, columns: number): number {
  const { chip, elementBytes } = machine;
  const inFlight = Math.min(rows, chip.sms * rowsInFlight);
  const misses = chip.cache === null ? 0 : 1 - rereadHitRate(2 * inFlight * columns * elementBytes, chip.cache.bytes);
  return compiledSeconds(machine, c, rows * columns * elementBytes * (2 + 2 * misses));
}

/** GELU, or any elementwise function of one operand: each element is read and written once. */
export function elementwiseSeconds(machine: OperatorMachine, c: CompiledConstants, elements: number): number {
  return compiledSeconds(machine, c, 2 * elements * machine.elementBytes);
}

function compiledSeconds(machine: OperatorMachine, c: CompiledConstants, bytes: number): number {
  return Math.max(c.dispatchFloorSeconds, c.launchSeconds + bytes / (machine.bytesPerSecond * c.dramEfficiency));
}

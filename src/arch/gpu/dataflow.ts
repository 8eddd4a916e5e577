import { a100Gemm, type GemmConstants } from './calibration.js';
import { flatTiles, libraryTiles } from './grid.js';
import { gemmTime, type OperatorMachine } from './operators.js';
import { rereadHitRate } from './residency.js';

/** The three ways that FlashDecoding++ runs a linear layer: a matrix-vector kernel on CUDA cores, a GEMM padded to 8 rows, the library's GEMM padded to 64. */
export type LinearKernel = 'gemv' | 'flat' | 'library';

/** Instructions of an FP16 product on CUDA cores with an FP32 sum: both operands are widened, then multiplied and added (the inner loop of FastGEMV). */
const instructionsPerProduct = 3;

/**
 * Seconds of y = x W with m rows on a kernel, beside the launch:
 *
 *   gemv          first + (m - 1) * next: one vector at a time (FastGEMV), nothing padded
 *                 first = max(bytes / DRAM, issue),  next = max((1 - h) * bytes / DRAM, bytes / L2, issue)
 *                 issue = n k * 3 / (SMs * lanes * clock) + ramp
 *   flat, library the fastest grid over tiles of 8 to 32 rows, or of 64 to 256
 *
 * h is the share of the weights that the cache still has from the vector before (`rereadHitRate`).
 */
export function linearSeconds(machine: OperatorMachine, kernel: LinearKernel, m: number, n: number, k: number, constants: GemmConstants = a100Gemm): number {
  if (kernel !== 'gemv') return gemmTime(machine, { ...constants, launchSeconds: 0 }, kernel === 'flat' ? flatTiles : libraryTiles, m, k, n).seconds;
  const { chip } = machine;
  const bytes = (k + k * n + n) * machine.elementBytes;
  const dram = bytes / (machine.bytesPerSecond * constants.dramEfficiency);
  const issue = (n * k * instructionsPerProduct) / (chip.sms * chip.vectorLanes * chip.clockHz) + constants.waveRampCycles / chip.clockHz;
  const hits = chip.cache === null ? 0 : rereadHitRate(bytes, chip.cache.bytes);
  const cached = chip.cache?.bytesPerCycle == null ? 0 : bytes / (chip.cache.bytesPerCycle * chip.clockHz);
  return Math.max(dram, issue) + (m - 1) * Math.max((1 - hits) * dram, cached, issue);
}

/** The rows at which a layer changes its kernel: GEMV below `flatFrom`, flat GEMM below `libraryFrom`, the library from there on. */
export interface SwitchPoints {
  readonly flatFrom: number;
  readonly libraryFrom: number;
}

/**
 * The switch points M1 and M2 of a layer of n outputs and k inputs (FlashDecoding++, section 5: found once for each [N, K] of a model): the least m at
 * which the flat GEMM is faster than the GEMV, and the least from there on at which the library is faster than the flat GEMM. `most` where there is none
 * below it.
 */
export function switchPoints(machine: OperatorMachine, n: number, k: number, most = 256): SwitchPoints {
  const first = (from: number, holds: (m: number) => boolean): number => {
    for (let m = from; m < most; m++) if (holds(m)) return m;
    return most;
  };
  const flatFrom = first(1, (m) => linearSeconds(machine, 'flat', m, n, k) < linearSeconds(machine, 'gemv', m, n, k));
  return { flatFrom, libraryFrom: first(flatFrom, (m) => linearSeconds(machine, 'library', m, n, k) < linearSeconds(machine, 'flat', m, n, k)) };
}

/** Operations for each element that a flat GEMM of m rows moves, in column tiles of `columns`: 2 m k / (k + m k / columns + m) (FlashDecoding++, equation 5). */
export function flatIntensity(m: number, k: number, columns: number): number {
  return (2 * m * k) / (k + (m * k) / columns + m);
}

/** Rows after padding to whole tiles: to 8 for the flat GEMM, to 64 for the library. */
export function paddedRows(m: number, kernel: LinearKernel): number {
  const to = kernel === 'gemv' ? 1 : kernel === 'flat' ? 8 : 64;
  return Math.ceil(m / to) * to;
}

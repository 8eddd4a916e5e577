import { deviceNamed } from '../../sim/physical/devices/index.js';
import { memoryOf, type PeakRate } from '../../sim/model/device.js';

/** How weights are stored. */
export interface WeightStore {
  readonly bits: number;
}

/** Bytes of the one over bytes of the other: how much faster a product is that only streams its weights. */
export function storedRatio(baseline: WeightStore, store: WeightStore): number {
  return baseline.bits / store.bits;
}

/** Peak of integer tensor cores of that width over that of floats on an A100; null where it has none. */
export function peakRatio(integerBits: number, floatBits: number): number | null {
  const { peaks } = a100();
  const rate = (format: string): number | null => peaks.find((p: PeakRate) => p.format === format)?.opsPerSecond ?? null;
  const [integer, float] = [rate(`int${integerBits}`), rate(`fp${floatBits}`)];
  return integer === null || float === null ? null : integer / float;
}

/** Streaming multiprocessors of an A100, its boost clock, and banks of its shared memory that each give a word a cycle (NVIDIA A100 white paper, 2020). */
const a100Chip = { multiprocessors: 108, clockHz: 1.41e9, banks: 32 };
/** Share of the memory's peak that long streams of weights reach: a usual value, assumed. */
const streamEfficiency = 0.85;
/** Activations that share a table of 2^8 entries of two bytes, and outputs that use it (LUT-GEMM, mv_fp16.hpp). */
const lutGemm = { group: 8, entries: 256, outputsPerTable: 2048 };

/**
 * Time of LUT-GEMM's matrix-vector product over that of one that streams the same bytes and unpacks them, per weight of `bits` planes:
 *
 *   stream  = bits / 8 / (bandwidth * efficiency)
 *   look-up = bits / group * collisions / banks / (multiprocessors * clock)
 *   build   = entries / group / outputs of a table / banks / (multiprocessors * clock)
 *
 * `collisions` is the mean of the fullest bank when a word is asked for by each of 32 threads at random. A block builds its tables, waits, and looks up
 * what has come: the three are added.
 */
export function gemvRatio(bits: number): number {
  const bandwidth = memoryOf(a100(), 'dram')?.bytesPerSecond ?? NaN;
  const wordsPerSecond = a100Chip.banks * a100Chip.multiprocessors * a100Chip.clockHz;
  const stream = bits / 8 / (bandwidth * streamEfficiency);
  const lookUp = ((bits / lutGemm.group) * meanFullest(a100Chip.banks, a100Chip.banks)) / wordsPerSecond;
  const build = lutGemm.entries / lutGemm.group / lutGemm.outputsPerTable / wordsPerSecond;
  return (stream + lookUp + build) / stream;
}

/**
 * Mean number of balls in the fullest of `bins` when `balls` fall at random: sum over c >= 0 of 1 - P(no bin holds more than c), where
 * P = balls! / bins^balls * [x^balls] (sum over i <= c of x^i / i!)^bins.
 */
export function meanFullest(balls: number, bins: number): number {
  let mean = 0;
  for (let c = 0; c < balls; c++) {
    const fuller = 1 - shareUpTo(c, balls, bins);
    if (fuller < 1e-12) break;
    mean += fuller;
  }
  return mean;
}

function shareUpTo(most: number, balls: number, bins: number): number {
  // ways[n]: probability that the first bins hold n balls, none more than `most`; a bin takes each ball that is left with chance 1 / (bins left).
  let ways = Array.from({ length: balls + 1 }, (_, n): number => (n === 0 ? 1 : 0));
  for (let bin = 0; bin < bins; bin++) {
    const chance = 1 / (bins - bin);
    const next = new Array<number>(balls + 1).fill(0);
    ways.forEach((share, n) => {
      for (let i = 0; i <= Math.min(most, balls - n); i++) next[n + i]! += share * binomial(balls - n, i) * chance ** i * (1 - chance) ** (balls - n - i);
    });
    ways = next;
  }
  return ways[balls]!;
}

function binomial(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i;
  return ways;
}

function a100(): NonNullable<ReturnType<typeof deviceNamed>> {
  const device = deviceNamed('a100-sxm-40gb');
  if (device === undefined) throw new Error('the catalogue has no a100-sxm-40gb');
  return device;
}

import { choleskyInPlace, solveLower, solveUpper } from './cholesky.js';
import type { Prediction } from './forest.js';

/** What a process believes before it sees anything, beside a mean and variance that follow from the targets. */
export interface Kernel {
  /** ln of the length over which each feature matters. */
  readonly logLengths: readonly number[];
  /** ln of the variance of noise, as a share of that of the targets. */
  readonly logNoise: number;
}

export interface GaussianProcess {
  readonly size: number;
  readonly width: number;
  /** Rows, each feature divided by its length. */
  readonly scaled: Float64Array;
  readonly lengths: Float64Array;
  /** Of K + noise, by rows, which begin `stride` apart. */
  readonly lower: Float64Array;
  readonly stride: number;
  /** (K + noise)^-1 (y - mean) */
  readonly alpha: Float64Array;
  readonly mean: number;
  readonly variance: number;
  /** ln p(y), with the mean and variance that make it largest. */
  readonly logLikelihood: number;
}

export function startKernel(width: number): Kernel {
  return { logLengths: new Array<number>(width).fill(Math.log(0.5 * Math.sqrt(Math.max(1, width)))), logNoise: Math.log(1e-4) };
}

/** Of r, steps of the table below, and where it ends. */
const tableStep = 1 / 32;
const tableEnd = 32;

/** Value and slope, times the step, of (1 + r + r^2 / 3) exp(-r) at multiples of the step. */
const table = Float64Array.from({ length: 2 * (tableEnd / tableStep + 2) }, (_, i) => {
  const r = (i >> 1) * tableStep;
  return i % 2 === 0 ? (1 + r + (r * r) / 3) * Math.exp(-r) : (-tableStep * r * (1 + r) * Math.exp(-r)) / 3;
});

/**
 * Matern correlation of smoothness 5/2: (1 + r + r^2 / 3) exp(-r), r = sqrt(5) d (Rasmussen, Williams, Gaussian Processes for Machine Learning, 2006, eq. 4.17). From a table by cubics of the same values and slopes, within 1e-8: an
 * exponential takes several times as long, and a search asks for millions.
 */
export function matern52(squaredDistance: number): number {
  const r = Math.sqrt(5 * squaredDistance);
  if (!(r < tableEnd)) return (1 + r + (r * r) / 3) * Math.exp(-r);
  const place = r * (1 / tableStep);
  const at = Math.trunc(place);
  const t = place - at;
  const [low, rise, high, end] = [table[2 * at]!, table[2 * at + 1]!, table[2 * at + 2]!, table[2 * at + 3]!];
  const difference = high - low;
  return low + t * (rise + t * (3 * difference - 2 * rise - end + t * (rise + end - 2 * difference)));
}

function squaredDistance(a: Float64Array, i: number, b: Float64Array, j: number, width: number): number {
  let sum = 0;
  for (let d = 0; d < width; d++) {
    const difference = a[i + d]! - b[j + d]!;
    sum += difference * difference;
  }
  return sum;
}

/** Noise is made larger by this factor where rounding leaves a matrix that is not positive definite. */
const noiseStep = 10;

/** The factor of K + noise of some rows, with the noise that it took. */
interface Factor { readonly scaled: Float64Array; readonly lower: Float64Array; readonly stride: number; readonly size: number; readonly noise: number }

/** The last factor of each kernel: while rows are only added, the first ones stay as they are, and there is room for more below them. */
const lastFactors = new WeakMap<Kernel, Factor>();
/** Rows that there is room for are a multiple of this. */
const roomStep = 64;

function factorOf(kernel: Kernel, scaled: Float64Array, size: number): Factor {
  const width = kernel.logLengths.length;
  const last = lastFactors.get(kernel);
  const isLonger = last !== undefined && last.size <= size && last.scaled.every((one, i) => one === scaled[i]);
  const stride = isLonger && size <= last.stride ? last.stride : Math.ceil(size / roomStep) * roomStep;
  for (let noise = isLonger ? last.noise : Math.exp(kernel.logNoise); ; noise *= noiseStep) {
    const known = isLonger && noise === last.noise ? last.size : 0;
    const lower = known > 0 && stride === last!.stride ? last!.lower : new Float64Array(stride * stride);
    if (known > 0 && lower !== last!.lower) for (let i = 0; i < known; i++) lower.set(last!.lower.subarray(i * last!.stride, i * last!.stride + i + 1), i * stride);
    for (let i = known; i < size; i++) {
      for (let j = 0; j < i; j++) lower[i * stride + j] = matern52(squaredDistance(scaled, i * width, scaled, j * width, width));
      lower[i * stride + i] = 1 + noise;
    }
    if (!choleskyInPlace(lower, size, known, stride)) continue;
    const factor = { scaled, lower, stride, size, noise };
    lastFactors.set(kernel, factor);
    return factor;
  }
}

/** A process on rows with one target each. Constant mean and variance are those of largest likelihood; the variance is never 0. */
export function fitProcess(rows: Float64Array, targets: Float64Array, kernel: Kernel): GaussianProcess {
  const { logLengths } = kernel;
  const [size, width] = [targets.length, logLengths.length];
  const lengths = Float64Array.from(logLengths, Math.exp);
  const scaled = rows.map((value, i) => value / lengths[i % width]!);
  const { lower, stride } = factorOf(kernel, scaled, size);
  // With w = L^-1 1 and v = L^-1 y the best mean is w.v / w.w.
  const ones = new Float64Array(size).fill(1);
  solveLower(lower, size, ones, 0, stride);
  const alpha = targets.slice();
  solveLower(lower, size, alpha, 0, stride);
  let [cross, square] = [0, 0];
  for (let i = 0; i < size; i++) {
    cross += ones[i]! * alpha[i]!;
    square += ones[i]! * ones[i]!;
  }
  const mean = cross / square;
  let [residual, logDeterminant] = [0, 0];
  for (let i = 0; i < size; i++) {
    alpha[i]! -= mean * ones[i]!;
    residual += alpha[i]! ** 2;
    logDeterminant += Math.log(lower[i * stride + i]!);
  }
  solveUpper(lower, size, alpha, 0, stride);
  const variance = Math.max(residual / size, 1e-12);
  return { size, width, scaled, lengths, lower, stride, alpha, mean, variance, logLikelihood: -0.5 * size * (Math.log(2 * Math.PI * variance) + residual / size / variance) - logDeterminant };
}

/** Rows that are predicted together: their sums then go on side by side. */
const block = 32;

/** Mean and variance of the noise-free target at rows. */
export function predictProcess({ size, width, scaled, lengths, lower, stride, alpha, mean, variance }: GaussianProcess, rows: Float64Array, count: number): Prediction {
  const means = new Float64Array(count).fill(mean);
  const variances = new Float64Array(count);
  const here = new Float64Array(width);
  /** Correlations with row i of the data, then (L^-1 k)_i, each for the rows of a block. */
  const solved = new Float64Array(size * block);
  for (let from = 0; from < count; from += block) {
    const many = Math.min(block, count - from);
    for (let c = 0; c < many; c++) {
      for (let d = 0; d < width; d++) here[d] = rows[(from + c) * width + d]! / lengths[d]!;
      let sum = 0;
      for (let i = 0; i < size; i++) {
        const one = matern52(squaredDistance(here, 0, scaled, i * width, width));
        solved[i * block + c] = one;
        sum += one * alpha[i]!;
      }
      means[from + c]! += sum;
    }
    for (let i = 0; i < size; i++) {
      const row = i * block;
      for (let k = 0; k < i; k++) {
        const factor = lower[i * stride + k]!;
        const other = k * block;
        for (let c = 0; c < many; c++) solved[row + c]! -= factor * solved[other + c]!;
      }
      const pivot = lower[i * stride + i]!;
      for (let c = 0; c < many; c++) {
        solved[row + c]! /= pivot;
        variances[from + c]! += solved[row + c]! ** 2;
      }
    }
  }
  for (let row = 0; row < count; row++) variances[row] = variance * Math.max(0, 1 - variances[row]!);
  return { mean: means, variance: variances };
}

/** What each target is more than the process of all others predicts of it, in deviations that this expects: alpha_i / sqrt(variance (K + noise)^-1_ii) (Rasmussen, Williams, 2006, eq. 5.12). */
export function leaveOneOut({ size, lower, stride, alpha, variance }: GaussianProcess): Float64Array {
  const column = new Float64Array(size);
  return alpha.map((one, i) => {
    column.fill(0);
    column[i] = 1;
    solveLower(lower, size, column, i, stride);
    let diagonal = 0;
    for (let k = i; k < size; k++) diagonal += column[k]! * column[k]!;
    return one / Math.sqrt(variance * diagonal);
  });
}

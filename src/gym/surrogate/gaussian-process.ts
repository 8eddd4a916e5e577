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
  /** Of K + noise, by rows. */
  readonly lower: Float64Array;
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

/** Matern correlation of smoothness 5/2: (1 + r + r^2 / 3) exp(-r), r = sqrt(5) d (Rasmussen, Williams, Gaussian Processes for Machine Learning, 2006, eq. 4.17). */
export function matern52(squaredDistance: number): number {
  const r = Math.sqrt(5 * squaredDistance);
  return (1 + r + (r * r) / 3) * Math.exp(-r);
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

/** A process on rows with one target each. Constant mean and variance are those of largest likelihood; the variance is never 0. */
export function fitProcess(rows: Float64Array, targets: Float64Array, { logLengths, logNoise }: Kernel): GaussianProcess {
  const [size, width] = [targets.length, logLengths.length];
  const lengths = Float64Array.from(logLengths, Math.exp);
  const scaled = rows.map((value, i) => value / lengths[i % width]!);
  const lower = new Float64Array(size * size);
  for (let noise = Math.exp(logNoise); ; noise *= noiseStep) {
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < i; j++) lower[i * size + j] = matern52(squaredDistance(scaled, i * width, scaled, j * width, width));
      lower[i * size + i] = 1 + noise;
    }
    if (choleskyInPlace(lower, size)) break;
  }
  // With w = L^-1 1 and v = L^-1 y the best mean is w.v / w.w.
  const ones = new Float64Array(size).fill(1);
  solveLower(lower, size, ones);
  const alpha = targets.slice();
  solveLower(lower, size, alpha);
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
    logDeterminant += Math.log(lower[i * size + i]!);
  }
  solveUpper(lower, size, alpha);
  const variance = Math.max(residual / size, 1e-12);
  return { size, width, scaled, lengths, lower, alpha, mean, variance, logLikelihood: -0.5 * size * (Math.log(2 * Math.PI * variance) + residual / size / variance) - logDeterminant };
}

/** Rows that are predicted together: their sums then go on side by side. */
const block = 32;

/** Mean and variance of the noise-free target at rows. */
export function predictProcess({ size, width, scaled, lengths, lower, alpha, mean, variance }: GaussianProcess, rows: Float64Array, count: number): Prediction {
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
        const factor = lower[i * size + k]!;
        const other = k * block;
        for (let c = 0; c < many; c++) solved[row + c]! -= factor * solved[other + c]!;
      }
      const pivot = lower[i * size + i]!;
      for (let c = 0; c < many; c++) {
        solved[row + c]! /= pivot;
        variances[from + c]! += solved[row + c]! ** 2;
      }
    }
  }
  for (let row = 0; row < count; row++) variances[row] = variance * Math.max(0, 1 - variances[row]!);
  return { mean: means, variance: variances };
}

import { solveLower, solveUpper } from './cholesky.js';
import { fitProcess, type GaussianProcess, type Kernel } from './gaussian-process.js';

/** Lengths are held near this by a normal prior of ln length: with few designs a likelihood tells little. */
interface Prior { readonly mean: number; readonly deviation: number }

/** In `width` features distances grow with the root of their number, and lengths with them (Hvarfner, Hellsten, Nardi, ICML 2024). */
function lengthPrior(width: number): Prior {
  return { mean: Math.log(0.5) + 0.5 * Math.log(Math.max(1, width)), deviation: 1.5 };
}

const noisePrior: Prior = { mean: Math.log(1e-4), deviation: 2 };

/** Bounds of ln length and ln noise. */
const lengthBounds = [Math.log(0.02), Math.log(50)] as const;
const noiseBounds = [Math.log(1e-7), Math.log(0.5)] as const;

/** A kernel, and ln of likelihood times prior that it has. */
export interface FittedKernel { readonly kernel: Kernel; readonly logPosterior: number }

/**
 * A kernel of larger likelihood times prior, from one to begin with: a few steps of the signs of the gradient, each feature with a step length of its own that grows while the sign stays and shrinks where it turns (Rprop: Riedmiller,
 * Braun, ICNN 1993). The best kernel that was met is returned.
 */
export function fitKernel(rows: Float64Array, targets: Float64Array, start: Kernel, steps: number): FittedKernel {
  const width = start.logLengths.length;
  const prior = lengthPrior(width);
  const at = [...start.logLengths, start.logNoise];
  const reach = at.map(() => 0.3);
  const before = at.map(() => 0);
  const kernelAt = (): Kernel => ({ logLengths: at.slice(0, width), logNoise: at[width]! });
  let best: FittedKernel = { kernel: start, logPosterior: -Infinity };
  for (let step = 0; step <= steps; step++) {
    const kernel = kernelAt();
    const process = fitProcess(rows, targets, kernel);
    const logPosterior = process.logLikelihood + at.reduce((sum, one, i) => sum - 0.5 * ((one - (i < width ? prior : noisePrior).mean) / (i < width ? prior : noisePrior).deviation) ** 2, 0);
    if (logPosterior > best.logPosterior) best = { kernel, logPosterior };
    if (step === steps) break;
    const gradient = likelihoodGradient(process, kernel);
    for (let i = 0; i <= width; i++) {
      const { mean, deviation } = i < width ? prior : noisePrior;
      const slope = gradient[i]! - (at[i]! - mean) / deviation ** 2;
      const turned = slope * before[i]!;
      reach[i] = turned > 0 ? Math.min(1, 1.3 * reach[i]!) : turned < 0 ? 0.5 * reach[i]! : reach[i]!;
      before[i] = slope;
      const [low, high] = i < width ? lengthBounds : noiseBounds;
      at[i] = Math.min(high, Math.max(low, at[i]! + Math.sign(slope) * reach[i]!));
    }
  }
  return best;
}

/** d ln p(y) / d theta = 1/2 tr((a a^T / s^2 - K^-1) dK/dtheta) for ln lengths and ln noise (Rasmussen, Williams, 2006, eq. 5.9), s^2 being the variance. */
export function likelihoodGradient({ size, width, scaled, lower, stride, alpha, variance }: GaussianProcess, { logNoise }: Kernel): Float64Array {
  const gradient = new Float64Array(width + 1);
  const column = new Float64Array(size);
  const noise = Math.exp(logNoise);
  for (let j = 0; j < size; j++) {
    column.fill(0);
    column[j] = 1;
    // The matrix is symmetric: entries below the diagonal are enough.
    solveLower(lower, size, column, j, stride);
    solveUpper(lower, size, column, j, stride);
    gradient[width]! += 0.5 * noise * (alpha[j]! ** 2 / variance - column[j]!);
    for (let i = j + 1; i < size; i++) {
      let squared = 0;
      for (let d = 0; d < width; d++) squared += (scaled[i * width + d]! - scaled[j * width + d]!) ** 2;
      const r = Math.sqrt(5 * squared);
      // dk / d ln l_d = 5/3 (1 + r) exp(-r) (difference / l_d)^2; pairs count twice.
      const weight = ((alpha[i]! * alpha[j]!) / variance - column[i]!) * (5 / 3) * (1 + r) * Math.exp(-r);
      for (let d = 0; d < width; d++) gradient[d]! += weight * (scaled[i * width + d]! - scaled[j * width + d]!) ** 2;
    }
  }
  return gradient;
}

import type { Kernel } from './gaussian-process.js';
import { fitKernel } from './kernel-fit.js';
import { logSlope, targetOf, targetScale, type TargetSign } from './targets.js';

/** How a process learns one cost, or one metric that has a limit. Plain JSON. */
export interface TargetModel {
  /** Whether values were more likely as logarithms, where they can be. */
  readonly isLog: boolean;
  /** For values as they are, and for their logarithms. */
  readonly plain: Kernel;
  readonly log: Kernel;
}

export function startTargetModel(kernel: Kernel): TargetModel {
  return { isLog: true, plain: kernel, log: kernel };
}

export function kernelOf({ plain, log }: TargetModel, sign: TargetSign): Kernel {
  return sign === 0 ? plain : log;
}

/** Steps of a fit of lengths. */
const fitSteps = 12;

/**
 * Fits the kernel of values at rows anew. Where they can be learned as logarithms, having the sign, both forms are fitted, and the values are learned in the one that makes them more likely: times and powers are products, and their logarithms
 * smooth; what comes close to 0 at some places has a logarithm that falls without end there.
 */
export function fitTargetModel(rows: Float64Array, values: readonly number[], sign: TargetSign, before: TargetModel): TargetModel {
  const fit = (form: TargetSign): { kernel: Kernel; evidence: number } => {
    const scale = targetScale(form, values);
    const { kernel, logPosterior } = fitKernel(rows, Float64Array.from(values, (value) => targetOf(scale, value)), kernelOf(before, form), fitSteps);
    return { kernel, evidence: values.reduce((sum, value) => sum + logSlope(scale, value), logPosterior) };
  };
  const plain = fit(0);
  if (sign === 0) return { ...before, plain: plain.kernel };
  const log = fit(sign);
  return { isLog: log.evidence > plain.evidence, plain: plain.kernel, log: log.kernel };
}

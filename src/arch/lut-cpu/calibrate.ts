import type { Kernel } from './kernel.js';
import { tokenOperations, weightsOf, type LinearShape } from './token.js';

/** Tokens of a model that one kernel runs, measured on a machine; `oneThreadSeconds` of each on one thread. */
export interface Measured {
  readonly kernel: Kernel;
  readonly shapes: readonly LinearShape[];
  readonly clockHz: number;
  readonly oneThreadSeconds: number;
}

export interface LookUpFit {
  /** Operations a cycle and core. */
  readonly issue: number;
  readonly serialSecondsPerWeight: number;
}

/**
 * Issue rate and serial time of a machine from a token at 1 and at n threads: with t1 = a + s and tn = a / n + s, a = (t1 - tn) / (1 - 1 / n).
 * Throws a RangeError where more threads took longer, or where threads shortened it more than their number allows.
 */
export function fitLookUp({ kernel, shapes, clockHz, oneThreadSeconds }: Measured, threads: number, manyThreadSeconds: number): LookUpFit {
  const parallel = (oneThreadSeconds - manyThreadSeconds) / (1 - 1 / threads);
  const serial = oneThreadSeconds - parallel;
  // A token that threads shorten by exactly their number may miss 0 by its last digits.
  if (!(parallel > 0 && serial >= -1e-9 * oneThreadSeconds)) {
    throw new RangeError(`${oneThreadSeconds} s on one thread and ${manyThreadSeconds} s on ${threads} are no parallel and serial time`);
  }
  return { issue: tokenOperations(kernel, shapes) / (parallel * clockHz), serialSecondsPerWeight: Math.max(0, serial) / weightsOf(shapes) };
}

/** Issue rate of another kernel of that machine, whose serial time is known, from a token on one thread. Throws a RangeError where the serial time is longer. */
export function fitIssue({ kernel, shapes, clockHz, oneThreadSeconds }: Measured, serialSecondsPerWeight: number): number {
  const parallel = oneThreadSeconds - serialSecondsPerWeight * weightsOf(shapes);
  if (!(parallel > 0)) throw new RangeError(`${oneThreadSeconds} s are less than the serial time`);
  return tokenOperations(kernel, shapes) / (parallel * clockHz);
}

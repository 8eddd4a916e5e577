import type { LotteryRun } from './lottery-run.js';
import { secondsAt } from './lottery-run.js';
import type { RandomCurve } from './random-curve.js';

/** What random search gets in the time that an agent takes. */
export interface EqualCompute {
  readonly agent: string;
  readonly budget: number;
  /** Medians over the runs that got there: seconds of the agent itself, and of evaluations; null where none did. */
  readonly proposing: number | null;
  readonly evaluating: number | null;
  /** Samples of random search in the sum of both; all designs at most where that is known. */
  readonly randomSamples: number | null;
  /** Null for more samples than the curve knows. */
  readonly randomExpected: number | null;
}

export interface ComputeOptions {
  readonly agent: string;
  readonly budget: number;
  readonly runs: readonly LotteryRun[];
  /** Of random search: to draw a design, and to evaluate it. */
  readonly secondsPerSample: number;
  /** Seconds of an evaluation, in place of what was measured; null for that. */
  readonly evaluationSeconds: number | null;
  readonly curve: RandomCurve;
}

/** Times are given, not taken. With `evaluationSeconds` every evaluation that is asked for counts so much. */
export function equalCompute({ agent, budget, runs, secondsPerSample, evaluationSeconds, curve }: ComputeOptions): EqualCompute {
  const times = runs.map((run) => secondsAt(run, budget)).filter((one) => one !== null);
  if (times.length === 0) return { agent, budget, proposing: null, evaluating: null, randomSamples: null, randomExpected: null };
  const proposing = median(times.map((one) => one.proposing));
  const evaluating = evaluationSeconds === null ? median(times.map((one) => one.evaluating)) : budget * evaluationSeconds;
  const affordable = secondsPerSample > 0 ? Math.floor((proposing + evaluating) / secondsPerSample) : Number.MAX_SAFE_INTEGER;
  const randomSamples = curve.isWhole ? Math.min(affordable, curve.designs) : affordable;
  return { agent, budget, proposing, evaluating, randomSamples, randomExpected: curve.at(randomSamples)?.expected ?? null };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}

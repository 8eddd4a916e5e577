import type { Rng } from '../../sim/core/rng.js';
import { bestOfRuns } from './best-of-runs.js';
import { scoreOrNothing, type Outcome } from './outcome.js';

/** Where a mean lies. Null stands for nothing found. */
export interface Interval {
  readonly low: number | null;
  readonly high: number | null;
}

/** The mean score of runs; null where none found anything. */
export function meanScore(outcomes: readonly Outcome[], possible: number | null = null): number | null {
  return outcomes.length === 0 ? null : bestOfRuns(outcomes, 1, possible).expected;
}

/** Means of resamples of the runs, drawn with replacement (Efron, Annals of Statistics 7(1), 1979), ascending; -Infinity for those that found nothing. */
export function resampledMeans(outcomes: readonly Outcome[], count: number, rng: Rng): readonly number[] {
  return Array.from({ length: count }, () => scoreOrNothing(meanScore(outcomes.map(() => rng.pick(outcomes))))).sort((a, b) => a - b);
}

/** The percentile interval of the mean of runs that holds `share` of the resamples. Few runs give intervals that are too narrow. */
export function meanInterval(outcomes: readonly Outcome[], rng: Rng, { share = 0.95, resamples = 1000 } = {}): Interval {
  const means = resampledMeans(outcomes, resamples, rng);
  const cut = Math.floor(((1 - share) / 2) * resamples);
  const finite = (value: number): number | null => (value === -Infinity ? null : value);
  return { low: finite(means[cut]!), high: finite(means[resamples - 1 - cut]!) };
}

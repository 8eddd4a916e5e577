import type { Rng } from '../../sim/core/rng.js';
import { meanInterval, meanScore, type Interval } from './bootstrap.js';
import { scoreOrNothing, type Outcome } from './outcome.js';

/** What an agent gets when its setting is chosen for the problem. */
export interface Tuned {
  /** The runs that judge it. */
  readonly judged: readonly Outcome[];
  /** The setting that each half of the seeds chose for the other half. */
  readonly settings: readonly [number, number];
  readonly mean: number | null;
  /** Percentile bootstrap, 95 %. */
  readonly interval: Interval;
}

/**
 * The setting with the best mean over half of the seeds is judged by the other half, and the other way round: the best of many settings looks better than it is on the runs that chose it. `outcomes` by
 * setting and seed, of at least two seeds.
 */
export function tunedOf(outcomes: readonly (readonly Outcome[])[], possible: number | null, rng: Rng): Tuned {
  const halves = [0, 1].map((half) => {
    const chosen = bestSetting(outcomes.map((runs) => runs.filter((_, seed) => seed % 2 !== half)), possible);
    return { chosen, judged: outcomes[chosen]!.filter((_, seed) => seed % 2 === half) };
  });
  const judged = halves.flatMap((one) => one.judged);
  return { judged, settings: [halves[0]!.chosen, halves[1]!.chosen], mean: meanScore(judged, possible), interval: meanInterval(judged, rng) };
}

/** The first of the best means. */
function bestSetting(outcomes: readonly (readonly Outcome[])[], possible: number | null): number {
  const means = outcomes.map((runs) => scoreOrNothing(meanScore(runs, possible)));
  return means.indexOf(Math.max(...means));
}

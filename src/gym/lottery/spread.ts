import { meanScore } from './bootstrap.js';
import { scoreOrNothing, type Outcome } from './outcome.js';

/** How much the score of an agent depends on its setting: the lottery. Scores are means over seeds; null for settings that found nothing. */
export interface Spread {
  readonly best: number | null;
  readonly upperQuarter: number | null;
  readonly median: number | null;
  readonly lowerQuarter: number | null;
  readonly worst: number | null;
  /** Share of the settings with a mean below that of random search with as many samples; null where that is not known. */
  readonly worseThanRandom: number | null;
  readonly default: number | null;
  /** Share of the other settings that the defaults are better than, ties counting half; null where there are no others. */
  readonly defaultBeats: number | null;
}

/** `outcomes` by setting, the defaults first, and seed. */
export function spreadOf(outcomes: readonly (readonly Outcome[])[], random: number | null, possible: number | null): Spread {
  const means = outcomes.map((runs) => meanScore(runs, possible));
  const sorted = means.map(scoreOrNothing).sort((a, b) => a - b);
  const at = (share: number): number | null => finite(sorted[Math.round(share * (sorted.length - 1))]!);
  const own = scoreOrNothing(means[0]!);
  const others = means.slice(1).map(scoreOrNothing);
  const beaten = others.reduce((sum, one) => sum + (one < own ? 1 : one === own ? 0.5 : 0), 0);
  return {
    best: at(1), upperQuarter: at(0.75), median: at(0.5), lowerQuarter: at(0.25), worst: at(0),
    worseThanRandom: random === null ? null : sorted.filter((one) => one < random).length / sorted.length,
    default: means[0]!, defaultBeats: others.length === 0 ? null : beaten / others.length,
  };
}

function finite(value: number): number | null {
  return value === -Infinity ? null : value;
}

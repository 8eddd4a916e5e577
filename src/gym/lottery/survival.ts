import { scoreOrNothing, type Outcome } from './outcome.js';

/** How likely a run ends with less than some score, learnt from runs of which some ended too soon. */
export interface Survival {
  /** Values at which it jumps, ascending; -Infinity for nothing found. */
  readonly values: readonly number[];
  /** By value: the probability to end with more. The last is 0. */
  readonly above: readonly number[];
  /** True where the best of all is censored: it is taken as it is, and what follows is a bound from below. */
  readonly isAtLeast: boolean;
}

/**
 * The product-limit estimate (Kaplan, Meier, Journal of the American Statistical Association 53, 1958): S(x) = product over values v <= x of 1 - d(v) / r(v), with d(v) runs that
 * ended at v, and r(v) runs that ended at v or above, or were censored above v. A run that was censored at c may have stayed at c, so that it counts among those at risk below c
 * only. The best of all counts as ended (Efron, Berkeley Symposium 5, 1967). Assumes that when a run is censored says nothing of what it would have found, but that it is
 * no less than what it had. Null where there is no run that ended, and none that had found anything.
 */
export function survivalOf(outcomes: readonly Outcome[]): Survival | null {
  const ended = outcomes.filter(({ isCensored }) => !isCensored).map(({ score }) => scoreOrNothing(score));
  const censored = outcomes.filter(({ isCensored }) => isCensored).map(({ score }) => scoreOrNothing(score));
  const last = Math.max(-Infinity, ...ended);
  const lastCensored = Math.max(-Infinity, ...censored);
  const isAtLeast = lastCensored > last;
  if (ended.length === 0 && !isAtLeast) return null;
  const values = [...new Set(isAtLeast ? [...ended, lastCensored] : ended)].sort((a, b) => a - b);
  let survives = 1;
  const above = values.map((value) => {
    if (isAtLeast && value === lastCensored) return 0;
    const died = ended.filter((one) => one === value).length;
    const atRisk = ended.filter((one) => one >= value).length + censored.filter((one) => one > value).length;
    survives *= 1 - died / atRisk;
    return survives;
  });
  return { values, above, isAtLeast };
}

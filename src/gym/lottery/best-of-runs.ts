import { bestOfDraws } from './best-of-draws.js';
import { scoreOrNothing, type Outcome } from './outcome.js';
import { survivalOf, type Survival } from './survival.js';

/** The best of k runs. */
export interface BestOfRuns {
  readonly k: number;
  /** The mean best over all sets of k runs, of those that found anything; null where none did, or there are fewer than k runs. */
  readonly expected: number | null;
  /** Share of the sets that found anything; null where there are fewer than k runs. */
  readonly anyScore: number | null;
  /** True where `expected` is a bound from below: the best run of all was censored. */
  readonly isAtLeast: boolean;
  /** The same with every censored run left at what it had, and at the best that is possible: between them it lies whatever censored runs would have found. Null where that is not known. */
  readonly lowest: number | null;
  readonly highest: number | null;
}

/**
 * The mean best of k runs drawn without replacement from those given. Without censored runs it is the mean of the maximum over all C(n, k) subsets, in closed form
 * (`best-of-draws.ts`): without bias where runs are independent draws. (Drawing with replacement, as is often done, is biased downwards: Tang et al., ACL 2020.)
 * A censored run is neither dropped nor scored with a number of somebody's choice: it is a random variable G with the distribution of runs that got as far,
 * P(X <= x | X >= c) = 1 - S(x) / S(c-), by the product-limit estimate S. The maximum of a random subset is then at most x with probability e_k(G_1(x), ..., G_n(x)) / C(n, k),
 * e_k being the elementary symmetric polynomial: the sum over all subsets of the product of their members' probabilities. It is worked out by D_i(j) = ((i - j) D_(i-1)(j) + j G_i D_(i-1)(j-1)) / i,
 * the mean product over subsets of size j of the first i runs. Assumes that runs are exchangeable, and that being censored is not a sign of a bad run; `lowest` and
 * `highest` do without the second. `possible` is the largest score that there is, null where nobody knows.
 */
export function bestOfRuns(outcomes: readonly Outcome[], k: number, possible: number | null = null): BestOfRuns {
  const n = outcomes.length;
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`the best of ${k} runs`);
  if (k > n) return { k, expected: null, anyScore: null, isAtLeast: false, lowest: null, highest: null };
  if (!outcomes.some(({ isCensored }) => isCensored)) {
    const { expected, anyScore } = plainBest(outcomes.map(({ score }) => score), k);
    return { k, expected, anyScore, isAtLeast: false, lowest: expected, highest: expected };
  }
  const lowest = plainBest(outcomes.map(({ score }) => score), k).expected;
  const highest = possible === null ? null : plainBest(outcomes.map(({ score, isCensored }) => (isCensored ? possible : score)), k).expected;
  const survival = survivalOf(outcomes);
  if (survival === null) return { k, expected: null, anyScore: null, isAtLeast: false, lowest, highest };
  const { values, isAtLeast } = survival;
  let [before, nothing, sum] = [0, 0, 0];
  values.forEach((value, at) => {
    const atMost = meanProduct(outcomes.map((outcome) => chanceAtMost(outcome, survival, at)), k);
    if (value === -Infinity) nothing = atMost;
    else sum += value * (atMost - before);
    before = atMost;
  });
  return { k, expected: nothing < 1 ? sum / (1 - nothing) : null, anyScore: 1 - nothing, isAtLeast, lowest, highest };
}

function plainBest(scores: readonly (number | null)[], k: number): ReturnType<typeof bestOfDraws> {
  return bestOfDraws(scores.filter((score) => score !== null).sort((a, b) => a - b), scores.length, k);
}

/** The probability that a run ends with at most the value of this place. */
function chanceAtMost({ score, isCensored }: Outcome, { values, above }: Survival, at: number): number {
  const own = scoreOrNothing(score);
  if (!isCensored) return own <= values[at]! ? 1 : 0;
  if (values[at]! < own) return 0;
  const reached = values.findIndex((value) => value >= own);
  const alive = reached <= 0 ? 1 : above[reached - 1]!;
  return 1 - above[at]! / alive;
}

/** The mean over all subsets of size k of the product of their members. */
function meanProduct(factors: readonly number[], k: number): number {
  const mean = new Float64Array(k + 1);
  mean[0] = 1;
  factors.forEach((factor, before) => {
    const i = before + 1;
    for (let j = Math.min(k, i); j > 0; j--) mean[j] = ((i - j) * (j < i ? mean[j]! : 0) + j * factor * mean[j - 1]!) / i;
  });
  return mean[k]!;
}

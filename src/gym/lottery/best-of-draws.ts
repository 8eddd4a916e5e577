/** The best of some draws without replacement. */
export interface BestOfDraws {
  /** The mean best over all sets of draws that have a score at all; null where none has. */
  readonly expected: number | null;
  /** Share of the sets that have one. */
  readonly anyScore: number;
}

/**
 * The exact mean of the best of k draws without replacement from n values, of which those in `scores` (ascending) are scores and the others are none, and less than any.
 * With the scores in the ranks n - m + 1 to n, the best has at most rank i with probability P(i) = C(i, k) / C(n, k), and exactly rank i with p(i) = P(i) - P(i - 1) = P(i) k / i:
 * the mean is sum of p(i) x(i) over the scores, over 1 - P(n - m). From P(n) = 1 down, P(i - 1) = P(i) (i - k) / i: products of numbers below 1, for any n and k.
 * Where the values are a sample of independent draws this is a U-statistic (Hoeffding, Annals of Mathematical Statistics 19(3), 1948): without bias for the mean best of k
 * fresh draws, as long as all have scores. Throws `RangeError` for a k that is no whole number from 1 to n.
 */
export function bestOfDraws(scores: ArrayLike<number>, n: number, k: number): BestOfDraws {
  if (!Number.isInteger(k) || k < 1 || k > n || scores.length > n) throw new RangeError(`the best of ${k} draws from ${n} values, ${scores.length} of them scores`);
  const without = n - scores.length;
  let [atMost, sum] = [1, 0];
  for (let i = n; i > without && atMost > 0; i--) {
    sum += ((atMost * k) / i) * scores[i - without - 1]!;
    atMost *= Math.max(0, i - k) / i;
  }
  const anyScore = 1 - atMost;
  return { expected: anyScore > 0 ? sum / anyScore : null, anyScore };
}

/** The least score that the best of k draws has with probability `share` or more: its quantile. Null where that is to find nothing. */
export function quantileOfDraws(scores: ArrayLike<number>, n: number, k: number, share: number): number | null {
  if (!Number.isInteger(k) || k < 1 || k > n) throw new RangeError(`the best of ${k} draws from ${n} values`);
  const without = n - scores.length;
  let atMost = 1;
  for (let i = n; i > without; i--) {
    const below = (atMost * Math.max(0, i - k)) / i;
    if (below < share) return scores[i - without - 1]!;
    atMost = below;
  }
  return null;
}

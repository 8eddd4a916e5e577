/**
 * What a run had found when it had asked for so many designs. Scores are to be maximised. Null where it had found nothing legal, which is less than any score. Of a run
 * that ended too soon, by a failure or a limit of time, `score` is what it had by then: a whole run would have at least that.
 */
export interface Outcome {
  readonly score: number | null;
  readonly isCensored: boolean;
}

/** Nothing found is less than any score. */
export function scoreOrNothing(score: number | null): number {
  return score ?? -Infinity;
}

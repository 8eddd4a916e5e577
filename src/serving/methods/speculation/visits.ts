/**
 * How often a step of the large model is expected to begin behind n = 0 .. tokens - 1 tokens, where each step yields k tokens with chance P(k), P being at index k - 1:
 *
 *   v(0) = 1,   v(n) = sum over k of P(k) v(n - k)
 *
 * Their sum is the expected number of steps. The last step may yield tokens that nobody asked for.
 */
export function visitsOf(chances: readonly number[], tokens: number): readonly number[] {
  const visits = new Array<number>(tokens).fill(0);
  for (let n = 0; n < tokens; n++) {
    let sum = n === 0 ? 1 : 0;
    for (let k = 1; k <= Math.min(n, chances.length); k++) sum += chances[k - 1]! * visits[n - k]!;
    visits[n] = sum;
  }
  return visits;
}

/** The same of recorded numbers of taken tokens, repeated as often as is needed; no more than `most` are taken in a step. */
export function recordedVisits(accepted: readonly number[], most: number, tokens: number): readonly number[] {
  const visits = new Array<number>(tokens).fill(0);
  for (let n = 0, step = 0; n < tokens; step++) {
    visits[n] = 1;
    n += 1 + Math.min(most, accepted[step % accepted.length]!);
  }
  return visits;
}

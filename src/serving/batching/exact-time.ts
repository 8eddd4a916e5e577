/** A time as the sum of two doubles, the second no more than the rounding of the first: sums of many steps lose nothing that a double could show. */
export interface Instant {
  readonly seconds: number;
  readonly rest: number;
}

export function instantOf(seconds: number): Instant {
  return { seconds, rest: 0 };
}

/** `from` and so many seconds more (two-sum: Knuth, The Art of Computer Programming, volume 2, section 4.2.2, theorem B). */
export function later({ seconds, rest }: Instant, by: number): Instant {
  const sum = seconds + by;
  const back = sum - seconds;
  const low = rest + ((seconds - (sum - back)) + (by - back));
  const high = sum + low;
  return { seconds: high, rest: low - (high - sum) };
}

/** Seconds from one instant to another, rounded once: what was added between them comes back to the last digit, where all of it fits into the 106 bits of two doubles. */
export function between(from: Instant, to: Instant): number {
  const difference = to.seconds - from.seconds;
  const back = difference - to.seconds;
  return difference + (((to.seconds - (difference - back)) - (from.seconds + back)) + (to.rest - from.rest));
}

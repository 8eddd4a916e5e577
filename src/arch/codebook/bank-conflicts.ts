/**
 * Mean number of balls in the fullest of `bins` bins after `balls` balls have fallen at random: cycles of accesses at random addresses that share banks.
 * Exact: the probability that no bin has more than h is balls! / bins^balls times the coefficient of x^balls in (sum over i <= h of x^i / i!)^bins.
 */
export function meanFullest(balls: number, bins: number): number {
  let mean = 0;
  for (let most = 0; most < balls; most++) mean += 1 - probabilityWithin(balls, bins, most);
  return mean;
}

/** The probability that no bin gets more than `most` balls. Bins are filled one after the other: each takes i of the rest with 1 / i! ways. */
function probabilityWithin(balls: number, bins: number, most: number): number {
  let ways = new Float64Array(balls + 1);
  ways[0] = 1;
  for (let bin = 0; bin < bins; bin++) {
    const next = new Float64Array(balls + 1);
    for (let placed = 0; placed <= balls; placed++) {
      let factorial = 1;
      for (let i = 0; i <= Math.min(most, balls - placed); i++) {
        if (i > 0) factorial *= i;
        next[placed + i]! += ways[placed]! / factorial;
      }
    }
    ways = next;
  }
  let probability = ways[balls]!;
  for (let i = 1; i <= balls; i++) probability *= i / bins;
  return probability;
}

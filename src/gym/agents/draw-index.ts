import type { Rng } from '../../sim/core/rng.js';

/** An index, as likely as its weight is a share of their sum; weights are not negative, and not all 0. Takes one number of the source. */
export function drawIndex(weights: readonly number[], rng: Rng): number {
  let left = rng.next() * weights.reduce((sum, weight) => sum + weight, 0);
  for (let i = 0; i < weights.length; i++) {
    left -= weights[i]!;
    if (left < 0) return i;
  }
  // Rounding may leave a rest: it belongs to the last index that can be drawn.
  return weights.findLastIndex((weight) => weight > 0);
}

import type { Rng } from '../../sim/core/rng.js';

/** A draw from the normal distribution of mean 0 and deviation 1 (Box, Muller, Annals of Mathematical Statistics 29, 1958). Takes two numbers of the source. */
export function normal(rng: Rng): number {
  const radius = Math.sqrt(-2 * Math.log(1 - rng.next()));
  return radius * Math.cos(2 * Math.PI * rng.next());
}

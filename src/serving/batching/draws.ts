import type { Rng } from '../../sim/core/rng.js';

/** An exponential variate of mean 1, by inversion. */
export function exponential(rng: Rng): number {
  return -Math.log(1 - rng.next());
}

/** A standard normal variate (Box and Muller, Annals of Mathematical Statistics 29, 1958). */
export function normal(rng: Rng): number {
  const radius = Math.sqrt(2 * exponential(rng));
  return radius * Math.cos(2 * Math.PI * rng.next());
}

/** A gamma variate of that shape and of scale 1 (Marsaglia and Tsang, ACM TOMS 26, 2000); below shape 1 that of shape + 1 times U^(1 / shape). */
export function gamma(rng: Rng, shape: number): number {
  if (shape < 1) return gamma(rng, shape + 1) * (1 - rng.next()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(rng);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - rng.next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Density of the standard normal distribution. */
export function normalDensity(z: number): number {
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
}

const tail = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429] as const;

/** P(Z <= z) of the standard normal distribution, within 7.5e-8 (Abramowitz, Stegun, Handbook of Mathematical Functions, 1964, 26.2.17). */
export function normalCdf(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const upper = normalDensity(z) * t * (tail[0] + t * (tail[1] + t * (tail[2] + t * (tail[3] + t * tail[4]))));
  return z > 0 ? 1 - upper : upper;
}

/**
 * Expected improvement of a cost that is predicted as normal, over the best so far: E[max(0, best - cost)] = s (z Phi(z) + phi(z)), z = (best - mean) / s
 * (Jones, Schonlau, Welch, J. Global Optim. 13, 1998, eq. 15). As a logarithm, which tells hopeless designs apart where the improvement itself is 0 (Ament et al.,
 * NeurIPS 2023): below z = -5 from the tail, phi(z) / z^2 (1 - 3 / z^2). -Infinity where there is nothing to expect.
 */
export function logExpectedImprovement(best: number, mean: number, deviation: number): number {
  if (!(deviation > 0)) return mean < best ? Math.log(best - mean) : -Infinity;
  const z = (best - mean) / deviation;
  if (z < -5) return Math.log(deviation) - 0.5 * z * z - 0.5 * Math.log(2 * Math.PI) - 2 * Math.log(-z) + Math.log1p(-3 / (z * z) + 15 / z ** 4);
  return Math.log(deviation * Math.max(z * normalCdf(z) + normalDensity(z), Number.MIN_VALUE));
}

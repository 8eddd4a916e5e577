/** Stated distributions of weights, by their formula in `weightsOf`. */
export type Distribution = 'gauss' | 'gauss_outlier' | 'skewed' | 'heavy' | 'uniform' | 'two_outliers' | 'extreme_outliers';

export const distributions: readonly Distribution[] = ['gauss', 'gauss_outlier', 'skewed', 'heavy', 'uniform', 'two_outliers', 'extreme_outliers'];

/** Weights of a block; outliers stand at fixed places of each block. */
export const blockSize = 128;

/** Place in the block, and value. */
const outliers: Readonly<Record<Distribution, readonly (readonly [number, number])[]>> = {
  gauss: [], skewed: [], heavy: [], uniform: [],
  gauss_outlier: [[17, 0.16]],
  two_outliers: [[40, -0.15], [41, 0.11]],
  extreme_outliers: [[17, 0.6], [62, -0.45], [63, 0.3], [100, 0.25]],
};

/**
 * Weights of a stated distribution, 0.02 z for `gauss`: the generator of reference/datatypes.json, so that the first block of a seed is its
 * group of that kind and seed. s <- (1664525 s + 1013904223) mod 2^32 from s = seed, u = (s + 0.5) / 2^32; z by Box-Muller from u1, u2:
 * sqrt(-2 ln u1) cos(2 pi u2), then the sine. Each weight is rounded to a whole multiple of 1e-7.
 */
export function weightsOf(distribution: Distribution, length: number, seed: number): Float64Array {
  const uniform = linearCongruential(seed);
  const draw = distribution === 'uniform' ? () => (2 * uniform() - 1) * 0.05 : shaped(distribution, boxMuller(uniform));
  const weights = Float64Array.from({ length }, () => Math.floor(draw() * 1e7 + 0.5) / 1e7);
  for (const [place, value] of outliers[distribution]) {
    for (let i = place; i < length; i += blockSize) weights[i] = value;
  }
  return weights;
}

function linearCongruential(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    // The product of the recurrence needs 53 bits and more; its low 32 are all that is kept.
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
}

function boxMuller(uniform: () => number): () => number {
  let second: number | undefined;
  return () => {
    if (second !== undefined) {
      const z = second;
      second = undefined;
      return z;
    }
    const radius = Math.sqrt(-2 * Math.log(uniform()));
    const angle = 2 * Math.PI * uniform();
    second = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}

/** A weight of the distribution from a standard normal z. */
function shaped(distribution: Exclude<Distribution, 'uniform'>, normal: () => number): () => number {
  switch (distribution) {
    case 'skewed': return () => { const z = normal(); return 0.02 * (z + 0.35 * z ** 2); };
    case 'heavy': return () => { const z = normal(); return 0.012 * z * Math.abs(z); };
    case 'gauss': case 'gauss_outlier': case 'two_outliers': case 'extreme_outliers': return () => 0.02 * normal();
  }
}

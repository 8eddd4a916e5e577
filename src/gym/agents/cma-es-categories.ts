import type { Rng } from '../../sim/core/rng.js';
import type { Design, DesignSpace } from '../../sim/model/design-space.js';
import type { Recombination } from './cma-es-weights.js';

/** For each parameter the probabilities of its categories; empty where it has an order. */
export type CategoryState = number[][];

export function startCategories({ parameters }: DesignSpace): CategoryState {
  return parameters.map((parameter) => (parameter.type === 'categorical' ? parameter.values.map(() => 1 / parameter.values.length) : []));
}

export function drawCategory(state: CategoryState, parameter: number, rng: Rng): number {
  const probabilities = state[parameter]!;
  let left = rng.next();
  for (let category = 0; category < probabilities.length - 1; category++) {
    left -= probabilities[category]!;
    if (left < 0) return category;
  }
  return probabilities.length - 1;
}

/**
 * The natural gradient of what the ranks are worth (Hamano et al., GECCO 2024, eq. 8): probabilities move towards the categories of the better half, in steps of mu_eff / (parameters + mu_eff + 5), and keep a margin so that none is
 * lost: 1 / (2 population) spread over the others.
 */
export function learnCategories(state: CategoryState, ranked: readonly Design[], { weights, mass }: Recombination): void {
  const rate = mass / (state.length + mass + 5);
  state.forEach((probabilities, i) => {
    if (probabilities.length < 2) return;
    const aims = probabilities.map(() => 0);
    ranked.forEach((design, rank) => { aims[design[i]!]! += Math.max(0, weights[rank]!); });
    const margin = 1 / (2 * ranked.length * (probabilities.length - 1));
    const moved = probabilities.map((probability, category) => Math.max(margin, probability + rate * (aims[category]! - probability)));
    const sum = moved.reduce((total, probability) => total + probability, 0);
    moved.forEach((probability, category) => { probabilities[category] = probability / sum; });
  });
}

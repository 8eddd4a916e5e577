import { crowdingDistances } from '../measure/crowding.js';
import { dominanceFronts } from '../measure/dominance.js';
import type { Score } from '../problem/evaluation.js';

/** Indices from the best to the worst: front by front, in a front those with most room around them first, then in their order. With one cost: by that. */
export function crowdedOrder(scores: readonly Score[]): number[] {
  return dominanceFronts(scores).flatMap((front) => {
    const costs = front.map((i) => scores[i]!.costs);
    if (!costs.every((one) => one !== null)) return front;
    const room = crowdingDistances(costs);
    return front.map((_, k) => k).sort((a, b) => (room[a] === room[b] ? a - b : room[b]! - room[a]!)).map((k) => front[k]!);
  });
}

import type { Objective } from '../problem/search-problem.js';

/** By how much a value is worse than another, as a share of that: 0.1 is ten percent worse, negative is better. As a plain difference where the other is 0. */
export function relativeLoss({ direction }: Objective, best: number, value: number): number {
  const worse = direction === 'minimise' ? value - best : best - value;
  return best === 0 ? worse : worse / Math.abs(best);
}

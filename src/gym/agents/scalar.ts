import type { Rng } from '../../sim/core/rng.js';
import type { Score } from '../problem/evaluation.js';

/** The least and largest of each cost that legal designs had. */
export interface CostRange { readonly low: readonly number[]; readonly high: readonly number[] }

/** The range with these costs in it, if they are of a legal design. */
export function widened(range: CostRange | null, { costs, violation }: Score): CostRange | null {
  if (costs === null || violation > 0) return range;
  if (range === null) return { low: costs, high: costs };
  return { low: costs.map((cost, i) => Math.min(cost, range.low[i]!)), high: costs.map((cost, i) => Math.max(cost, range.high[i]!)) };
}

/** Weights drawn uniformly from those that add up to 1. */
export function drawWeights(rng: Rng, objectives: number): number[] {
  const parts = Array.from({ length: objectives }, () => -Math.log(1 - rng.next() * (1 - 2 ** -33)));
  const sum = parts.reduce((total, part) => total + part, 0);
  return sum > 0 ? parts.map((part) => part / sum) : parts.map(() => 1 / objectives);
}

/** The share of the plain sum: a design that is nowhere worse gets a better number (Knowles, IEEE Trans. Evol. Comput. 10(1), 2006). */
const augmentation = 0.05;

/**
 * Several costs as one: max_i w_i c_i + 0.05 sum_i w_i c_i, c_i being the cost as a share of the range seen (augmented Chebyshev, as ParEGO has it). One cost is itself.
 * A range without width, or none, leaves the difference from its low end.
 */
export function scalarCost(costs: readonly number[], weights: readonly number[], range: CostRange | null): number {
  if (costs.length === 1) return costs[0]!;
  let [largest, sum] = [-Infinity, 0];
  for (let i = 0; i < costs.length; i++) {
    const low = range?.low[i] ?? 0;
    const width = (range?.high[i] ?? 0) - low;
    const weighted = weights[i]! * ((costs[i]! - low) / (width > 0 ? width : 1));
    largest = Math.max(largest, weighted);
    sum += weighted;
  }
  return largest + augmentation * sum;
}

/** Deb's rules with one cost: negative where `a` is better, positive where `b` is, 0 where they are equal. */
export function compareScalar(a: Score, b: Score, weights: readonly number[], range: CostRange | null): number {
  if (a.violation !== b.violation) return a.violation < b.violation ? -1 : 1;
  if (a.violation > 0 || a.costs === null || b.costs === null) return 0;
  return Math.sign(scalarCost(a.costs, weights, range) - scalarCost(b.costs, weights, range));
}

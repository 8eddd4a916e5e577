import { compareCosts, type Score } from '../problem/evaluation.js';

/**
 * Fronts of constrained domination, best first, each as ascending indices: legal designs by Pareto domination, then those that are not by
 * their violation, those of equal violation together. A design is compared with those that could dominate it only: in the order of
 * their first costs, front by front (Zhang et al., IEEE Trans. Evol. Comput. 19(2), 2015).
 */
export function dominanceFronts(scores: readonly Score[]): number[][] {
  const legal: number[] = [];
  const others: number[] = [];
  scores.forEach((score, i) => (score.violation === 0 && score.costs !== null ? legal : others).push(i));
  const fronts = paretoFronts(legal, (i) => scores[i]!.costs!);
  others.sort((a, b) => scores[a]!.violation - scores[b]!.violation || a - b);
  let last = -1;
  for (const i of others) {
    if (last >= 0 && scores[i]!.violation === scores[last]!.violation) fronts.at(-1)!.push(i);
    else fronts.push([i]);
    last = i;
  }
  return fronts.map((front) => front.sort((a, b) => a - b));
}

function paretoFronts(indices: readonly number[], costsAt: (index: number) => readonly number[]): number[][] {
  const fronts: number[][] = [];
  for (const i of [...indices].sort((a, b) => lexicographic(costsAt(a), costsAt(b)) || a - b)) {
    const costs = costsAt(i);
    const home = fronts.find((front) => !isDominated(costs, front, costsAt));
    if (home === undefined) fronts.push([i]);
    else home.push(i);
  }
  return fronts;
}

/** Whoever dominates comes earlier in the order, most likely shortly before. */
function isDominated(costs: readonly number[], front: readonly number[], costsAt: (index: number) => readonly number[]): boolean {
  for (let j = front.length - 1; j >= 0; j--) {
    if (compareCosts(costsAt(front[j]!), costs) < 0) return true;
  }
  return false;
}

/** By the first cost, then the second, and so on. */
export function lexicographic(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i]) return a[i]! < b[i]! ? -1 : 1;
  }
  return 0;
}

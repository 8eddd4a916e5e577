import { costsOf, isLegal } from '../problem/evaluation.js';
import type { Evaluation, Objective } from '../problem/search-problem.js';
import { lexicographic } from './dominance.js';
import { Staircase } from './staircase.js';

/** The best of what was seen: legal, and dominated by nothing legal. Of equal costs the first stays. */
export interface FrontArchive<Item extends { readonly evaluation: Evaluation }> {
  /** True where the item is now of the front. */
  add(item: Item): boolean;
  /** By the first cost, then the second, and so on. */
  items(): Item[];
}

/** An empty front. Costs lie side by side in one array: fronts of three objectives have thousands of designs, and each new one is compared with all. */
export function frontArchive<Item extends { readonly evaluation: Evaluation }>(problem: { readonly objectives: readonly Objective[] }): FrontArchive<Item> {
  const dimensions = problem.objectives.length;
  const items: Item[] = [];
  let front = new Float64Array(64 * dimensions);

  const isBeaten = (costs: readonly number[]): boolean => {
    for (let i = 0; i < items.length; i++) {
      let d = 0;
      while (d < dimensions && front[i * dimensions + d]! <= costs[d]!) d++;
      if (d < dimensions) continue;
      // What beat one design most likely beats the next: it is looked at first.
      if (i > 0) swapWithFirst(i);
      return true;
    }
    return false;
  };
  const swapWithFirst = (i: number): void => {
    [items[0], items[i]] = [items[i]!, items[0]!];
    for (let d = 0; d < dimensions; d++) [front[d], front[i * dimensions + d]] = [front[i * dimensions + d]!, front[d]!];
  };
  const dropBeatenBy = (costs: readonly number[]): void => {
    let kept = 0;
    for (let i = 0; i < items.length; i++) {
      let d = 0;
      while (d < dimensions && costs[d]! <= front[i * dimensions + d]!) d++;
      if (d === dimensions) continue;
      if (kept < i) {
        items[kept] = items[i]!;
        front.copyWithin(kept * dimensions, i * dimensions, (i + 1) * dimensions);
      }
      kept++;
    }
    items.length = kept;
  };
  return {
    add: (item) => {
      const costs = isLegal(item.evaluation) ? costsOf(problem, item.evaluation) : null;
      if (costs === null || isBeaten(costs)) return false;
      dropBeatenBy(costs);
      if ((items.length + 1) * dimensions > front.length) {
        const larger = new Float64Array(front.length * 2);
        larger.set(front);
        front = larger;
      }
      front.set(costs, items.length * dimensions);
      items.push(item);
      return true;
    },
    items: () => items.map((_, i) => i).sort((a, b) => byCosts(front, dimensions, a, b)).map((i) => items[i]!),
  };
}

function byCosts(front: Float64Array, dimensions: number, a: number, b: number): number {
  for (let d = 0; d < dimensions; d++) {
    const difference = front[a * dimensions + d]! - front[b * dimensions + d]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * The front of a set of items, by their costs; of equal costs the first. In the order of the first cost an item is dominated by one before it or by none: with up to
 * three costs a sweep, with more each one against the front.
 */
export function frontOf<Item extends { readonly evaluation: Evaluation }>(problem: { readonly objectives: readonly Objective[] }, items: readonly Item[]): Item[] {
  if (problem.objectives.length > 3) {
    const archive = frontArchive<Item>(problem);
    for (const item of items) archive.add(item);
    return archive.items();
  }
  const stairs = new Staircase(Infinity, Infinity);
  const legal = items.flatMap((item) => (isLegal(item.evaluation) ? [{ item, costs: costsOf(problem, item.evaluation)! }] : []));
  return legal.sort((a, b) => lexicographic(a.costs, b.costs)).filter(({ costs: [, y = 0, z = 0] }) => {
    if (stairs.covers(y, z)) return false;
    stairs.add(y, z);
    return true;
  }).map(({ item }) => item);
}

import { exclusiveVolume, isInside, type Point } from '../measure/hypervolume.js';
import { dominanceFronts } from '../measure/dominance.js';
import { isLegal } from '../surrogate/learned-costs.js';
import type { Individual } from './individual.js';

/** Indices of designs: those worth being near, with how much each counts, and the others. */
export interface Split { readonly good: readonly number[]; readonly weights: readonly number[]; readonly bad: readonly number[] }

/** No more designs than this are good, however many there are. */
const mostGood = 25;

export function goodCount(seen: number, share: number): number {
  return Math.min(mostGood, Math.max(1, Math.ceil(share * seen)));
}

/** The last designs count fully, those before them the less the older they are: linear from 1 / n to 1. */
export function ageWeights(count: number): number[] {
  const older = Math.max(0, count - mostGood);
  return Array.from({ length: count }, (_, i) => (i >= older ? 1 : older === 1 ? 1 / count : 1 / count + (i / (older - 1)) * (1 - 1 / count)));
}

/** The first of an order that puts better designs first; every one counts by its age. */
export function splitByOrder(order: readonly number[], count: number): Split {
  const ascending = (a: number, b: number): number => a - b;
  const good = order.slice(0, count).sort(ascending);
  return { good, weights: ageWeights(good.length), bad: order.slice(count).sort(ascending) };
}

/**
 * Whole fronts first, and of the one that does not fit the designs that together dominate most (Ozaki et al., J. Artif. Intell. Res. 73, 2022). A legal good design counts by the volume
 * that only it dominates, as a share of the largest such volume. Volumes are measured from the reference point of the problem, if it names one that a design is better than; else, as costs may be on any scale, from a little beyond the worst.
 */
export function splitByVolume(seen: readonly Individual[], count: number, referenceCosts: readonly number[] | null): Split {
  const chosen: number[] = [];
  for (const front of dominanceFronts(seen)) {
    const room = count - chosen.length;
    if (room === 0) break;
    chosen.push(...(front.length <= room ? front : isLegal(seen[front[0]!]!) ? largestVolume(front, seen, room, referenceCosts) : front.slice(0, room)));
  }
  const good = chosen.sort((a, b) => a - b);
  const isGood = new Set(good);
  return { good, weights: volumeWeights(good.map((i) => seen[i]!), referenceCosts), bad: seen.map((_, i) => i).filter((i) => !isGood.has(i)) };
}

/** Costs and the reference point beyond them: those of the problem, with what is worse than it moved to its edge, else on [0, 1], in this order the same for all points. */
function measuredCosts(points: readonly Point[], reference: Point | null): { readonly points: readonly Point[]; readonly reference: Point } {
  if (reference !== null && points.some((point) => isInside(point, reference))) return { points: points.map((point) => point.map((cost, d) => Math.min(cost, reference[d]!))), reference };
  const dimensions = points[0]!.map((_, d) => d);
  const low = dimensions.map((d) => Math.min(...points.map((point) => point[d]!)));
  const width = dimensions.map((d) => Math.max(...points.map((point) => point[d]!)) - low[d]!);
  return { points: points.map((point) => point.map((cost, d) => (width[d]! > 0 ? (cost - low[d]!) / width[d]! : 0))), reference: dimensions.map(() => 1.1) };
}

/** Greedy: again and again the point that adds most. What a point adds only falls, so most need no second look (lazy evaluation: Minoux, 1978). */
function largestVolume(front: readonly number[], seen: readonly Individual[], count: number, referenceCosts: Point | null): number[] {
  const { points, reference } = measuredCosts(front.map((i) => seen[i]!.costs!), referenceCosts);
  const taken: Point[] = [];
  const chosen: number[] = [];
  const gains = points.map((point) => exclusiveVolume(point, [], reference));
  const left = new Set(points.keys());
  while (chosen.length < count) {
    let best = -1;
    let most = -Infinity;
    for (const i of left) {
      if (gains[i]! <= most) continue;
      gains[i] = exclusiveVolume(points[i]!, taken, reference);
      if (gains[i] > most) [best, most] = [i, gains[i]];
    }
    left.delete(best);
    taken.push(points[best]!);
    chosen.push(front[best]!);
  }
  return chosen;
}

/** A design that adds no volume, or is not legal, still counts a little. */
const leastWeight = 1e-12;

function volumeWeights(good: readonly Individual[], referenceCosts: Point | null): number[] {
  const legal = good.filter(isLegal);
  if (legal.length === 0) return good.map(() => 1);
  const { points, reference } = measuredCosts(legal.map(({ costs }) => costs!), referenceCosts);
  const volumes = points.map((point, i) => Math.max(0, exclusiveVolume(point, points.filter((_, j) => j !== i), reference)));
  const most = Math.max(...volumes);
  let next = 0;
  return good.map((one) => (isLegal(one) ? Math.max(leastWeight, most > 0 ? volumes[next++]! / most : 1) : leastWeight));
}

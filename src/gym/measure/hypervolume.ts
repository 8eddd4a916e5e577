import { compareCosts } from '../problem/evaluation.js';
import { lexicographic } from './dominance.js';
import { Staircase } from './staircase.js';

export type Point = readonly number[];

/**
 * The volume of what a set of costs dominates, up to the reference point: exact, in any number of dimensions. Points that are not better
 * than the reference in every cost add nothing. One cost: a difference; two: a sweep; three: a sweep over the third with the
 * staircase of the first two; more: the sum of what each point adds to those after it (WFG: While, Bradstreet, Barone, IEEE Trans. Evol. Comput. 16(1), 2012).
 */
export function hypervolume(points: readonly Point[], reference: Point): number {
  return volumeOf(points.filter((point) => isInside(point, reference)), reference);
}

/** Whether a point is better than the reference in every cost. */
export function isInside(point: Point, reference: Point): boolean {
  return point.every((cost, i) => cost < reference[i]!);
}

function volumeOf(points: readonly Point[], reference: Point): number {
  if (points.length === 0) return 0;
  if (points.length === 1) return boxOf(points[0]!, reference);
  switch (reference.length) {
    case 1: return reference[0]! - Math.min(...points.map(([cost]) => cost!));
    case 2: return area(points, reference);
    case 3: return volume(points, reference);
    default: return volumeByExclusion(points, reference);
  }
}

/** What one point dominates. */
function boxOf(point: Point, reference: Point): number {
  let product = 1;
  for (let i = 0; i < reference.length; i++) product *= reference[i]! - point[i]!;
  return product;
}

function area(points: readonly Point[], reference: Point): number {
  const sorted = [...points].sort(lexicographic);
  let [total, floor] = [0, reference[1]!];
  for (const [x, y] of sorted) {
    if (y! >= floor) continue;
    total += (reference[0]! - x!) * (floor - y!);
    floor = y!;
  }
  return total;
}

/** From the smallest third cost up: between two of them the area of the staircase so far goes on. */
function volume(points: readonly Point[], reference: Point): number {
  const sorted = [...points].sort((a, b) => a[2]! - b[2]! || lexicographic(a, b));
  const stairs = new Staircase(reference[0]!, reference[1]!);
  let [total, height] = [0, sorted[0]![2]!];
  for (const [x, y, z] of sorted) {
    total += stairs.area * (z! - height);
    height = z!;
    stairs.add(x!, y!);
  }
  return total + stairs.area * (reference[2]! - height);
}

/** The sum over points of what each adds to those after it: its box less what they dominate inside it. */
function volumeByExclusion(points: readonly Point[], reference: Point): number {
  const last = reference.length - 1;
  // From the worst of the last cost: the points that remain then cut much off in few dimensions.
  const sorted = nondominated(points).sort((a, b) => b[last]! - a[last]! || lexicographic(a, b));
  let total = 0;
  for (let i = 0; i < sorted.length; i++) total += exclusiveVolume(sorted[i]!, sorted.slice(i + 1), reference);
  return total;
}

/** The volume that a point adds to that of others. */
export function exclusiveVolume(point: Point, others: readonly Point[], reference: Point): number {
  const inside = others.map((other) => other.map((cost, i) => Math.max(cost, point[i]!)));
  return boxOf(point, reference) - volumeOf(reference.length > 3 ? nondominated(inside) : inside, reference);
}

function nondominated(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of [...points].sort(lexicographic)) {
    if (!kept.some((other) => compareCosts(other, point) < 0 || lexicographic(other, point) === 0)) kept.push(point);
  }
  return kept;
}

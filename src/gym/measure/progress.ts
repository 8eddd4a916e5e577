import { compareCosts } from '../problem/evaluation.js';
import { exclusiveVolume, isInside, type Point } from './hypervolume.js';
import { Staircase } from './staircase.js';

/** The hypervolume of a growing set, kept up to date point by point: for lines of progress. */
export interface HypervolumeArchive {
  readonly value: number;
  /** Points of the set that no other dominates and that are better than the reference. */
  readonly points: readonly Point[];
  /** Adds a point and returns what the volume grows by. */
  add(point: Point): number;
}

/** An empty set. Two costs take a binary search a point, more costs a sweep over the set for each point that is not dominated. */
export function hypervolumeArchive(reference: Point): HypervolumeArchive {
  const stairs = reference.length === 2 ? new Staircase(reference[0]!, reference[1]!) : undefined;
  let points: Point[] = [];
  let value = 0;
  return {
    get value() { return value; },
    get points() { return points; },
    add: (point) => {
      if (!isInside(point, reference)) return 0;
      if (points.some((other) => compareCosts(other, point) < 0 || other.every((cost, i) => cost === point[i]))) return 0;
      const gained = stairs?.add(point[0]!, point[1]!) ?? Math.max(0, exclusiveVolume(point, points, reference));
      points = points.filter((other) => compareCosts(point, other) >= 0);
      points.push(point);
      value += gained;
      return gained;
    },
  };
}

import { isInside, type Point } from '../measure/hypervolume.js';

/**
 * How much area of two costs a point would add to a front, up to a reference point: for thousands of predicted points. `front` has points that do not dominate each other, in any order; those beyond the reference
 * add nothing. A point takes time in proportion to the steps of the front that it passes.
 */
export function frontGain(front: readonly Point[], reference: Point): (x: number, y: number) => number {
  const [right, top] = [reference[0]!, reference[1]!];
  const sorted = front.filter(([x, y]) => x! < right && y! < top).sort((a, b) => a[0]! - b[0]!);
  // The level above each step, and where it ends.
  const xs = Float64Array.from([...sorted.map(([x]) => x!), right]);
  const ys = Float64Array.from([top, ...sorted.map(([, y]) => y!)]);
  return (x, y) => {
    if (x >= right || y >= top) return 0;
    let [low, high] = [0, xs.length - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (xs[middle]! > x) high = middle;
      else low = middle + 1;
    }
    let gained = 0;
    let from = x;
    for (let k = low; k < xs.length && ys[k]! > y; k++) {
      gained += (xs[k]! - from) * (ys[k]! - y);
      from = xs[k]!;
    }
    return gained;
  };
}

/**
 * The same of three costs, a volume: between two neighbouring values of the third cost those points count that have at most the lower one, and what a point adds there is an area times a height. What it adds falls from slice to slice, so
 * that the first slice to which it adds nothing is the last one looked at.
 */
export function frontVolumeGain(front: readonly Point[], reference: Point): (x: number, y: number, z: number) => number {
  const top = reference[2]!;
  const inside = front.filter((point) => isInside(point, reference)).sort((a, b) => a[2]! - b[2]!);
  const levels = [-Infinity, ...new Set(inside.map((point) => point[2]!)), top];
  const slices = levels.slice(0, -1).map((level) => frontGain(staircase(inside.filter((point) => point[2]! <= level)), reference));
  return (x, y, z) => {
    let gained = 0;
    for (let k = 0; k < slices.length; k++) {
      const end = levels[k + 1]!;
      if (end <= z) continue;
      const area = slices[k]!(x, y);
      if (area === 0) break;
      gained += (end - Math.max(z, levels[k]!)) * area;
    }
    return gained;
  };
}

/** The points that no other dominates in the first two costs. */
function staircase(points: readonly Point[]): Point[] {
  let least = Infinity;
  return [...points].sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]!).filter((point) => {
    if (point[1]! >= least) return false;
    least = point[1]!;
    return true;
  });
}

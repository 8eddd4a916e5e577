/** What costs are scaled by: the best of each cost, and the worst that the front has of it. */
export interface Hyperplane {
  readonly ideal: readonly number[];
  readonly nadir: readonly number[];
  /** For each cost the point that is best in all others. */
  readonly extremes: readonly (readonly number[])[];
}

type Point = readonly number[];

/** How much another cost counts against being an extreme point of one. */
const offAxis = 1e6;
/** Shorter sides are not scaled by. */
const shortest = 1e-6;

/**
 * The ideal and the nadir point of a front (Deb, Jain, IEEE Trans. Evol. Comput. 18(4), 2014, section IV-C): the plane through the extreme points cuts the
 * axes at the nadir. Where they span no plane, or it cuts an axis beyond what was seen, the nadir is the worst of the front. `legal` are all legal points.
 */
export function nadirOf(front: readonly Point[], legal: readonly Point[], before: Hyperplane | null): Hyperplane {
  const axes = front[0]!.map((_, d) => d);
  const least = (points: readonly Point[], d: number): number => Math.min(...points.map((point) => point[d]!));
  const most = (points: readonly Point[], d: number): number => Math.max(...points.map((point) => point[d]!));
  const ideal = axes.map((d) => Math.min(least(front, d), before?.ideal[d] ?? Infinity));
  const candidates = [...(before?.extremes ?? []), ...front];
  const extremes = axes.map((axis) => candidates.reduce((best, point) => (reach(point, axis, ideal) < reach(best, axis, ideal) ? point : best)));
  const seen = axes.map((d) => most(legal, d));
  const intercepts = solve(extremes.map((point) => point.map((cost, d) => cost - ideal[d]!)))?.map((inverse) => 1 / inverse);
  const isPlane = intercepts?.every((length, d) => Number.isFinite(length) && length > shortest && ideal[d]! + length <= seen[d]! + shortest) === true;
  const nadir = axes.map((d) => {
    const cut = isPlane ? ideal[d]! + intercepts[d]! : most(front, d);
    return cut - ideal[d]! > shortest ? cut : seen[d]!;
  });
  return { ideal, nadir, extremes };
}

/** How far a point is from lying on an axis (achievement scalarising function). */
function reach(point: Point, axis: number, ideal: Point): number {
  let largest = 0;
  for (let d = 0; d < point.length; d++) {
    const cost = point[d]! - ideal[d]!;
    largest = Math.max(largest, (cost < 1e-3 ? 0 : cost) * (d === axis ? 1 : offAxis));
  }
  return largest;
}

export function normalized(point: Point, { ideal, nadir }: Hyperplane): number[] {
  return point.map((cost, d) => (cost - ideal[d]!) / Math.max(nadir[d]! - ideal[d]!, shortest));
}

/** The solution of rows . x = 1 by elimination with pivots; undefined where there is none, or no single one. */
function solve(rows: readonly Point[]): number[] | undefined {
  const matrix = rows.map((row) => [...row, 1]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let i = column + 1; i < size; i++) if (Math.abs(matrix[i]![column]!) > Math.abs(matrix[pivot]![column]!)) pivot = i;
    if (Math.abs(matrix[pivot]![column]!) < 1e-14) return undefined;
    [matrix[column], matrix[pivot]] = [matrix[pivot]!, matrix[column]!];
    for (let i = 0; i < size; i++) {
      if (i === column) continue;
      const factor = matrix[i]![column]! / matrix[column]![column]!;
      for (let j = column; j <= size; j++) matrix[i]![j]! -= factor * matrix[column]![j]!;
    }
  }
  return matrix.map((row, i) => row[size]! / row[i]!);
}

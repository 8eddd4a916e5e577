import { unitOf } from './powers-of-two.js';

/** Distinct values in ascending order, each with its weight in the sum of squared errors. */
export interface WeightedPoints {
  readonly values: Float64Array;
  readonly weights: Float64Array;
}

/**
 * The points of a list of finite values. Equal values become one point; a value without weight of its own counts once. Values of weight 0
 * are left out, unless all are. Throws a RangeError for weights that are negative, not finite or not one for each value.
 */
export function weightedPoints(values: ArrayLike<number>, weights?: ArrayLike<number>): WeightedPoints {
  if (weights === undefined) return merged(Float64Array.from(values).sort(), () => 1);
  if (weights.length !== values.length) throw new RangeError(`${values.length} values need as many weights, not ${weights.length}`);
  const wrong = Array.prototype.find.call(weights, (weight: number) => !(weight >= 0 && weight < Infinity)) as number | undefined;
  if (wrong !== undefined) throw new RangeError(`the weight of a value is a finite number from 0, not ${wrong}`);
  const all = Uint32Array.from({ length: values.length }, (_, i) => i);
  const weighty = all.filter((i) => weights[i]! > 0);
  if (weighty.length === 0) return weightedPoints(values);
  const order = weighty.sort((a, b) => values[a]! - values[b]! || a - b);
  return merged(Float64Array.from(order, (i) => values[i]!), (i) => weights[order[i]!]!);
}

/** Ascending values, equal ones as one point. */
function merged(sorted: Float64Array, weightOf: (i: number) => number): WeightedPoints {
  const values = new Float64Array(sorted.length);
  const weights = new Float64Array(sorted.length);
  let count = 0;
  sorted.forEach((x, i) => {
    // Adding 0 turns -0 into 0.
    if (count === 0 || values[count - 1] !== x) values[count++] = x + 0;
    weights[count - 1] = weights[count - 1]! + weightOf(i);
  });
  return { values: values.slice(0, count), weights: weights.slice(0, count) };
}

/** Sums over the first i points of weight, weighted value and weighted square, the values taken from their mean so that little cancels. */
interface Sums {
  readonly points: WeightedPoints;
  readonly mean: number;
  readonly weight: Float64Array;
  readonly value: Float64Array;
  readonly square: Float64Array;
}

function sumsOf(points: WeightedPoints): Sums {
  const { values, weights } = points;
  const n = values.length;
  let total = 0;
  let moment = 0;
  for (let i = 0; i < n; i++) {
    total += weights[i]!;
    moment += weights[i]! * values[i]!;
  }
  const sums = { points, mean: n === 0 ? 0 : moment / total, weight: new Float64Array(n + 1), value: new Float64Array(n + 1), square: new Float64Array(n + 1) };
  for (let i = 0; i < n; i++) {
    const x = values[i]! - sums.mean;
    sums.weight[i + 1] = sums.weight[i]! + weights[i]!;
    sums.value[i + 1] = sums.value[i]! + weights[i]! * x;
    sums.square[i + 1] = sums.square[i]! + weights[i]! * x * x;
  }
  return sums;
}

/** Mean of the points from `from` to before `to`; rounding never takes it beyond them, so that means of separate runs stay in order. */
function meanOf(s: Sums, from: number, to: number): number {
  const mean = s.mean + (s.value[to]! - s.value[from]!) / (s.weight[to]! - s.weight[from]!);
  return Math.min(Math.max(mean, s.points.values[from]!), s.points.values[to - 1]!);
}

/** Squared error of these points about `center`. */
function errorAbout(s: Sums, from: number, to: number, center: number): number {
  const c = center - s.mean;
  return Math.max(0, s.square[to]! - s.square[from]! - 2 * c * (s.value[to]! - s.value[from]!) + c * c * (s.weight[to]! - s.weight[from]!));
}

/** Squared error of these points about their mean. */
function spread(s: Sums, from: number, to: number): number {
  const value = s.value[to]! - s.value[from]!;
  return Math.max(0, s.square[to]! - s.square[from]! - (value * value) / (s.weight[to]! - s.weight[from]!));
}

/**
 * The `count` centers of least squared error, ascending; the last one is repeated where there are fewer points. Clusters of points on a
 * line are intervals, so that with D(c, j) the least error of the first j points in c clusters, D(c, j) = min over i of
 * D(c - 1, i) + spread(i, j). The best i never falls as j grows (the spread is a Monge array), which makes it O(count n log n) by
 * halving (Grønlund et al., 2017).
 */
export function optimalCenters(points: WeightedPoints, count: number): Float64Array {
  const n = points.values.length;
  if (n <= count) return new Float64Array(count).map((_, c) => points.values[Math.min(c, n - 1)] ?? 0);
  const s = sumsOf(points);
  let before = Float64Array.from({ length: n + 1 }, (_, j) => (j === 0 ? 0 : spread(s, 0, j)));
  const starts = [new Uint32Array(n + 1)];
  for (let c = 1; c < count; c++) {
    const least = new Float64Array(n + 1);
    const start = new Uint32Array(n + 1);
    const fill = (low: number, high: number, from: number, to: number): void => {
      if (low > high) return;
      const j = Math.floor((low + high) / 2);
      let best = from;
      let error = Infinity;
      for (let i = from; i <= Math.min(to, j - 1); i++) {
        const sum = before[i]! + spread(s, i, j);
        if (sum < error) {
          error = sum;
          best = i;
        }
      }
      least[j] = error;
      start[j] = best;
      fill(low, j - 1, from, best);
      fill(j + 1, high, best, to);
    };
    // More clusters than points leave some empty: only prefixes of more than c points need the split.
    fill(c + 1, n, c, n - 1);
    before = least;
    starts.push(start);
  }
  const centers = new Float64Array(count);
  for (let c = count - 1, end = n; c >= 0; c--) {
    const start = starts[c]![end]!;
    centers[c] = meanOf(s, start, end);
    end = start;
  }
  return centers;
}

/** What Lloyd's iteration reached, with the squared error before each of its rounds and after the last. */
export interface LloydResult {
  readonly centers: Float64Array;
  readonly errors: readonly number[];
}

/**
 * Lloyd's iteration on a line: every point goes to its nearest center (the lower of two equally near), every center to the mean of its
 * points; a center without points stays. It ends when no point changes place, or after `rounds`. The error never rises.
 */
export function lloyd(points: WeightedPoints, start: ArrayLike<number>, rounds = 200): LloydResult {
  const s = sumsOf(points);
  const centers = Float64Array.from(start).sort();
  const errors: number[] = [];
  let last: Uint32Array | undefined;
  for (let round = 0; round <= rounds; round++) {
    const ends = clusterEnds(points.values, centers);
    errors.push(centers.reduce((sum, center, c) => sum + errorAbout(s, c === 0 ? 0 : ends[c - 1]!, ends[c]!, center), 0));
    if (round === rounds || last?.every((end, c) => end === ends[c]) === true) break;
    ends.forEach((end, c) => {
      const from = c === 0 ? 0 : ends[c - 1]!;
      if (end > from) centers[c] = meanOf(s, from, end);
    });
    last = ends;
  }
  return { centers, errors };
}

/** Where the points of each of the ascending centers end. */
function clusterEnds(values: Float64Array, centers: Float64Array): Uint32Array {
  return Uint32Array.from(centers, (center, c) => {
    if (c === centers.length - 1) return values.length;
    const middle = (center + centers[c + 1]!) / 2;
    let low = 0;
    let high = values.length;
    while (low < high) {
      const mid = Math.floor((low + high) / 2);
      if (values[mid]! <= middle) low = mid + 1; else high = mid;
    }
    return low;
  });
}

/** Points up to which the optimum is computed. */
const exactPoints = 4096;
/** Points that stand for a larger tensor when the start of Lloyd's iteration is chosen. */
const summaryPoints = 1024;

/**
 * Centers of `count` clusters, ascending: the optimum for up to 4096 distinct values. For more, Lloyd's iteration (at most 200 rounds)
 * from the optimum of 1024 quantile means. No random numbers. `importance` weighs the squared error of each value, as the sensitivities
 * of SqueezeLLM (Kim et al., ICML 2024) do.
 */
export function kMeans(values: ArrayLike<number>, count: number, importance?: ArrayLike<number>): Float64Array {
  const unit = unitOf(values);
  const points = weightedPoints(Float64Array.from(values, (value) => value / unit), importance);
  const centers = points.values.length <= exactPoints ? optimalCenters(points, count) : lloyd(points, optimalCenters(quantileMeans(points, summaryPoints), count)).centers;
  return centers.map((center) => center * unit);
}

/** `bins` runs of about as many points each, every one as its mean and its weight. */
function quantileMeans(points: WeightedPoints, bins: number): WeightedPoints {
  const s = sumsOf(points);
  const edges = Array.from({ length: bins + 1 }, (_, b) => Math.floor((b * points.values.length) / bins));
  return {
    values: Float64Array.from({ length: bins }, (_, b) => meanOf(s, edges[b]!, edges[b + 1]!)),
    weights: Float64Array.from({ length: bins }, (_, b) => s.weight[edges[b + 1]!]! - s.weight[edges[b]!]!),
  };
}

/** Index of the ascending center nearest to x, the lower of two equally near. */
export function nearestCenter(centers: Float64Array, x: number): number {
  let low = 0;
  let high = centers.length - 1;
  while (low < high) {
    const mid = Math.floor((low + high) / 2);
    if (x <= (centers[mid]! + centers[mid + 1]!) / 2) high = mid; else low = mid + 1;
  }
  return low;
}

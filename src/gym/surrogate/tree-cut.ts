import type { Rng } from '../../sim/core/rng.js';

/** Training rows, feature by feature. */
export interface Columns {
  readonly rows: number;
  /** For each feature how many categories it has; 0 for a number. */
  readonly categories: readonly number[];
  /** Row r of feature f is at f * rows + r. */
  readonly values: Float64Array;
  readonly targets: Float64Array;
}

/** Rows of a node: those of `order` from `from` up to `to`; `mean` is of their targets. */
export interface NodeRows {
  readonly order: Int32Array;
  readonly from: number;
  readonly to: number;
  readonly mean: number;
  readonly leafRows: number;
}

/** How a node's rows are told apart: a number by a threshold, a category by a set. Written over by every try: a forest makes thousands of them. */
export interface Cut {
  threshold: number;
  /** Of a category: 1 where its rows go to the first child. Longer than there are categories. */
  readonly subset: Uint8Array;
  /** What it takes from the sum of squared deviations; 0 where a side would have too few rows. */
  gain: number;
}

/** Numbers in few bins: the bin of each value, placed as in `Columns`, and for each feature the least and largest value of its bins. */
export interface Bins { readonly codes: Uint8Array; readonly lows: readonly Float64Array[]; readonly highs: readonly Float64Array[] }

/** What a side of `left` rows, whose deviations add up to `sum`, takes from the squared deviations of `count` rows: those of all add up to 0. */
function gainOf(left: number, sum: number, count: number, leafRows: number): number {
  return left < leafRows || count - left < leafRows ? 0 : (sum * sum * count) / (left * (count - left));
}

/** Cuts a feature at random. False where the rows do not differ in it. */
export function cutAtRandom({ rows, categories, values, targets }: Columns, { order, from, to, mean, leafRows }: NodeRows, feature: number, rng: Rng, cut: Cut): boolean {
  const base = feature * rows;
  let [left, sum] = [0, 0];
  if (categories[feature]! > 0) {
    if (!drawSubset(values, base, order, from, to, categories[feature]!, rng, cut.subset)) return false;
    for (let i = from; i < to; i++) {
      const row = order[i]!;
      if (cut.subset[values[base + row]!] === 0) continue;
      left++;
      sum += targets[row]! - mean;
    }
  } else {
    let low = values[base + order[from]!]!;
    let high = low;
    for (let i = from + 1; i < to; i++) {
      const value = values[base + order[i]!]!;
      if (value < low) low = value;
      else if (value > high) high = value;
    }
    if (low === high) return false;
    const threshold = low + (high - low) * rng.next();
    for (let i = from; i < to; i++) {
      const row = order[i]!;
      if (values[base + row]! > threshold) continue;
      left++;
      sum += targets[row]! - mean;
    }
    cut.threshold = threshold;
  }
  cut.gain = gainOf(left, sum, to - from, leafRows);
  return true;
}

/** Each category goes to either side by chance, at least one of those that the rows have to each. */
function drawSubset(values: Float64Array, base: number, order: Int32Array, from: number, to: number, count: number, rng: Rng, subset: Uint8Array): boolean {
  const first = values[base + order[from]!]!;
  let isMixed = false;
  for (let i = from + 1; i < to && !isMixed; i++) isMixed = values[base + order[i]!]! !== first;
  if (!isMixed) return false;
  for (let attempt = 0; attempt < 32; attempt++) {
    for (let category = 0; category < count; category++) subset[category] = rng.next() < 0.5 ? 1 : 0;
    const side = subset[first]!;
    for (let i = from + 1; i < to; i++) if (subset[values[base + order[i]!]!] !== side) return true;
  }
  subset.fill(0, 0, count);
  subset[first] = 1;
  return true;
}

/**
 * The cut of a feature that leaves least variance. Categories are cut in the order of their means, in which the best set of them is a first part (Fisher,
 * J. Am. Stat. Assoc. 53, 1958). False where the rows do not differ in it.
 */
export function cutAtBest({ rows, categories, values, targets }: Columns, { order, from, to, mean, leafRows }: NodeRows, feature: number, { codes, lows, highs }: Bins, cut: Cut): boolean {
  const base = feature * rows;
  const isCategory = categories[feature]! > 0;
  const size = isCategory ? categories[feature]! : lows[feature]!.length;
  const counts = new Int32Array(size);
  const sums = new Float64Array(size);
  for (let i = from; i < to; i++) {
    const row = order[i]!;
    const bin = isCategory ? values[base + row]! : codes[base + row]!;
    counts[bin]!++;
    sums[bin]! += targets[row]! - mean;
  }
  const present: number[] = [];
  for (let bin = 0; bin < size; bin++) if (counts[bin]! > 0) present.push(bin);
  if (present.length < 2) return false;
  if (isCategory) present.sort((a, b) => sums[a]! / counts[a]! - sums[b]! / counts[b]! || a - b);
  let [left, sum, best] = [0, 0, -1];
  cut.gain = 0;
  for (let k = 0; k < present.length - 1; k++) {
    left += counts[present[k]!]!;
    sum += sums[present[k]!]!;
    const gain = gainOf(left, sum, to - from, leafRows);
    if (gain > cut.gain) [best, cut.gain] = [k, gain];
  }
  if (best < 0) return true;
  if (isCategory) {
    cut.subset.fill(0, 0, size);
    for (let k = 0; k <= best; k++) cut.subset[present[k]!] = 1;
  } else {
    cut.threshold = (highs[feature]![present[best]!]! + lows[feature]![present[best + 1]!]!) / 2;
  }
  return true;
}

/** At most this many different values of a number are told apart when the best cut is looked for: a histogram takes the place of sorting. */
const mostBins = 256;

export function binsOf({ rows, categories, values }: Columns): Bins {
  const codes = new Uint8Array(values.length);
  const lows: Float64Array[] = [];
  const highs: Float64Array[] = [];
  categories.forEach((_, feature) => {
    const column = values.subarray(feature * rows, (feature + 1) * rows);
    const distinct = [...new Set(column.slice().sort())];
    const count = Math.min(mostBins, distinct.length);
    const firsts = Array.from({ length: count }, (__, bin) => Math.floor((bin * distinct.length) / count));
    const low = Float64Array.from(firsts, (first) => distinct[first]!);
    lows.push(low);
    highs.push(Float64Array.from(firsts, (__, bin) => distinct[(firsts[bin + 1] ?? distinct.length) - 1]!));
    for (let row = 0; row < rows; row++) codes[feature * rows + row] = lastAtMost(low, column[row]!);
  });
  return { codes, lows, highs };
}

function lastAtMost(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= value) low = middle;
    else high = middle;
  }
  return low;
}

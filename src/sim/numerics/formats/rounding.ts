import type { Grid } from './element.js';

/**
 * Which neighbour a value takes that is as near to one as to the other: the lower, the higher, the one of larger magnitude, or the one
 * whose pattern is even (round half to even, where neighbouring patterns differ by 1 in magnitude).
 */
export type Ties = 'lower' | 'higher' | 'away' | 'even';

/** Index of the grid value nearest to x: the obvious form, which looks at every value. Values beyond the ends saturate. */
export function nearestIndex(grid: Grid, x: number, ties: Ties): number {
  let best = 0;
  for (let i = 1; i < grid.values.length; i++) {
    const middle = middleOf(grid.values, i - 1);
    if (x > middle || (x === middle && tieGoesUp(grid, i - 1, ties))) best = i;
  }
  return best;
}

/** A function from a number (not NaN) to the index of the grid value nearest to it, fast: a table of equal bins and a few comparisons. */
export type Rounder = (x: number) => number;

/** The same as `nearestIndex`, for many numbers. */
export function rounder(grid: Grid, ties: Ties): Rounder {
  const count = grid.values.length - 1;
  // x >= middle is the same as x > the double before it: one comparison serves both rules of a tie.
  const thresholds = Float64Array.from({ length: count }, (_, i) => (tieGoesUp(grid, i, ties) ? before(middleOf(grid.values, i)) : middleOf(grid.values, i)));
  const lowest = thresholds[0]!;
  const highest = thresholds[count - 1]!;
  const bins = binCount(thresholds);
  const perUnit = bins / (highest - lowest || 1);
  const start = new Uint16Array(bins + 1);
  // A bin starts at the index of the one before it, so that rounding of the bin's number cannot skip a threshold.
  for (let bin = 0, i = 0; bin <= bins; bin++) {
    while (i < count && thresholds[i]! < lowest + (bin - 1) / perUnit) i++;
    start[bin] = i;
  }
  return (x) => {
    if (!(x > lowest)) return 0;
    if (x > highest) return count;
    let i = start[Math.floor((x - lowest) * perUnit)]!;
    while (x > thresholds[i]!) i++;
    return i;
  };
}

/** The value between two neighbours: (a + b) / 2. */
function middleOf(values: Float64Array, i: number): number {
  return (values[i]! + values[i + 1]!) / 2;
}

/** Bins of the width of the least distance between thresholds, within limits. */
function binCount(thresholds: Float64Array): number {
  let least = Infinity;
  for (let i = 1; i < thresholds.length; i++) least = Math.min(least, thresholds[i]! - thresholds[i - 1]!);
  const range = thresholds[thresholds.length - 1]! - thresholds[0]!;
  return Math.max(1, Math.min(4096, Math.ceil(range / least) || 1));
}

function tieGoesUp(grid: Grid, i: number, ties: Ties): boolean {
  switch (ties) {
    case 'lower': return false;
    case 'higher': return true;
    case 'away': return middleOf(grid.values, i) >= 0;
    case 'even': return grid.patterns[i + 1]! % 2 === 0;
  }
}

const word = new DataView(new ArrayBuffer(8));

/** The largest double below x. */
export function before(x: number): number {
  if (x === 0) return -Number.MIN_VALUE;
  word.setFloat64(0, x);
  word.setBigUint64(0, word.getBigUint64(0) + (x > 0 ? -1n : 1n));
  return word.getFloat64(0);
}

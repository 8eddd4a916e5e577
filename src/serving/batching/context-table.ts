import type { PassCost } from '../pass-cost.js';

/** What steps are counted by: seconds, joules (NaN where nobody knows them), bytes of the main memory, dense multiply-accumulates. A scratch record that is added to. */
export interface StepSum {
  seconds: number;
  joules: number;
  dramBytes: number;
  macs: number;
}

export function emptySum(): StepSum {
  return { seconds: 0, joules: 0, dramBytes: 0, macs: 0 };
}

export function clearSum(sum: StepSum): void {
  sum.seconds = 0; sum.joules = 0; sum.dramBytes = 0; sum.macs = 0;
}

export function addPass(sum: StepSum, { seconds, joules, dramBytes, macs }: PassCost, times: number): void {
  sum.seconds += times * seconds;
  sum.joules += times * (joules ?? NaN);
  sum.dramBytes += times * dramBytes;
  sum.macs += times * macs;
}

/** Contexts from `first` to `last` over which a cost is affine: `at` that of the first, `slope` what each token more adds. */
interface Piece {
  readonly first: number;
  readonly last: number;
  readonly at: StepSum;
  readonly slope: StepSum;
}

/** A cost as a function of the context, kept as the pieces over which it is affine. */
export interface ContextTable {
  /** Adds `weight` times the cost of the contexts from `first` to `last`, all of them. */
  addRun(first: number, last: number, weight: number, sum: StepSum): void;
  /**
   * Adds `weight` times the cost of `count` runs of `steps` contexts each, whose first contexts lie between `least` and `most` and add up to `total`; false, and nothing added,
   * where they do not all lie in one piece.
   */
  addRuns(least: number, most: number, total: number, count: number, steps: number, weight: number, sum: StepSum): boolean;
}

/** What is known of the form of a cost. */
export interface TableForm {
  /** Contexts up to it are asked for. */
  readonly most: number;
  /** Between these contexts the cost is convex, as a sum of maxima of affine functions is; null where it may have steps. */
  readonly breaks: readonly number[] | null;
}

/** Contexts that are looked at together where a cost has steps: some of the blocks of 16 that reductions are cut in. */
const cellSize = 64;
/** What the rounding of sums of doubles may look like. */
const rounding = 1e-13;

/**
 * The table of `cost`. Where the cost is convex between breaks, a stretch whose middle lies on its chord is affine: all of it is known from three contexts, and the others are
 * halved. Else cells of 64 contexts are looked at in five unevenly spaced places when they are first met (stairs that are no line do not lie on one in these places), and those that do
 * not lie on a line are halved too, down to single contexts.
 */
export function contextTable(cost: (context: number) => PassCost, { most, breaks }: TableForm): ContextTable {
  const width = breaks === null ? cellSize : most;
  const cells: (readonly Piece[] | undefined)[] = [];
  const cellOf = (context: number): readonly Piece[] => {
    const index = Math.floor((context - 1) / width);
    return cells[index] ??= piecesOf(cost, index * width + 1, Math.min(most, (index + 1) * width), breaks);
  };
  return {
    addRun: (first, last, weight, sum) => {
      for (let from = first; from <= last;) {
        const piece = pieceIn(cellOf(from), from);
        const to = Math.min(last, piece.last);
        addPiece(piece, from, to - from + 1, 1, weight, sum, 0);
        from = to + 1;
      }
    },
    addRuns: (least, highest, total, count, steps, weight, sum) => {
      const piece = pieceIn(cellOf(least), least);
      if (highest + steps - 1 > piece.last) return false;
      addPiece(piece, least, steps, count, weight, sum, total - count * least);
      return true;
    },
  };
}

/** Adds `count` runs of `steps` contexts that begin at `from` and, all together, `beyond` tokens later. */
function addPiece({ first, at, slope }: Piece, from: number, steps: number, count: number, weight: number, sum: StepSum, beyond: number): void {
  const times = weight * steps * count;
  const tokens = weight * steps * (count * (from - first + (steps - 1) / 2) + beyond);
  sum.seconds += times * at.seconds + tokens * slope.seconds;
  sum.joules += times * at.joules + tokens * slope.joules;
  sum.dramBytes += times * at.dramBytes + tokens * slope.dramBytes;
  sum.macs += times * at.macs + tokens * slope.macs;
}

function pieceIn(pieces: readonly Piece[], context: number): Piece {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pieces[middle]!.last < context) low = middle + 1;
    else high = middle;
  }
  return pieces[low]!;
}

function piecesOf(cost: (context: number) => PassCost, first: number, last: number, breaks: readonly number[] | null): readonly Piece[] {
  const pieces: Piece[] = [];
  const at = (context: number): StepSum => {
    const sum = emptySum();
    addPass(sum, cost(context), 1);
    return sum;
  };
  const stretch = (a: number, fa: StepSum, b: number, fb: StepSum): void => {
    const slope = slopeOf(a, fa, b, fb);
    const probes = breaks === null ? [a + ((b - a) >> 2), a + ((b - a) >> 2) + 1, a + ((b - a) >> 1)] : [a + ((b - a) >> 1)];
    if (probes.every((c) => c <= a || c >= b || isOn(a, fa, slope, c, at(c)))) {
      pieces.push({ first: a, last: b, at: fa, slope });
      return;
    }
    const middle = (a + b) >> 1;
    stretch(a, fa, middle, at(middle));
    stretch(middle + 1, at(middle + 1), b, fb);
  };
  let from = first;
  for (const stop of [...new Set([...(breaks ?? []).filter((context) => context >= first && context < last), last])].sort((x, y) => x - y)) {
    stretch(from, at(from), stop, at(stop));
    from = stop + 1;
  }
  return pieces;
}

function slopeOf(a: number, fa: StepSum, b: number, fb: StepSum): StepSum {
  const steps = Math.max(1, b - a);
  return { seconds: (fb.seconds - fa.seconds) / steps, joules: (fb.joules - fa.joules) / steps, dramBytes: (fb.dramBytes - fa.dramBytes) / steps, macs: (fb.macs - fa.macs) / steps };
}

function isOn(a: number, fa: StepSum, slope: StepSum, context: number, value: StepSum): boolean {
  const near = (from: number, each: number, to: number): boolean => !(Math.abs(from + each * (context - a) - to) > rounding * Math.abs(to));
  return near(fa.seconds, slope.seconds, value.seconds) && near(fa.joules, slope.joules, value.joules) && near(fa.dramBytes, slope.dramBytes, value.dramBytes) && near(fa.macs, slope.macs, value.macs);
}

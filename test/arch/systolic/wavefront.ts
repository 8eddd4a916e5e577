import type { SystolicArray } from '../../../src/arch/systolic/cycles.js';
import type { Matrix } from '../../../src/sim/model/matrix.js';

/** A product of small integers for an array: activations [m][k], weights [n][k], and the bits of the operand that is sent one bit a cycle. */
export interface Run {
  readonly array: SystolicArray;
  readonly activations: Matrix;
  readonly weights: Matrix;
}

/** What the registers of an array did: the sums [m][n] and the cycles until the last one had left. */
export interface Observed {
  readonly sums: readonly number[];
  readonly cycles: number;
  /** PEs times cycles in which a multiply-accumulate was under way. */
  readonly busy: number;
}

/** One bit step of an operand on its way through the array: which one it is, its value, and which of its bits. */
interface Token { readonly index: number; readonly value: number; readonly bit: number }

/** Runs every fold of a product one after the other, register by register and cycle by cycle. */
export function simulateArray({ array, activations, weights }: Run): Observed {
  const [m, n, k] = [activations.rows, weights.rows, weights.columns];
  const a = (i: number, x: number): number => (i < m && x < k ? activations.values[i * k + x]! : 0);
  const w = (j: number, x: number): number => (j < n && x < k ? weights.values[j * k + x]! : 0);
  const sums = Array.from({ length: m * n }, () => 0);
  const add = (i: number, j: number, sum: number): void => { if (i < m && j < n) sums[i * n + j]! += sum; };
  let [cycles, busy] = [0, 0];
  const take = (observed: { cycles: number; busy: number }): void => { cycles += observed.cycles; busy += observed.busy; };
  const chunks = (length: number, size: number): (readonly [number, number])[] => Array.from({ length: Math.ceil(length / size) }, (_, f) => [f * size, array.wholeFolds ? size : Math.min(size, length - f * size)]);
  if (array.dataflow === 'output-stationary') {
    for (const [i0, r] of chunks(m, array.rows)) for (const [j0, c] of chunks(n, array.columns)) {
      take(outputStationaryFold(array, r, c, k, (i, x) => a(i0 + i, x), (x, j) => w(j0 + j, x), (i, j, sum) => { add(i0 + i, j0 + j, sum); }));
    }
  } else {
    const inputs = array.dataflow === 'input-stationary';
    for (const [x0, r] of chunks(k, array.rows)) for (const [y0, c] of chunks(inputs ? m : n, array.columns)) {
      const stays = (x: number, y: number): number => (inputs ? a(y0 + y, x0 + x) : w(y0 + y, x0 + x));
      const streams = (t: number, x: number): number => (inputs ? w(t, x0 + x) : a(t, x0 + x));
      take(stationaryFold(array, r, c, inputs ? n : m, stays, streams, (t, y, sum) => { if (inputs) add(y0 + y, t, sum); else add(t, y0 + y, sum); }));
    }
  }
  return { sums, cycles, busy };
}

/** A bit of a number in so many bits: bit i weighs 2^i, the highest -2^i. In one bit step the number is whole. */
function bitOf(value: number, bit: number, bits: number): number {
  if (bits === 1) return value;
  const pattern = value < 0 ? value + 2 ** bits : value;
  return Math.floor(pattern / 2 ** bit) % 2 === 0 ? 0 : bit === bits - 1 ? -(2 ** bit) : 2 ** bit;
}

/** What enters row (or column) `lane` at the edge in that cycle: operand t for b cycles from cycle lane + t b. */
function entering(cycle: number, lane: number, stream: number, b: number, value: (t: number) => number): Token | null {
  const since = cycle - lane;
  const index = Math.floor(since / b);
  return since < 0 || index >= stream ? null : { index, value: value(index), bit: since % b };
}

function grid<T>(rows: number, columns: number, value: T): T[][] {
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => value));
}

/** Activations move right, weights move down, sums stay; a column whose sums are complete shifts them out of its top, one a cycle. */
function outputStationaryFold(array: SystolicArray, r: number, c: number, k: number, a: (i: number, x: number) => number, w: (x: number, j: number) => number, out: (i: number, j: number, sum: number) => void): { cycles: number; busy: number } {
  const b = array.macCycles;
  let right = grid<Token | null>(r, c, null);
  let down = grid<Token | null>(r, c, null);
  const sums = grid(r, c, 0);
  const done = grid(r, c, 0);
  const shifted = Array.from({ length: c }, () => 0);
  let [left, busy, cycle] = [r * c, 0, 0];
  for (; left > 0; cycle++) {
    // A column shifts in the cycles after the one that completed its last sum.
    for (let j = 0; j < c && !array.directOutputs; j++) {
      if (shifted[j]! >= r || sums.some((_, i) => done[i]![j]! < k * b)) continue;
      out(shifted[j]!, j, sums[0]![j]!);
      for (let i = 0; i + 1 < r; i++) sums[i]![j] = sums[i + 1]![j]!;
      shifted[j]!++;
      left--;
    }
    const [fromLeft, fromTop] = [right, down];
    right = grid<Token | null>(r, c, null);
    down = grid<Token | null>(r, c, null);
    for (let i = 0; i < r; i++) for (let j = 0; j < c; j++) {
      right[i]![j] = j === 0 ? entering(cycle, i, k, b, (x) => a(i, x)) : fromLeft[i]![j - 1]!;
      down[i]![j] = i === 0 ? entering(cycle, j, k, b, (x) => w(x, j)) : fromTop[i - 1]![j]!;
      const [x, y] = [right[i]![j]!, down[i]![j]!];
      if ((x === null) !== (y === null)) throw new Error(`operands miss each other in PE ${i}, ${j}`);
      if (x === null || y === null) continue;
      if (x.index !== y.index || x.bit !== y.bit) throw new Error(`operands ${x.index} and ${y.index} meet in PE ${i}, ${j}`);
      sums[i]![j]! += x.value * bitOf(y.value, y.bit, b);
      done[i]![j]!++;
      busy++;
      if (!array.directOutputs || done[i]![j]! < k * b) continue;
      out(i, j, sums[i]![j]!);
      left--;
    }
  }
  return { cycles: cycle, busy };
}

/** A stationary operand is shifted in row by row from the bottom; then operands move right, sums move down and leave at the bottom. */
function stationaryFold(array: SystolicArray, r: number, c: number, stream: number, stays: (x: number, y: number) => number, streams: (t: number, x: number) => number, out: (t: number, y: number, sum: number) => void): { cycles: number; busy: number } {
  const b = array.macCycles;
  let held = grid(r, c, 0);
  let cycle = 0;
  for (; cycle < r; cycle++) held = [...held.slice(1), Array.from({ length: c }, (_, y) => stays(cycle, y))];
  const loaded = cycle;
  let right = grid<Token | null>(r, c, null);
  // A product is complete with its last bit, and joins the sum from above in that cycle.
  let sums = grid<{ readonly index: number; readonly sum: number } | null>(r, c, null);
  const products = grid(r, c, 0);
  let [left, busy] = [stream * c, 0];
  for (; left > 0; cycle++) {
    const [fromLeft, fromTop] = [right, sums];
    right = grid<Token | null>(r, c, null);
    sums = grid<{ readonly index: number; readonly sum: number } | null>(r, c, null);
    for (let i = 0; i < r; i++) for (let j = 0; j < c; j++) {
      const token = j === 0 ? entering(cycle - loaded, i, stream, b, (t) => streams(t, i)) : fromLeft[i]![j - 1]!;
      right[i]![j] = token;
      if (token === null) continue;
      products[i]![j] = (token.bit === 0 ? 0 : products[i]![j]!) + held[i]![j]! * bitOf(token.value, token.bit, b);
      busy++;
      if (token.bit < b - 1) continue;
      const above = i === 0 ? { index: token.index, sum: 0 } : fromTop[i - 1]![j]!;
      if (above?.index !== token.index) throw new Error(`the sum of operand ${token.index} misses PE ${i}, ${j}`);
      sums[i]![j] = { index: token.index, sum: above.sum + products[i]![j]! };
      if (i < r - 1) continue;
      out(token.index, j, sums[i]![j]!.sum);
      left--;
    }
  }
  return { cycles: cycle, busy };
}

import { matrix, type Matrix } from './matrix.js';

/** Activations that share a table. */
const group = 8;

/**
 * Binary-coded weights whose scales are sums of powers of two (ShiftAddLLM): weight (m, k) = sum over planes b of
 * (bit ? +1 : -1) * sum over t of 2^shift, with the shifts of the plane, of the eight columns of k and of the row group of m.
 */
export interface BcqWeights {
  readonly planes: number;
  readonly rows: number;
  readonly columns: number;
  /** 0 or 1, at [plane][row][column]. */
  readonly bits: Uint8Array;
  /** Row groups that share shifts; each has ceil(rows / rowGroups) rows. */
  readonly rowGroups: number;
  /** Powers of two in a scale. */
  readonly terms: number;
  /** Exponents at [plane][group of columns][row group][term]; negative ones shift to the right, exactly. */
  readonly shifts: Int8Array;
}

/**
 * The table of each eight activations: T[i] = sum over k of (bit k of i ? +a_k : -a_k), 256 entries. The first takes 7 additions, and each further
 * activation doubles the table: 255 more. Activations that are missing in the last group are 0.
 */
export function bcqTables(x: Float64Array): Matrix<Float64Array> {
  const groups = Math.ceil(x.length / group);
  const entries = 2 ** group;
  const tables = new Float64Array(groups * entries);
  for (let g = 0; g < groups; g++) {
    const table = tables.subarray(g * entries, (g + 1) * entries);
    let all = 0;
    for (let k = 0; k < group; k++) all += x[g * group + k] ?? 0;
    table[0] = 0 - all;
    for (let k = 0; k < group; k++) {
      const step = 2 * (x[g * group + k] ?? 0);
      for (let i = 0; i < 2 ** k; i++) table[2 ** k + i] = table[i]! + step;
    }
  }
  return matrix(groups, entries, tables);
}

/** y[m] = sum over planes, column groups and terms of T[index] * 2^shift: no multiplication but by powers of two. */
export function bcqGemv(x: Float64Array, w: BcqWeights): Float64Array {
  requireShape(x, w);
  const tables = bcqTables(x);
  const y = new Float64Array(w.rows);
  for (let m = 0; m < w.rows; m++) {
    let sum = 0;
    for (let b = 0; b < w.planes; b++) {
      for (let g = 0; g < tables.rows; g++) {
        const entry = tables.values[g * tables.columns + indexOf(w, b, m, g)]!;
        const shifts = shiftsAt(w, b, g, m);
        for (let t = 0; t < w.terms; t++) sum += entry * 2 ** w.shifts[shifts + t]!;
      }
    }
    y[m] = sum;
  }
  return y;
}

/** The weights as numbers: what the product stands for. */
export function bcqWeights(w: BcqWeights): Matrix<Float64Array> {
  const values = new Float64Array(w.rows * w.columns);
  for (let b = 0; b < w.planes; b++) {
    for (let m = 0; m < w.rows; m++) {
      for (let k = 0; k < w.columns; k++) {
        const shifts = shiftsAt(w, b, Math.floor(k / group), m);
        for (let t = 0; t < w.terms; t++) values[m * w.columns + k]! += (w.bits[(b * w.rows + m) * w.columns + k] === 1 ? 1 : -1) * 2 ** w.shifts[shifts + t]!;
      }
    }
  }
  return matrix(w.rows, w.columns, values);
}

/** Operations of the product: table additions (7 + 255 a table), look-ups, and a shift and an addition for each look-up and term. */
export function bcqCost(w: BcqWeights): { readonly tableAdds: number; readonly lookups: number; readonly shifts: number; readonly adds: number } {
  const groups = Math.ceil(w.columns / group);
  const lookups = w.rows * w.planes * groups;
  const shifts = lookups * w.terms;
  // The first number of a row is not added to anything.
  return { tableAdds: groups * (group - 1 + 2 ** group - 1), lookups, shifts, adds: Math.max(0, shifts - w.rows) };
}

function indexOf(w: BcqWeights, plane: number, row: number, g: number): number {
  const start = (plane * w.rows + row) * w.columns;
  let index = 0;
  for (let k = 0; k < group && g * group + k < w.columns; k++) index |= w.bits[start + g * group + k]! << k;
  return index;
}

function shiftsAt(w: BcqWeights, plane: number, g: number, row: number): number {
  const groups = Math.ceil(w.columns / group);
  const rowGroup = Math.floor(row / Math.ceil(w.rows / w.rowGroups));
  return ((plane * groups + g) * w.rowGroups + rowGroup) * w.terms;
}

function requireShape(x: Float64Array, w: BcqWeights): void {
  if (x.length !== w.columns) throw new RangeError(`rows of ${w.columns} weights do not meet ${x.length} activations`);
  if (w.bits.length !== w.planes * w.rows * w.columns) throw new RangeError(`${w.planes} planes of ${w.rows} x ${w.columns} bits are not ${w.bits.length}`);
  const shifts = w.planes * Math.ceil(w.columns / group) * w.rowGroups * w.terms;
  if (w.shifts.length !== shifts) throw new RangeError(`${shifts} shifts are needed, not ${w.shifts.length}`);
}

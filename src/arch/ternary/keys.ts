import { matrix, requireRange, zeros, type Matrix } from '../../sim/numerics/arithmetic/matrix.js';
import { indexBits, keyBits, tableEntries } from './table.js';

/** What is stored of ternary weights for symmetric tables: one key for each output and group, at output * groups + group. */
export interface TernaryKeys {
  readonly group: number;
  readonly rows: number;
  readonly groups: number;
  /** Sign in the top bit of `keyBits(group)`, index below it; index `entries` reads as zero. */
  readonly values: Float64Array;
}

/**
 * Keys of weights W[output][input] in {-1, 0, 1}. Combinations are in lexicographic order, element 0 slowest, +1 before 0 before -1:
 * v = sum over the group of (1 - w_i) * 3^(mu - 1 - i). Beyond the zero combination, v > E = (3^mu - 1) / 2, the sign is set and the index is that
 * of the mirror image, 3^mu - 1 - v. A last group that is not full is filled with zeros. Throws a RangeError for other weights.
 */
export function ternaryKeys(w: Matrix, group: number): TernaryKeys {
  requireRange(w, -1, 1, 'ternary weights');
  const entries = tableEntries(group);
  const groups = Math.ceil(w.columns / group);
  const sign = 2 ** indexBits(group);
  const values = new Float64Array(w.rows * groups);
  for (let n = 0; n < w.rows; n++) {
    for (let g = 0; g < groups; g++) {
      let v = 0;
      for (let k = g * group; k < (g + 1) * group; k++) v = 3 * v + 1 - (k < w.columns ? w.values[n * w.columns + k]! : 0);
      values[n * groups + g] = v > entries ? sign + 2 * entries - v : v;
    }
  }
  return { group, rows: w.rows, groups, values };
}

/** Tables of a vector of activations, a row of E entries for each group; what a last group that is not full lacks counts as 0. */
export function symmetricTables(x: ArrayLike<number>, group: number): Matrix<Float64Array> {
  const groups = Math.ceil(x.length / group);
  const entries = tableEntries(group);
  const values = new Float64Array(groups * entries);
  for (let g = 0; g < groups; g++) {
    // All 3^mu sums in entry order, one element after the other; the first half of them is the table.
    let sums = [0];
    for (let k = 0; k < group; k++) {
      const a = x[g * group + k] ?? 0;
      sums = sums.flatMap((sum) => [sum + a, sum, sum - a]);
    }
    values.set(sums.slice(0, entries), g * entries);
  }
  return matrix(groups, entries, values);
}

/** y[output] = sum over groups of (sign ? -1 : +1) * table[index]; index E reads as zero. */
export function readTables(tables: Matrix<Float64Array>, keys: TernaryKeys): Float64Array {
  if (tables.rows !== keys.groups || tables.columns !== tableEntries(keys.group)) throw new RangeError(`tables of ${tables.rows} x ${tables.columns} do not serve ${keys.groups} keys of ${keys.group} weights`);
  const sign = 2 ** indexBits(keys.group);
  const y = new Float64Array(keys.rows);
  for (let n = 0; n < keys.rows; n++) {
    let sum = 0;
    for (let g = 0; g < keys.groups; g++) {
      const key = keys.values[n * keys.groups + g]!;
      const index = key % sign;
      const entry = index === tables.columns ? 0 : tables.values[g * tables.columns + index]!;
      sum += key >= sign ? -entry : entry;
    }
    y[n] = sum + 0;
  }
  return y;
}

/** Y[m][n] of activations A[m][k] and ternary weights W[n][k], through tables. */
export function tableProduct(a: Matrix, w: Matrix, group: number): Matrix<Float64Array> {
  if (a.columns !== w.columns) throw new RangeError(`rows of ${a.columns} and of ${w.columns} elements have no dot product`);
  const keys = ternaryKeys(w, group);
  const y = zeros(a.rows, w.rows);
  for (let m = 0; m < a.rows; m++) {
    const row = Float64Array.from({ length: a.columns }, (_, k) => a.values[m * a.columns + k]!);
    y.values.set(readTables(symmetricTables(row, group), keys), m * w.rows);
  }
  return y;
}

/** Bytes of the keys of a matrix, each output's in one run of bits. */
export function keyBytes(outputs: number, inputs: number, group: number): number {
  return outputs * Math.ceil((Math.ceil(inputs / group) * keyBits(group)) / 8);
}

import { matrix, requireRange, type Matrix } from './matrix.js';

/** Indices of ternary weights with the sign that turns the looked-up entry around, both at [row][group]. */
export interface TernaryCodes {
  readonly rows: number;
  readonly groups: number;
  readonly indices: Uint8Array;
  /** 1 where the entry is negated. */
  readonly signs: Uint8Array;
}

/** A way to look ternary weights up (bitnet.cpp): how many share an entry, how many entries a table has, and which code they take. */
export interface TernaryScheme {
  readonly name: 'tl1' | 'tl2';
  /** Weights of a group. */
  readonly group: number;
  readonly entries: number;
  /** Bits stored for a group. */
  readonly bitsPerGroup: number;
  /** The code of entry 0: the number in base 3, with digits -1..1, that the first entry stands for. */
  readonly lowest: number;
  readonly signed: boolean;
}

/** Pairs: index 3 (w0 + 1) + (w1 + 1), 9 of 16 entries, 4 bits for two weights (bitnet.cpp, docs/codegen.md). */
export const tl1: TernaryScheme = { name: 'tl1', group: 2, entries: 9, bitsPerGroup: 4, lowest: -4, signed: false };

/** Triples: |9 w0 + 3 w1 + w2| and its sign, 14 entries, 5 bits for three weights. */
export const tl2: TernaryScheme = { name: 'tl2', group: 3, entries: 14, bitsPerGroup: 5, lowest: 0, signed: true };

/** Tables of an activation vector, one row of `entries` for each group: the dot product of the group with the weights of the code. */
export function ternaryTables(x: Float64Array, scheme: TernaryScheme): Matrix<Float64Array> {
  const groups = Math.ceil(x.length / scheme.group);
  const values = new Float64Array(groups * scheme.entries);
  for (let entry = 0; entry < scheme.entries; entry++) {
    const digits = digitsOf(entry + scheme.lowest, scheme.group);
    for (let g = 0; g < groups; g++) {
      let sum = 0;
      // The last group may be short: what is missing counts as 0.
      digits.forEach((digit, k) => { sum += digit * (x[g * scheme.group + k] ?? 0); });
      values[g * scheme.entries + entry] = sum;
    }
  }
  return matrix(groups, scheme.entries, values);
}

/** Codes of weights -1, 0, 1; a last group that is not full is filled with zeros. Throws a RangeError for other weights. */
export function ternaryCodes(w: Matrix, scheme: TernaryScheme): TernaryCodes {
  requireRange(w, -1, 1, 'ternary weights');
  const groups = Math.ceil(w.columns / scheme.group);
  const indices = new Uint8Array(w.rows * groups);
  const signs = new Uint8Array(w.rows * groups);
  for (let m = 0; m < w.rows; m++) {
    for (let g = 0; g < groups; g++) {
      let code = 0;
      for (let k = g * scheme.group; k < (g + 1) * scheme.group; k++) code = 3 * code + (k < w.columns ? w.values[m * w.columns + k]! : 0);
      const negated = scheme.signed && code < 0;
      indices[m * groups + g] = (negated ? -code : code) - scheme.lowest;
      signs[m * groups + g] = negated ? 1 : 0;
    }
  }
  return { rows: w.rows, groups, indices, signs };
}

/** y[m] = sum over groups of the looked-up entry, negated where the sign says so. */
export function ternaryLookup(tables: Matrix<Float64Array>, codes: TernaryCodes): Float64Array {
  if (tables.rows !== codes.groups) throw new RangeError(`${tables.rows} tables do not meet ${codes.groups} codes a row`);
  const y = new Float64Array(codes.rows);
  for (let m = 0; m < codes.rows; m++) {
    let sum = 0;
    for (let g = 0; g < codes.groups; g++) {
      const entry = tables.values[g * tables.columns + codes.indices[m * codes.groups + g]!]!;
      sum += codes.signs[m * codes.groups + g] === 1 ? -entry : entry;
    }
    y[m] = sum;
  }
  return y;
}

/**
 * The product by triples for the first `threeK` columns (a multiple of 3) and by pairs for the others, as bitnet.cpp cuts K into its two kinds
 * of kernels; as many triples as fit unless told otherwise.
 */
export function tl2Product(x: Float64Array, w: Matrix, threeK = Math.floor(w.columns / 3) * 3): Float64Array {
  if (x.length !== w.columns) throw new RangeError(`rows of ${w.columns} weights do not meet ${x.length} activations`);
  if (!(threeK >= 0 && threeK <= w.columns && threeK % 3 === 0)) throw new RangeError(`triples take a multiple of 3 columns of ${w.columns}, not ${threeK}`);
  const triples = ternaryLookup(ternaryTables(x.subarray(0, threeK), tl2), ternaryCodes(columnsOf(w, 0, threeK), tl2));
  const pairs = ternaryLookup(ternaryTables(x.subarray(threeK), tl1), ternaryCodes(columnsOf(w, threeK, w.columns), tl1));
  return triples.map((sum, m) => sum + pairs[m]!);
}

/** Additions and subtractions without tables: one for each weight that is not zero. */
export function nonZeros(w: Matrix): number {
  let count = 0;
  for (const value of w.values) if (value !== 0) count++;
  return count;
}

function columnsOf(w: Matrix, start: number, end: number): Matrix<Int8Array> {
  const columns = end - start;
  return matrix(w.rows, columns, Int8Array.from({ length: w.rows * columns }, (_, i) => w.values[Math.floor(i / columns) * w.columns + start + (i % columns)]!));
}

/** Digits -1, 0, 1 of a number in base 3, highest first. */
function digitsOf(code: number, count: number): number[] {
  const digits: number[] = [];
  for (let rest = code, k = 0; k < count; k++) {
    const digit = rest - 3 * Math.round(rest / 3);
    digits.unshift(digit);
    rest = (rest - digit) / 3;
  }
  return digits;
}

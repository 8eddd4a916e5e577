import { matrix, requireRange, zeros, type Matrix } from './matrix.js';

/** Which element of a group carries the sign of a symmetrised table: the first, as in the released RTL, or the last, as in the paper's Fig. 7. */
export type SignElement = 'first' | 'last';

export interface Grouping {
  /** Activations that share a table, 2 to 6. */
  readonly group: number;
  readonly sign: SignElement;
}

/** M x G tables of `entries` numbers each: table (m, g) starts at (m * groups + g) * entries. */
export interface LookupTables extends Grouping {
  readonly rows: number;
  readonly groups: number;
  readonly entries: number;
  readonly values: Float64Array;
}

/** What is stored of the weights: for each plane, output and group one code of `group` bits, at (plane * rows + n) * groups + g. */
export interface StoredCodes extends Grouping {
  readonly planes: number;
  readonly rows: number;
  readonly groups: number;
  readonly values: Uint8Array;
}

export interface LutProduct {
  /** One product for each weight plane, before it is shifted. */
  readonly partials: readonly Matrix<Float64Array>[];
  /** sum over planes of 2^plane * partial: the product of A with the odd numbers 2q - (2^bits - 1). */
  readonly reinterpreted: Matrix<Float64Array>;
}

/**
 * Symmetrised tables of activations (LUT Tensor Core, ISCA 2025, Eqs. 4 to 6): 2^(group - 1) entries T[i] = -a_s + sum over the other
 * elements k of (+a_k where their bit of i is one, else -a_k). The sign element s counts as -1; bits of i go to the others in ascending order.
 * A last group that is not full is filled with zeros, which add nothing. Throws a RangeError unless a group has 2 to 6 elements.
 */
export function halfTables(a: Matrix, { group, sign }: Grouping): LookupTables {
  return tables(a, group, sign, group - 1);
}

/** Tables without symmetry: 2^group entries, bit k of the index belongs to element k (T-MAC, EuroSys 2025). */
export function fullTables(a: Matrix, group: number): LookupTables {
  return tables(a, group, 'last', group);
}

function tables(a: Matrix, group: number, sign: SignElement, indexBits: number): LookupTables {
  requireGroup(group);
  const groups = Math.ceil(a.columns / group);
  const entries = 2 ** indexBits;
  const values = new Float64Array(a.rows * groups * entries);
  const firstIndexed = indexBits < group && sign === 'first' ? 1 : 0;
  for (let m = 0; m < a.rows; m++) {
    for (let g = 0; g < groups; g++) {
      const element = (k: number): number => (g * group + k < a.columns ? a.values[m * a.columns + g * group + k]! : 0);
      const start = (m * groups + g) * entries;
      let all = 0;
      for (let k = 0; k < group; k++) all += element(k);
      values[start] = 0 - all;
      // Each further bit doubles the table: an entry with the bit set is 2a above the one without.
      for (let bit = 0; bit < indexBits; bit++) {
        const step = 2 * element(firstIndexed + bit);
        for (let i = 0; i < 2 ** bit; i++) values[start + 2 ** bit + i] = values[start + i]! + step;
      }
    }
  }
  return { rows: a.rows, groups, group, sign, entries, values };
}

/**
 * Weight patterns q of 1 to 8 bits as they are stored for symmetrised tables. In each plane, with s the bit of the sign element, the other bits are
 * inverted where s is one, so that the hardware only negates: T[bits] with sign +1 is -T[~bits]. The code is s | index << 1 with the sign first,
 * index | s << (group - 1) with the sign last. Throws a RangeError for other widths, groups or patterns.
 */
export function storedCodes(q: Matrix, bits: number, { group, sign }: Grouping): StoredCodes {
  requireGroup(group);
  if (!(Number.isInteger(bits) && bits >= 1 && bits <= 8)) throw new RangeError(`weights of 1 to 8 bits are looked up, not of ${bits}`);
  requireRange(q, 0, 2 ** bits - 1, `patterns of ${bits} bits`);
  const groups = Math.ceil(q.columns / group);
  const values = new Uint8Array(bits * q.rows * groups);
  const all = 2 ** (group - 1) - 1;
  for (let plane = 0; plane < bits; plane++) {
    for (let n = 0; n < q.rows; n++) {
      for (let g = 0; g < groups; g++) {
        const pattern = groupBits(q, n, g, group, plane);
        const s = sign === 'first' ? pattern & 1 : pattern >>> (group - 1);
        const others = sign === 'first' ? pattern >>> 1 : pattern & all;
        const index = s === 1 ? others ^ all : others;
        values[(plane * q.rows + n) * groups + g] = sign === 'first' ? s | (index << 1) : index | (s << (group - 1));
      }
    }
  }
  return { planes: bits, rows: q.rows, groups, group, sign, values };
}

/** Bit `plane` of the weights of a group, that of element k at place k; zeros where the row has ended. */
export function groupBits(q: Matrix, row: number, g: number, group: number, plane: number): number {
  let pattern = 0;
  for (let k = 0; k < group && g * group + k < q.columns; k++) pattern |= ((q.values[row * q.columns + g * group + k]! >>> plane) & 1) << k;
  return pattern;
}

/** Looks the stored codes up in symmetrised tables: partial[m][n] = sum over groups of (s is one ? -1 : +1) * T[index]. */
export function lutProduct(t: LookupTables, codes: StoredCodes): LutProduct {
  if (t.group !== codes.group || t.sign !== codes.sign || t.groups !== codes.groups) throw new RangeError('tables and codes are grouped differently');
  const indexBits = t.group - 1;
  const signShift = t.sign === 'first' ? 0 : indexBits;
  const indexShift = t.sign === 'first' ? 1 : 0;
  return planeByPlane(t, codes.planes, codes.rows, (table, plane, n, g) => {
    const code = codes.values[(plane * codes.rows + n) * codes.groups + g]!;
    const entry = t.values[table + ((code >>> indexShift) & (t.entries - 1))]!;
    return ((code >>> signShift) & 1) === 1 ? -entry : entry;
  });
}

/** The same product by full tables, looked up with the bits as they are. */
export function fullLutProduct(t: LookupTables, q: Matrix, bits: number): LutProduct {
  requireRange(q, 0, 2 ** bits - 1, `patterns of ${bits} bits`);
  return planeByPlane(t, bits, q.rows, (table, plane, n, g) => t.values[table + groupBits(q, n, g, t.group, plane)]!);
}

function planeByPlane(t: LookupTables, planes: number, outputs: number, lookUp: (table: number, plane: number, n: number, g: number) => number): LutProduct {
  const partials = Array.from({ length: planes }, () => zeros(t.rows, outputs));
  const reinterpreted = zeros(t.rows, outputs);
  partials.forEach((partial, plane) => {
    for (let m = 0; m < t.rows; m++) {
      for (let n = 0; n < outputs; n++) {
        let sum = 0;
        for (let g = 0; g < t.groups; g++) sum += lookUp((m * t.groups + g) * t.entries, plane, n, g);
        partial.values[m * outputs + n] = sum;
        reinterpreted.values[m * outputs + n]! += 2 ** plane * sum;
      }
    }
  });
  return { partials, reinterpreted };
}

/** Reinterpretation of patterns as odd numbers: q' = 2q - (2^bits - 1), done offline and exact (LUT Tensor Core, Eq. 2). */
export function reinterpreted(q: Matrix, bits: number): Matrix<Float64Array> {
  return matrix(q.rows, q.columns, Float64Array.from(q.values, (value) => 2 * value - (2 ** bits - 1)));
}

/**
 * The product with q - zero, from the product y' with q': (y' + (2^bits - 1 - 2 zero) * sum of a) / 2, where `rowSums` holds the sum of each
 * row of A. Zero is 0 for unsigned weights and 2^(bits - 1) for signed ones.
 */
export function withZeroPoint(y: Matrix<Float64Array>, rowSums: Float64Array, bits: number, zero = 0): Matrix<Float64Array> {
  const offset = 2 ** bits - 1 - 2 * zero;
  return matrix(y.rows, y.columns, y.values.map((value, i) => (value + offset * rowSums[Math.floor(i / y.columns)]!) / 2));
}

function requireGroup(group: number): void {
  if (!(Number.isInteger(group) && group >= 2 && group <= 6)) throw new RangeError(`a table serves 2 to 6 activations, not ${group}`);
}

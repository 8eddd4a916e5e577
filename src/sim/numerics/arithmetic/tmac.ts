import { roundHalfEven } from '../formats/float-format.js';
import { fullTables, groupBits } from './lut-mpgemm.js';
import { matrix, requireRange, type Matrix } from './matrix.js';
import { saturateToBits } from './width.js';

/** Activations that share a table in T-MAC: 16 entries of one byte fill a vector register. */
const group = 4;

/** INT8 look-up tables of one activation vector. */
export interface TmacTables {
  /** Activations that share a scale; a multiple of 4. */
  readonly actGroup: number;
  /** 16 entries for each four activations, bit k of the index for element k: T / scale rounded half to even, saturated to 8 bits. */
  readonly entries: Int8Array;
  /** max over the tables of an activation group of sum |a|; its scale is that over 127. */
  readonly largest: Float64Array;
  /** Sum over the tables of an activation group of T[0], which is minus the sum of its activations. */
  readonly biases: Float64Array;
}

/**
 * Tables of an activation vector quantised as in T-MAC (EuroSys 2025; python/t_mac/intrins/lut_ctor.cc). The vector is filled with zeros to a
 * multiple of 4; the last activation group may be shorter. Computed in doubles as round(127 T / largest): the kernels work in FP16 (NEON) or
 * FP32 (AVX2) with the reciprocal of the scale, so an entry next to a tie may differ by one there. Throws a RangeError for another group size.
 */
export function tmacTables(a: Float64Array, actGroup = 64): TmacTables {
  if (!(Number.isInteger(actGroup) && actGroup >= group && actGroup % group === 0)) throw new RangeError(`a scale serves a multiple of ${group} activations, not ${actGroup}`);
  const tables = fullTables(matrix(1, a.length, a), group);
  const count = Math.ceil(a.length / actGroup);
  const largest = new Float64Array(count);
  const biases = new Float64Array(count);
  for (let g = 0; g < tables.groups; g++) {
    const scaled = Math.floor((g * group) / actGroup);
    let magnitude = 0;
    for (let k = g * group; k < Math.min(a.length, (g + 1) * group); k++) magnitude += Math.abs(a[k]!);
    largest[scaled] = Math.max(largest[scaled]!, magnitude);
    biases[scaled]! += tables.values[g * tables.entries]!;
  }
  const entries = Int8Array.from(tables.values, (value, i) => {
    const most = largest[Math.floor((Math.floor(i / tables.entries) * group) / actGroup)]!;
    return most === 0 ? 0 : saturateToBits(roundHalfEven((value * 127) / most), 8);
  });
  return { actGroup, entries, largest, biases };
}

export interface TmacGemv {
  readonly tables: TmacTables;
  /** By the quantised tables. */
  readonly y: Float64Array;
  /** Without rounding: sum of (q - 2^(bits - 1)) * a. */
  readonly exact: Float64Array;
  /** Largest |y - exact|. */
  readonly maxAbsError: number;
}

/**
 * T-MAC's matrix-vector product with weight patterns q of 1 to 8 bits that stand for q - 2^(bits - 1):
 * y = sum over planes b of 2^(b - 1) * scale * sum of entries + bias / 2. Over the common denominator that is
 * (sum over activation groups of largest * P + 127 * bias) / 254 with the integer P = sum of 2^b * entries. For activations on a grid (integers
 * or FP16 of like magnitude) the numerator is exact, so that y is the true value rounded once.
 */
export function tmacGemv(a: Float64Array, q: Matrix, bits: number, actGroup = 64): TmacGemv {
  if (!(Number.isInteger(bits) && bits >= 1 && bits <= 8)) throw new RangeError(`weights of 1 to 8 bits are looked up, not of ${bits}`);
  if (q.columns !== a.length) throw new RangeError(`rows of ${q.columns} weights do not meet ${a.length} activations`);
  requireRange(q, 0, 2 ** bits - 1, `patterns of ${bits} bits`);
  const tables = tmacTables(a, actGroup);
  const y = new Float64Array(q.rows);
  const exact = new Float64Array(q.rows);
  let maxAbsError = 0;
  for (let m = 0; m < q.rows; m++) {
    let numerator = 0;
    for (let s = 0; s < tables.largest.length; s++) numerator += tables.largest[s]! * lookedUp(tables, q, m, s, bits) + 127 * tables.biases[s]!;
    let sum = 0;
    for (let k = 0; k < a.length; k++) sum += (q.values[m * q.columns + k]! - 2 ** (bits - 1)) * a[k]!;
    y[m] = numerator / 254;
    exact[m] = sum;
    maxAbsError = Math.max(maxAbsError, Math.abs(numerator - 254 * sum) / 254);
  }
  return { tables, y, exact, maxAbsError };
}

/** P of one row and activation group: sum over planes and tables of 2^plane * entry. */
function lookedUp(tables: TmacTables, q: Matrix, row: number, scaled: number, bits: number): number {
  const first = (scaled * tables.actGroup) / group;
  const end = Math.min(Math.ceil(q.columns / group), first + tables.actGroup / group);
  let sum = 0;
  for (let plane = 0; plane < bits; plane++) {
    let ofPlane = 0;
    for (let g = first; g < end; g++) ofPlane += tables.entries[g * 16 + groupBits(q, row, g, group, plane)]!;
    sum += 2 ** plane * ofPlane;
  }
  return sum;
}

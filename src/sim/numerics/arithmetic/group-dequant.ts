import { commonLength, zeros, type Matrix } from './matrix.js';

/** Weights of N x K in groups along K, each with a scale and a zero point; the last group may be shorter. */
export interface GroupedWeights {
  /** Unsigned patterns, N x K. */
  readonly q: Matrix;
  readonly group: number;
  /** N x ceil(K / group). */
  readonly scale: Matrix;
  readonly zero: Matrix;
}

export interface GroupProduct {
  /** sum over the group of q * a, at [m][n][group]: what an array accumulates. */
  readonly accumulators: Float64Array;
  /** M x groups: sum of a over each group. */
  readonly sums: Matrix<Float64Array>;
  readonly y: Matrix<Float64Array>;
}

/**
 * Dequantisation once for each group (MixPE): y = sum over groups of scale * (sum of q * a - zero * sum of a). Each product q * a is made of shifted
 * copies of a. The scale enters as one multiplication per group instead of one per weight. Throws a RangeError where shapes do not meet.
 */
export function groupProduct(a: Matrix, w: GroupedWeights): GroupProduct {
  const k = commonLength(a, w.q);
  const groups = groupsOf(w);
  const n = w.q.rows;
  const sums = zeros(a.rows, groups);
  const accumulators = new Float64Array(a.rows * n * groups);
  const y = zeros(a.rows, n);
  for (let m = 0; m < a.rows; m++) {
    for (let i = 0; i < k; i++) sums.values[m * groups + Math.floor(i / w.group)]! += a.values[m * k + i]!;
    for (let o = 0; o < n; o++) {
      for (let g = 0; g < groups; g++) {
        let sum = 0;
        for (let i = g * w.group; i < Math.min(k, (g + 1) * w.group); i++) sum += shiftAdd(a.values[m * k + i]!, w.q.values[o * k + i]!);
        accumulators[(m * n + o) * groups + g] = sum;
        y.values[m * n + o]! += w.scale.values[o * groups + g]! * (sum - w.zero.values[o * groups + g]! * sums.values[m * groups + g]!);
      }
    }
  }
  return { accumulators, sums, y };
}

/** a * q as the sum of a * 2^b over the ones b of an unsigned q: at most `bits` terms, so bits - 1 adders. */
export function shiftAdd(a: number, q: number): number {
  let sum = 0;
  for (let rest = q, shifted = a; rest > 0; rest = Math.floor(rest / 2), shifted *= 2) if (rest % 2 === 1) sum += shifted;
  return sum;
}

/** Multiplications by scales: for each output, for all outputs, and for all where each weight is dequantised by itself. */
export function groupDequantCost(m: number, n: number, k: number, group: number): { readonly perOutput: number; readonly total: number; readonly naive: number } {
  const perOutput = Math.ceil(k / group);
  return { perOutput, total: m * n * perOutput, naive: m * n * k };
}

function groupsOf({ q, group, scale, zero }: GroupedWeights): number {
  if (!(Number.isInteger(group) && group > 0)) throw new RangeError(`a group has a whole number of weights, not ${group}`);
  const groups = Math.ceil(q.columns / group);
  for (const field of [scale, zero]) {
    if (field.rows !== q.rows || field.columns !== groups) throw new RangeError(`scales and zero points are ${q.rows} x ${groups}, not ${field.rows} x ${field.columns}`);
  }
  return groups;
}

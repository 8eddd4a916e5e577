import { commonLength, matrix, zeros, type Matrix } from './matrix.js';

/** The integer product Y[m][n] = sum over k of A[m][k] * W[n][k], in its obvious form: what every other product is tested against. */
export function plainProduct(a: Matrix, w: Matrix): Matrix<Float64Array> {
  const k = commonLength(a, w);
  const y = zeros(a.rows, w.rows);
  for (let m = 0; m < a.rows; m++) {
    for (let n = 0; n < w.rows; n++) {
      let sum = 0;
      for (let i = 0; i < k; i++) sum += a.values[m * k + i]! * w.values[n * k + i]!;
      y.values[m * w.rows + n] = sum;
    }
  }
  return y;
}

/** Rows of A and of W in a register tile; with 2 x 4 sums the eight of them and the six operands stay in registers. */
const tile = { a: 2, w: 4 } as const;

/**
 * The same product, fast and exact: a RangeError is thrown where the largest row sum of |A| times the largest |W| passes 2^53, so that
 * no partial sum can ever be rounded.
 */
export function integerGemm(a: Matrix, w: Matrix): Matrix<Float64Array> {
  const k = commonLength(a, w);
  requireExact(a, w);
  // Rows of zeros fill the last tile, so that the kernel has no borders.
  const x = padded(a, tile.a);
  const v = padded(w, tile.w);
  const stride = v.length / (k || 1);
  const y = new Float64Array(a.rows * w.rows);
  const sums = new Float64Array(tile.a * tile.w);
  for (let m = 0; m < a.rows; m += tile.a) {
    for (let n = 0; n < stride; n += tile.w) {
      tileProduct(x, m * k, v, n * k, k, sums);
      for (let i = 0; i < tile.a && m + i < a.rows; i++) {
        for (let j = 0; j < tile.w && n + j < w.rows; j++) y[(m + i) * w.rows + n + j] = sums[i * tile.w + j]!;
      }
    }
  }
  return matrix(a.rows, w.rows, y);
}

function tileProduct(x: Float64Array, x0: number, v: Float64Array, v0: number, k: number, sums: Float64Array): void {
  const x1 = x0 + k;
  const v1 = v0 + k;
  const v2 = v1 + k;
  const v3 = v2 + k;
  let s00 = 0, s01 = 0, s02 = 0, s03 = 0, s10 = 0, s11 = 0, s12 = 0, s13 = 0;
  for (let i = 0; i < k; i++) {
    const p = x[x0 + i]!;
    const q = x[x1 + i]!;
    const a = v[v0 + i]!;
    const b = v[v1 + i]!;
    const c = v[v2 + i]!;
    const d = v[v3 + i]!;
    s00 += p * a; s01 += p * b; s02 += p * c; s03 += p * d;
    s10 += q * a; s11 += q * b; s12 += q * c; s13 += q * d;
  }
  sums[0] = s00; sums[1] = s01; sums[2] = s02; sums[3] = s03;
  sums[4] = s10; sums[5] = s11; sums[6] = s12; sums[7] = s13;
}

function padded(a: Matrix, multiple: number): Float64Array {
  const copy = new Float64Array(Math.ceil(a.rows / multiple) * multiple * a.columns);
  copy.set(a.values);
  return copy;
}

function requireExact(a: Matrix, w: Matrix): void {
  let largest = 0;
  for (const value of w.values) largest = Math.max(largest, Math.abs(value));
  for (let m = 0; m < a.rows; m++) {
    let sum = 0;
    for (let k = 0; k < a.columns; k++) sum += Math.abs(a.values[m * a.columns + k]!);
    if (sum * largest > 2 ** 53) throw new RangeError(`row ${m} times weights of magnitude ${largest} may pass 2^53, beyond which sums are rounded`);
  }
}

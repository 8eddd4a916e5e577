import { planeWeight, popcount32, type BitPlanes } from './bit-planes.js';
import { zeros, type Matrix } from './matrix.js';

/** A number for each pair of planes and each pair of rows: `[i][j]` is the matrix of plane i of X against plane j of W. */
export type PlaneDots = readonly (readonly Matrix<Float64Array>[])[];

/** Ones that two rows share in a pair of planes: popcount(x_i AND w_j), the one-bit product of ABQ-LLM (mma .b1 .and.popc). */
export function andPopcounts(x: BitPlanes, w: BitPlanes): PlaneDots {
  return pairs(x, w, (a, b) => a & b, (count) => count);
}

/** Dot products of rows of -1 and +1 in a pair of planes: K - 2 popcount(x_i XOR w_j) (APT-LLM, mma .b1 .xor.popc). */
export function xorDots(x: BitPlanes, w: BitPlanes): PlaneDots {
  // The zeros that fill the last word are equal in both operands and count nothing.
  return pairs(x, w, (a, b) => a ^ b, (count) => x.columns - 2 * count);
}

function pairs(x: BitPlanes, w: BitPlanes, combine: (a: number, b: number) => number, dot: (count: number) => number): PlaneDots {
  if (x.columns !== w.columns) throw new RangeError(`rows of ${x.columns} and of ${w.columns} elements have no dot product`);
  const words = x.wordsPerRow;
  return x.planes.map((p) => w.planes.map((q) => {
    const dots = zeros(x.rows, w.rows);
    for (let m = 0; m < x.rows; m++) {
      for (let n = 0; n < w.rows; n++) {
        let count = 0;
        for (let i = 0; i < words; i++) count += popcount32(combine(p[m * words + i]!, q[n * words + i]!));
        dots.values[m * w.rows + n] = dot(count);
      }
    }
    return dots;
  }));
}

/** Y = sum over pairs of planes of weight_i * weight_j * dot_ij, where the weights are signed powers of two. */
export function sumOfPlanes(x: BitPlanes, w: BitPlanes, dots: PlaneDots): Matrix<Float64Array> {
  const y = zeros(x.rows, w.rows);
  dots.forEach((row, i) => {
    row.forEach((dot, j) => {
      const weight = planeWeight(x, i) * planeWeight(w, j);
      for (let n = 0; n < y.values.length; n++) y.values[n]! += weight * dot.values[n]!;
    });
  });
  return y;
}

/**
 * The integer product of two matrices plane by plane: XOR where both are bipolar, AND where neither is. No term for a zero point is needed
 * in either case. Throws a RangeError where only one is bipolar, since no one-bit product serves that.
 */
export function planeProduct(x: BitPlanes, w: BitPlanes): Matrix<Float64Array> {
  if ((x.code === 'bipolar') !== (w.code === 'bipolar')) throw new RangeError(`planes of ${x.code} and of ${w.code} codes have no common one-bit product`);
  return sumOfPlanes(x, w, x.code === 'bipolar' ? xorDots(x, w) : andPopcounts(x, w));
}

/** Instructions of one-bit matrix units of the given shape: xBits * wBits * ceil(M / m) * ceil(N / n) * ceil(K / k) (ABQ-LLM, m8n8k128). */
export function binaryMmaCalls(x: BitPlanes, w: BitPlanes, [m, n, k]: readonly [number, number, number] = [8, 8, 128]): number {
  return x.planes.length * w.planes.length * Math.ceil(x.rows / m) * Math.ceil(w.rows / n) * Math.ceil(x.columns / k);
}

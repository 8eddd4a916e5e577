import { matrix, rowSums, zeros, type Matrix } from '../../sim/numerics/arithmetic/matrix.js';
import { wrapToBits } from '../../sim/numerics/arithmetic/width.js';

/** Weights of one register of 32 bytes, and blocks whose products are added up in 16 bits before they are widened. */
const blockColumns = 128;
const blocksInSixteenBits = 32;
const span = blockColumns * blocksInSixteenBits;

/**
 * The product of INT8 activations with ternary weights as I2_S makes it on AVX2 (src/ggml-bitnet-mad.cpp): codes 0, 1, 2 times activations, in 16 lanes
 * of 16 bits, of which each adds up 256 products before it is widened, and the sum of the activations subtracted. A lane wraps beyond 16 bits: with activations
 * of magnitude up to 63 it never does, with 127 it can, so that the kernel is not lossless on every input.
 */
export function i2sProduct(a: Matrix, w: Matrix): Matrix<Float64Array> {
  const y = zeros(a.rows, w.rows);
  const sums = rowSums(a);
  for (let m = 0; m < a.rows; m++) {
    for (let n = 0; n < w.rows; n++) {
      let total = 0;
      for (let start = 0; start < a.columns; start += span) total += spanSum(a, m, w, n, start, Math.min(a.columns, start + span));
      y.values[m * w.rows + n] = total - sums[m]!;
    }
  }
  return matrix(a.rows, w.rows, y.values);
}

/** Sum over the lanes, each wrapped to 16 bits: elements 2 i and 2 i + 1 of every 32 go to lane i. */
function spanSum(a: Matrix, m: number, w: Matrix, n: number, start: number, end: number): number {
  const lanes = new Float64Array(16);
  for (let k = start; k < end; k++) lanes[((k - start) % 32) >>> 1]! += (w.values[n * w.columns + k]! + 1) * a.values[m * a.columns + k]!;
  let sum = 0;
  for (const lane of lanes) sum += wrapToBits(lane, 16);
  return sum;
}

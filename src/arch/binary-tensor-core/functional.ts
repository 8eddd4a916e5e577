import type { DataType } from '../../sim/model/datatype.js';
import type { FunctionalModel } from '../../sim/model/functional.js';
import type { Matrix } from '../../sim/model/matrix.js';
import { splitPlanes } from '../../sim/numerics/arithmetic/bit-planes.js';
import { matrix } from '../../sim/numerics/arithmetic/matrix.js';
import { planeProduct } from '../../sim/numerics/arithmetic/plane-product.js';
import { signedBitsFor } from '../../sim/numerics/arithmetic/width.js';
import type { BinaryTensorCoreParameters } from './spec.js';

/** Planes that weights may have. */
export const mostWeightPlanes = 8;

/** Products of bit planes, added up with the weights of their planes; as many planes as the values need. */
export function planeArithmetic({ activationBits, code }: Pick<BinaryTensorCoreParameters, 'activationBits' | 'code'>): FunctionalModel {
  return {
    arithmetic: code === 'bipolar'
      ? 'planes of -1 and +1, products K - 2 popcount(a XOR w) added up by powers of two; whole numbers v stand as 2 v + 1 and their row sums are taken off'
      : 'two\'s complement planes, products popcount(a AND w) added up by powers of two, the top planes negative',
    exactBelow: null,
    declines: (activations, weights) => declined('activations', activations, activationBits) ?? declined('weights', weights, mostWeightPlanes),
    product: code === 'bipolar' ? bipolarProduct : (a, w) => planeProduct(splitPlanes(a, bitsOf(a), 'twos-complement'), splitPlanes(w, bitsOf(w), 'twos-complement')),
  };
}

/** Whole numbers v and u as the odd numbers 2 v + 1 and 2 u + 1 that bipolar planes hold: sum of v u = (Y - 2 sum v - 2 sum u - K) / 4. */
function bipolarProduct(a: Matrix, w: Matrix): Matrix<Float64Array> {
  const y = planeProduct(splitPlanes(patternsOf(a), bitsOf(a), 'bipolar'), splitPlanes(patternsOf(w), bitsOf(w), 'bipolar'));
  const sums = [a, w].map((x) => Array.from({ length: x.rows }, (_, r) => {
    let sum = 0;
    for (let c = 0; c < x.columns; c++) sum += x.values[r * x.columns + c]!;
    return sum;
  }));
  for (let m = 0; m < a.rows; m++) {
    for (let n = 0; n < w.rows; n++) {
      const i = m * w.rows + n;
      y.values[i] = (y.values[i]! - 2 * sums[0]![m]! - 2 * sums[1]![n]! - a.columns) / 4;
    }
  }
  return y;
}

/** Values shifted up so that the least of their width is the pattern 0. */
function patternsOf(x: Matrix): Matrix {
  const shift = 2 ** (bitsOf(x) - 1);
  return matrix(x.rows, x.columns, Float64Array.from(x.values, (v) => v + shift));
}

function bitsOf(x: Matrix): number {
  let least = 0;
  let most = 0;
  for (const v of x.values) {
    least = Math.min(least, v);
    most = Math.max(most, v);
  }
  return signedBitsFor(least, most);
}

function declined(what: string, type: DataType, bits: number): string | null {
  if (type.kind !== 'integer') return `${what} in ${type.name} have no bit planes of whole numbers`;
  return type.bits <= bits ? null : `${what} of ${type.bits} bits: the kernel has ${bits} planes`;
}

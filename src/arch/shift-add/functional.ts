import type { DataType } from '../../sim/model/datatype.js';
import type { FunctionalModel } from '../../sim/model/functional.js';
import type { Matrix } from '../../sim/model/matrix.js';
import { bcqGemv, type BcqWeights } from '../../sim/numerics/arithmetic/bcq.js';
import { boothProduct } from '../../sim/numerics/arithmetic/booth.js';
import { groupProduct } from '../../sim/numerics/arithmetic/group-dequant.js';
import { commonLength, matrix, zeros } from '../../sim/numerics/arithmetic/matrix.js';
import { signedBitsFor, wrapToBits } from '../../sim/numerics/arithmetic/width.js';
import type { ShiftAddParameters } from './spec.js';

/** What the array computes for whole numbers: scales come after it. Sums wrap at the width of the accumulators. */
export function shiftAddFunctional(p: ShiftAddParameters): FunctionalModel {
  const { activationBits, weightBits, accumulatorBits } = p;
  return {
    arithmetic: `${described(p)}; sums of ${accumulatorBits} bits wrap`,
    exactBelow: 2 ** (accumulatorBits - 1),
    declines: (activations, weights) => declined('activations', activations, activationBits) ?? declined('weights', weights, weightBits),
    product: (a, w) => wrapped(productOf(p, a, w), accumulatorBits),
  };
}

function described({ array }: ShiftAddParameters): string {
  if (array.kind === 'table') return 'signed sums of eight activations are looked up for each bit plane of the weights, bits standing for -1 and +1, and shifted by the plane; half the sum of the activations is taken off';
  return array.encoding === 'binary'
    ? 'activations are shifted by the ones of unsigned weights and added; the zero point times the sum of the activations is taken off after each group'
    : 'activations are shifted by radix-4 Booth digits of the weights, and added or subtracted';
}

function declined(what: string, type: DataType, bits: number): string | null {
  if (type.kind !== 'integer' && !(what === 'weights' && type.kind === 'ternary')) return `${what} in ${type.name}: shifted terms are of whole numbers; floats would need shifts of their exponents`;
  return type.bits <= bits ? null : `${what} of ${type.bits} bits: the array takes ${bits}`;
}

function productOf({ array }: ShiftAddParameters, a: Matrix, w: Matrix): Matrix<Float64Array> {
  commonLength(a, w);
  const bits = bitsOf(w);
  if (array.kind === 'table') return tableProduct(a, w, bits);
  return array.encoding === 'booth' ? boothProduct(a, w, bits) : unsignedProduct(a, w, bits, array.group);
}

/** Unsigned codes q = w + 2^(bits - 1) with the zero point 2^(bits - 1), group by group. */
function unsignedProduct(a: Matrix, w: Matrix, bits: number, group: number): Matrix<Float64Array> {
  const zeroPoint = 2 ** (bits - 1);
  const groups = Math.ceil(w.columns / group);
  const filled = (value: number): Matrix => matrix(w.rows, groups, new Float64Array(w.rows * groups).fill(value));
  return groupProduct(a, { q: matrix(w.rows, w.columns, Float64Array.from(w.values, (value) => value + zeroPoint)), group, scale: filled(1), zero: filled(zeroPoint) }).y;
}

/**
 * Whole numbers as binary codes: with bits u_b of w + 2^(bits - 1) and signs s_b = 2 u_b - 1, w = sum over b of 2^(b - 1) s_b - 1/2. So planes have the
 * scale 2^(b - 1), a shift, and half the sum of the activations is taken off.
 */
function tableProduct(a: Matrix, w: Matrix, bits: number): Matrix<Float64Array> {
  const weights = binaryCoded(w, bits);
  const y = zeros(a.rows, w.rows);
  for (let m = 0; m < a.rows; m++) {
    const x = Float64Array.from({ length: a.columns }, (_, k) => a.values[m * a.columns + k]!);
    const half = x.reduce((sum, value) => sum + value, 0) / 2;
    bcqGemv(x, weights).forEach((value, n) => { y.values[m * w.rows + n] = value - half; });
  }
  return y;
}

function binaryCoded(w: Matrix, bits: number): BcqWeights {
  const size = w.rows * w.columns;
  const planes = new Uint8Array(bits * size);
  for (let i = 0; i < size; i++) {
    const code = w.values[i]! + 2 ** (bits - 1);
    for (let b = 0; b < bits; b++) planes[b * size + i] = Math.floor(code / 2 ** b) % 2;
  }
  const groups = Math.ceil(w.columns / 8);
  const shifts = Int8Array.from({ length: bits * groups }, (_, i) => Math.floor(i / groups) - 1);
  return { planes: bits, rows: w.rows, columns: w.columns, bits: planes, rowGroups: 1, terms: 1, shifts };
}

function wrapped(y: Matrix<Float64Array>, bits: number): Matrix<Float64Array> {
  return matrix(y.rows, y.columns, y.values.map((value) => wrapToBits(value, bits)));
}

function bitsOf(w: Matrix): number {
  let least = 0;
  let most = 0;
  for (const value of w.values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return signedBitsFor(least, most);
}

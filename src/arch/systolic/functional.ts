import type { DataType } from '../../sim/model/datatype.js';
import type { FunctionalModel } from '../../sim/model/functional.js';
import type { Matrix } from '../../sim/model/matrix.js';
import { commonLength, zeros } from '../../sim/numerics/arithmetic/matrix.js';
import { wrapToBits } from '../../sim/numerics/arithmetic/width.js';
import { macKindOf, widthsOf, type PeWidths } from './array.js';
import type { MacKind, SystolicParameters } from './spec.js';

/**
 * What the array computes: signed products, added in registers of `accumulatorBits` bits that wrap. Addition modulo a power of two does not depend
 * on the order, so the three dataflows and all foldings give the same sums.
 */
export function systolicFunctional(p: SystolicParameters): FunctionalModel {
  const widths = widthsOf(p);
  const mac = macKindOf(p);
  return {
    arithmetic: `${widths.activations} x ${widths.weights} bit signed products, ${described[mac]}, added up in ${widths.accumulator} bits that wrap`,
    exactBelow: 2 ** (widths.accumulator - 1),
    declines: (activations, weights) => declined('activations', activations, widths.activations) ?? declined('weights', weights, widths.weights),
    product: (activations, weights) => systolicProduct(activations, weights, mac, widths),
  };
}

const described: Readonly<Record<MacKind, string>> = {
  'bit-parallel': 'each in one cycle',
  'bit-serial-weights': 'one bit of the weight a cycle, the sign bit subtracted',
  'bit-serial-activations': 'one bit of the activation a cycle, the sign bit subtracted',
};

function declined(what: string, type: DataType, bits: number): string | null {
  if (type.kind !== 'integer' && type.kind !== 'ternary') return `${what} in ${type.name}: the PEs multiply integers`;
  return type.bits <= bits ? null : `${what} of ${type.bits} bits: the PEs take ${bits}`;
}

/** The sums of products of activations [m][k] and weights [n][k], added in the order of k; after every product they wrap to the accumulator. */
export function systolicProduct(activations: Matrix, weights: Matrix, mac: MacKind, widths: PeWidths): Matrix<Float64Array> {
  const k = commonLength(activations, weights);
  const y = zeros(activations.rows, weights.rows);
  for (let m = 0; m < activations.rows; m++) {
    for (let n = 0; n < weights.rows; n++) {
      let sum = 0;
      for (let i = 0; i < k; i++) {
        sum = wrapToBits(sum + productOf(activations.values[m * k + i]!, weights.values[n * k + i]!, mac, widths), widths.accumulator);
      }
      y.values[m * weights.rows + n] = sum;
    }
  }
  return y;
}

function productOf(activation: number, weight: number, mac: MacKind, widths: PeWidths): number {
  switch (mac) {
    case 'bit-parallel': return activation * weight;
    case 'bit-serial-weights': return serialProduct(weight, activation, widths.weights);
    case 'bit-serial-activations': return serialProduct(activation, weight, widths.activations);
  }
}

/** The product as shifted copies of one operand, one for each set bit of the other: bit i weighs 2^i, the sign bit -2^(bits - 1). */
function serialProduct(serial: number, parallel: number, bits: number): number {
  const pattern = serial < 0 ? serial + 2 ** bits : serial;
  let product = 0;
  for (let bit = 0; bit < bits; bit++) {
    if (Math.floor(pattern / 2 ** bit) % 2 === 0) continue;
    product += parallel * (bit === bits - 1 ? -(2 ** bit) : 2 ** bit);
  }
  return product;
}

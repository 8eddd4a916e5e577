import type { FunctionalModel } from '../../../sim/model/functional.js';
import type { Matrix } from '../../../sim/model/matrix.js';
import { zeros } from '../../../sim/numerics/arithmetic/matrix.js';
import { addScaled, scaledValue, type Scaled } from '../../../sim/numerics/arithmetic/scaled.js';
import { declinesWhole, fp16WholeBits } from './whole-numbers.js';

/**
 * A fused multiply-add with an FP16 accumulator: the product is exact, each sum is rounded once, to nearest even, to the 11 bits of an FP16 mantissa. The
 * exponent is not bounded: overflow to infinity beyond 65504 is left out.
 */
export function fp16Sum(weightUnit: string, weightBits: number): FunctionalModel {
  return {
    arithmetic: `FP16 activations times weights in ${weightUnit}, each product exact, sums rounded to FP16 (nearest even) one after the other`,
    exactBelow: 2 ** fp16WholeBits,
    declines: (activations, weights) => declinesWhole('activations', activations, fp16WholeBits) ?? declinesWhole('weights', weights, weightBits),
    product: (activations: Matrix, weights: Matrix) => {
      const y = zeros(activations.rows, weights.rows);
      const k = activations.columns;
      for (let m = 0; m < activations.rows; m++) {
        for (let n = 0; n < weights.rows; n++) {
          let sum: Scaled = { mantissa: 0, exponent: 0 };
          for (let i = 0; i < k; i++) sum = addScaled(sum, { mantissa: activations.values[m * k + i]! * weights.values[n * k + i]!, exponent: 0 }, fp16WholeBits, 'nearest-even');
          y.values[m * weights.rows + n] = scaledValue(sum);
        }
      }
      return y;
    },
  };
}

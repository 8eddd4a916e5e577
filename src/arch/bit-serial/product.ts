import type { DataType } from '../../sim/model/datatype.js';
import type { FunctionalModel } from '../../sim/model/functional.js';
import type { Matrix } from '../../sim/model/matrix.js';
import { boothTerms } from '../../sim/numerics/arithmetic/booth.js';
import { bitmodPe, groupAccumulate } from '../../sim/numerics/arithmetic/fp16-accumulate.js';
import { zeros } from '../../sim/numerics/arithmetic/matrix.js';
import { encodeFloat, fp16 } from '../../sim/numerics/formats/float-format.js';

/** Bits of whole numbers that FP16 holds exactly. */
const wholeBits = 11;
/** Booth digits of the widest weights. */
const weightBits = 8;

/** What a PE makes of whole numbers: one group, whose sums are exact while they fit the accumulator's mantissa. */
export const bitSerialProduct: FunctionalModel = {
  arithmetic: `FP16 activations times Booth terms, ${bitmodPe.lanes} lanes aligned with ${bitmodPe.extraBits} extra bits, sums of ${bitmodPe.accumulatorBits} bits rounded to nearest even`,
  exactBelow: 2 ** bitmodPe.accumulatorBits,
  declines: (activations, weights) => declined('activations', activations, wholeBits) ?? declined('weights', weights, weightBits),
  product: (activations: Matrix, weights: Matrix) => {
    const y = zeros(activations.rows, weights.rows);
    const k = activations.columns;
    for (let m = 0; m < activations.rows; m++) {
      const row = Uint16Array.from({ length: k }, (_, i) => encodeFloat(fp16, activations.values[m * k + i]!));
      for (let n = 0; n < weights.rows; n++) {
        const terms = Array.from({ length: k }, (_, i) => boothTerms(weights.values[n * k + i]!, weightBits));
        y.values[m * weights.rows + n] = groupAccumulate(row, terms).value;
      }
    }
    return y;
  },
};

function declined(what: string, type: DataType, bits: number): string | null {
  if (type.kind !== 'integer' && type.kind !== 'ternary') return `${what} in ${type.name} are not whole numbers: the tile has them, with their scales`;
  return type.bits <= bits ? null : `${what} of ${type.bits} bits: ${bits} are exact`;
}

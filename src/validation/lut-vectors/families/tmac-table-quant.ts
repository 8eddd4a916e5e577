import { matrix } from '../../../sim/numerics/arithmetic/matrix.js';
import { tmacGemv } from '../../../sim/numerics/arithmetic/tmac.js';
import { closed } from '../family.js';
import { nested } from '../nested.js';

/** Activations are given in these parts of 1. */
const parts = 64;

/** T-MAC's INT8 tables, and what their rounding does to a product. */
export const tmacTableQuant = closed({
  name: 'tmac-table-quant',
  parameters: (read) => ({ bits: read.whole('bits', 1, 8), m: read.whole('M', 1, 2 ** 20), k: read.whole('K', 1, 2 ** 20), g: read.whole('g', 4, 4, 4), actGroup: read.whole('actGroup', 4, 2 ** 20, 64) }),
  fields: ({ bits, m, k }) => ({
    aTimes64: { shape: [k], low: -640, high: 640 },
    Q: { shape: [m, k], low: 0, high: 2 ** bits - 1 },
  }),
  answers: ({ bits, m, k, actGroup }, { aTimes64, Q }) => {
    const { tables, y, exact, maxAbsError } = tmacGemv(aTimes64.map((a) => a / parts), matrix(m, k, Q), bits, actGroup);
    return {
      lutScaleExact: Array.from(tables.largest, (largest) => `${largest * parts}/(${parts}*127)`),
      lutBiasTimes64: Array.from(tables.biases, (bias) => bias * parts),
      qlut: nested(tables.entries, [tables.entries.length / 16, 16]),
      yQuantTable: [...y],
      yExact: [...exact],
      maxAbsError,
    };
  },
});

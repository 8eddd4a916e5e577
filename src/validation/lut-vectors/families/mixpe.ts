import { groupDequantCost, groupProduct } from '../../../sim/numerics/arithmetic/group-dequant.js';
import { matrix } from '../../../sim/numerics/arithmetic/matrix.js';
import { closed } from '../family.js';
import { nested } from '../nested.js';

/** MixPE: one scale and zero point for each group. Scales are numerators over a common denominator, so that results stay whole. */
export const mixpe = closed({
  name: 'mixpe-group-dequant',
  parameters: (read) => ({ m: read.whole('M', 1, 2 ** 20), n: read.whole('N', 1, 2 ** 20), k: read.whole('K', 1, 2 ** 20), group: read.whole('group', 1, 2 ** 20), bits: read.whole('wBits', 1, 8, 4) }),
  fields: ({ m, n, k, group, bits }) => {
    const groups = Math.ceil(k / group);
    return {
      A: { shape: [m, k], low: -128, high: 127 },
      Q: { shape: [n, k], low: 0, high: 2 ** bits - 1, given: [0, 2 ** bits - 1] },
      scale: { shape: [n, groups], low: 1, high: 15 },
      zero: { shape: [n, groups], low: 0, high: 2 ** bits - 1 },
    };
  },
  answers: ({ m, n, k, group, bits }, { A, Q, scale, zero }) => {
    const groups = Math.ceil(k / group);
    const { accumulators, sums, y } = groupProduct(matrix(m, k, A), { q: matrix(n, k, Q), group, scale: matrix(n, groups, scale), zero: matrix(n, groups, zero) });
    const { perOutput, total, naive } = groupDequantCost(m, n, k, group);
    return {
      groupAcc: nested(accumulators, [m, n, groups]),
      groupSumA: nested(sums.values, [m, groups]),
      yTimesScaleDen: nested(y.values, [m, n]),
      ops: { dequantMulPerOutput: perOutput, naiveDequantMul: naive, mixpeDequantMul: total, shiftAddPerMac: bits - 1 },
    };
  },
});

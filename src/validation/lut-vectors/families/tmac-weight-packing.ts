import { matrix } from '../../../sim/numerics/arithmetic/matrix.js';
import { packTmacWeights } from '../../../sim/numerics/arithmetic/tmac-packing.js';
import { closed } from '../family.js';

/** T-MAC's offline weight layout. */
export const tmacWeightPacking = closed({
  name: 'tmac-weight-packing',
  parameters: (read) => ({
    m: read.whole('M', 1, 2 ** 20), k: read.whole('K', 1, 2 ** 20),
    layout: { bits: read.whole('bits', 1, 8), bm: read.whole('bm', 1, 2 ** 20), kfactor: read.whole('kfactor', 1, 2 ** 20), simdIn: read.whole('simdIn', 1, 64, 16), simdOut: read.whole('simdOut', 1, 64, 8) },
  }),
  fields: ({ m, k, layout }) => ({ Q: { shape: [m, k], low: 0, high: 2 ** layout.bits - 1 } }),
  answers: ({ m, k, layout }, { Q }) => {
    const { shape, bytes } = packTmacWeights(matrix(m, k, Q), layout);
    return { shape: [...shape], bytes: [...bytes] };
  },
});

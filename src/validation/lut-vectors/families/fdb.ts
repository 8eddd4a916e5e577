import { fdbOnes, fdbProduct, fdbWeights } from '../../../sim/numerics/arithmetic/fdb-product.js';
import { matrix } from '../../../sim/numerics/arithmetic/matrix.js';
import { closed } from '../family.js';
import { nested } from '../nested.js';

/** DB-LLM: weights of two binary planes, the first of them thinned out by a further draw. */
export const fdb = closed({
  name: 'fdb',
  parameters: (read) => ({ m: read.whole('M', 1, 2 ** 20), k: read.whole('K', 1, 2 ** 20), alpha1: read.number('alpha1'), alpha2: read.number('alpha2') }),
  fields: ({ m, k }) => ({
    x: { shape: [k], low: -128, high: 127 },
    b1: { shape: [m, k], low: 0, high: 1, given: [0, 1] },
    b2: { shape: [m, k], low: 0, high: 1, given: [0, 1] },
  }),
  afterwards: (_, drawn, draws) => { drawn.b1 = drawn.b1.map((bit) => (draws.whole(0, 2) === 0 ? bit : 0)); },
  answers: ({ m, k, alpha1, alpha2 }, inputs) => {
    const weights = { b1: matrix(m, k, inputs.b1), b2: matrix(m, k, inputs.b2), alpha1, alpha2 };
    const { ones, places } = fdbOnes(weights);
    return {
      b1: nested(inputs.b1, [m, k]), b2: nested(inputs.b2, [m, k]),
      weights: nested(fdbWeights(weights).values, [m, k]),
      y: [...fdbProduct(inputs.x, weights)],
      addsNonZero: ones,
      sparsity: `${places - ones}/${places}`,
    };
  },
});

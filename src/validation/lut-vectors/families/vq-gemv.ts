import { codebookCost, codebookGemv } from '../../../sim/numerics/arithmetic/codebook-gemv.js';
import { matrix } from '../../../sim/numerics/arithmetic/matrix.js';
import { closed } from '../family.js';
import { Malformed } from '../malformed.js';

/** VPTQ and AQLM: short vectors from a codebook and a residual codebook. */
export const vqGemv = closed({
  name: 'vq-gemv',
  parameters: (read) => {
    const p = {
      inputs: read.whole('inF', 1, 2 ** 20), outputs: read.whole('outF', 1, 2 ** 20), v: read.whole('vectorLen', 1, 64),
      centroids: read.whole('centroids', 1, 2 ** 20), residuals: read.whole('resCentroids', 0, 2 ** 20, 0),
    };
    if (p.outputs % p.v !== 0) throw new Malformed(`outF must be a multiple of vectorLen, got ${p.outputs} and ${p.v}`);
    return p;
  },
  fields: ({ inputs, outputs, v, centroids, residuals }) => {
    const count = (inputs * outputs) / v;
    return {
      centroids: { shape: [centroids, v], low: -64, high: 63 },
      resCentroids: { shape: [residuals, v], low: -8, high: 7 },
      indices: { shape: [count], low: 0, high: centroids - 1, given: [0, centroids - 1] },
      resIndices: residuals === 0 ? { shape: [0], low: 0, high: 0 } : { shape: [count], low: 0, high: residuals - 1, given: [0, residuals - 1] },
      scale: { shape: [inputs], low: 1, high: 4 },
      bias: { shape: [inputs], low: -3, high: 3 },
      x: { shape: [inputs], low: -16, high: 15 },
    };
  },
  answers: (p, given) => {
    const residual = { centroids: matrix(p.residuals, p.v, given.resCentroids), indices: Uint32Array.from(given.resIndices) };
    const weights = {
      inputs: p.inputs, outputs: p.outputs, centroids: matrix(p.centroids, p.v, given.centroids), indices: Uint32Array.from(given.indices),
      scale: given.scale, bias: given.bias, ...(p.residuals === 0 ? {} : { residual }),
    };
    const { bitsPerWeight, codebookBytes, lookups } = codebookCost(weights);
    return { y: [...codebookGemv(given.x, weights)], bitsPerWeight, codebookBytesFp16: codebookBytes, lookups };
  },
});

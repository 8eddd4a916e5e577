import type { ModelSpec } from '../model-spec.js';

/** What most encoders have in common: full attention with biases everywhere, one up projection, a norm with biases, a tied table. A reader gives the rest. */
export const plainEncoder = {
  gatedMlp: false, norm: 'layernorm', position: 'learned', tiedEmbeddings: true, qkvBias: true, outputBias: true, mlpBias: true, lmHeadBias: false,
  parallelResidual: false, sharedNorm: false, qkNorm: false, sandwichNorm: false, subNorm: false, embeddingNorm: true, finalNorm: false,
  masks: [{ kind: 'full' }], scalesPerMatrix: null,
} as const satisfies Partial<ModelSpec>;

/** The size of a head of so many, NaN where they do not divide the hidden size. */
export function headSize(hiddenSize: number, heads: number): number {
  return hiddenSize % heads === 0 ? hiddenSize / heads : NaN;
}

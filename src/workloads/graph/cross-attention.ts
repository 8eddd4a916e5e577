import type { AttentionOp, Op } from '../../sim/model/op-graph.js';
import type { ModelSpec } from '../model-spec.js';
import { attention, linear, normBefore, residual, vector } from './ops.js';

/** Attention of a decoder over the output of an encoder, from the norm before it to the residual sum: queries alone are made here. */
export function crossAttentionOps(model: ModelSpec): readonly Op[] {
  const { hiddenSize, heads, kvHeads, headDim } = model;
  const part = (kind: AttentionOp['kind'], name: string): AttentionOp => ({ ...attention(kind, name, heads, kvHeads, headDim, { kind: 'full' }), keys: 'encoder' });
  return [
    ...normBefore(model, 'cross_attn_norm'),
    linear('cross_q_proj', hiddenSize, heads * headDim, model.qkvBias),
    part('scores', 'cross_qk_matmul'), part('softmax', 'cross_softmax'), part('values', 'cross_sv_matmul'),
    linear('cross_o_proj', heads * headDim, hiddenSize, model.outputBias), ...residual(model, 'cross_attn'),
  ];
}

/** The keys and values of that: made from each token of the encoder once, for every layer of the decoder. */
export function crossKeyOps(model: ModelSpec, encoder: ModelSpec): readonly Op[] {
  const width = model.kvHeads * model.headDim;
  return [
    linear('cross_k_proj', encoder.hiddenSize, width, model.keyBias ?? model.qkvBias, 'cache'), linear('cross_v_proj', encoder.hiddenSize, width, model.qkvBias, 'cache'),
    vector('cache-append', 'cross_kv_append', 2 * width, false),
  ];
}

import type { AttentionOp, Mask, Op } from '../../sim/model/op-graph.js';
import type { ModelSpec } from '../model-spec.js';
import { attention, linear, norm, normBefore, residual, vector } from './ops.js';

/** Attention with keys and values of their own, from the norm before it to the residual sum. */
export function attentionOps(model: ModelSpec, mask: Mask): readonly Op[] {
  const { hiddenSize, heads, kvHeads, headDim } = model;
  const queryWidth = heads * headDim;
  const kvWidth = kvHeads * headDim;
  const rope = model.position === 'rope';
  const rotated = (width: number): number => Math.round(width * (model.rotaryShare ?? 1));
  const gains = (width: number): number => (model.qkNormGains === 'all-heads' ? width : headDim);
  const ops: Op[] = [...normBefore(model, 'attn_norm')];
  ops.push(linear('q_proj', hiddenSize, queryWidth, model.qkvBias));
  if (model.qkNorm) ops.push(vector('norm', 'q_norm', queryWidth, true, gains(queryWidth)));
  if (rope) ops.push(vector('rope', 'rope_q', rotated(queryWidth), true));
  ops.push(linear('k_proj', hiddenSize, kvWidth, model.keyBias ?? model.qkvBias, 'cache'));
  if (model.qkNorm) ops.push(vector('norm', 'k_norm', kvWidth, true, gains(kvWidth)));
  if (rope) ops.push(vector('rope', 'rope_k', rotated(kvWidth), true));
  ops.push(linear('v_proj', hiddenSize, kvWidth, model.qkvBias, 'cache'));
  ops.push(vector('cache-append', 'kv_append', 2 * kvWidth, false));
  const part = (kind: AttentionOp['kind'], name: string): AttentionOp => attention(kind, name, heads, kvHeads, headDim, mask);
  ops.push(part('scores', 'qk_matmul'), model.attentionSinks === true ? { ...part('softmax', 'softmax'), sinks: true } : part('softmax', 'softmax'), part('values', 'sv_matmul'));
  if (model.subNorm) ops.push(norm(model, 'attn_sub_norm', queryWidth));
  addOutput(model, queryWidth, ops);
  return ops;
}

/** The output projection and the residual sum. */
export function addOutput(model: ModelSpec, width: number, ops: Op[]): void {
  ops.push(linear('o_proj', width, model.hiddenSize, model.outputBias), ...residual(model, 'attn'));
}

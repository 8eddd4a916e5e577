import type { LinearOp, Mask, Op } from '../../sim/model/op-graph.js';
import type { LatentAttention, ModelSpec } from '../model-spec.js';
import { addOutput } from './attention.js';
import { attention, linear, linearOfExperts, norm, vector } from './ops.js';

/**
 * Multi-head latent attention (DeepSeek-V2, 2024, section 2.1), from the norm before it to the residual sum. Of a token one latent vector of `kvRank` and one rotated
 * key part of `ropeDim` elements are made, from which the up-projection W of `kvRank` x heads * (nopeDim + valueDim) gives every head its keys and values.
 *
 * `absorbed`: the cache holds kvRank + ropeDim elements a token. Queries are taken through the key part of W, sums of latents through the value part, so that
 * attention is over latents with one key-value head. MACs of a (query, key) pair: heads * (2 kvRank + ropeDim).
 * `expanded`: W is applied to each new token, and the cache holds heads * (nopeDim + ropeDim + valueDim) elements a token. MACs of a pair: heads * (nopeDim + ropeDim + valueDim).
 * Both have the same weights, and the same MACs with them for each token.
 */
export function latentAttentionOps(model: ModelSpec, latent: LatentAttention, mask: Mask): readonly Op[] {
  const { heads } = model;
  const ops = [...queryOps(model, latent), ...(latent.form === 'absorbed' ? absorbedOps(model, latent, mask) : expandedOps(model, latent, mask))];
  addOutput(model, heads * latent.valueDim, ops);
  return ops;
}

/** Queries, through a low rank of their own where the model has one. */
function queryOps(model: ModelSpec, { queryRank, nopeDim, ropeDim }: LatentAttention): readonly Op[] {
  const { hiddenSize, heads } = model;
  const width = heads * (nopeDim + ropeDim);
  const projections: Op[] = queryRank === null
    ? [linear('q_proj', hiddenSize, width, false)]
    : [linear('q_a_proj', hiddenSize, queryRank, model.qkvBias), norm(model, 'q_a_norm', queryRank, true), linear('q_b_proj', queryRank, width, false)];
  return [norm(model, 'attn_norm', hiddenSize), ...projections, vector('rope', 'rope_q', heads * ropeDim, true)];
}

/** The latent vector and the rotated key part of a token. */
function latentOps(model: ModelSpec, { kvRank, ropeDim }: LatentAttention, output: LinearOp['output']): readonly Op[] {
  return [linear('kv_a_proj', model.hiddenSize, kvRank + ropeDim, model.qkvBias, output), norm(model, 'kv_a_norm', kvRank, true), vector('rope', 'rope_k', ropeDim, true)];
}

function absorbedOps(model: ModelSpec, latent: LatentAttention, mask: Mask): readonly Op[] {
  const { heads } = model;
  const { kvRank, nopeDim, ropeDim, valueDim } = latent;
  const eachHead = { count: heads, active: heads };
  return [
    ...latentOps(model, latent, 'cache'),
    vector('cache-append', 'kv_append', kvRank + ropeDim, false),
    linearOfExperts('k_b_proj', nopeDim, kvRank, false, eachHead),
    attention('scores', 'qk_matmul', heads, 1, kvRank + ropeDim, mask),
    attention('softmax', 'softmax', heads, 1, kvRank + ropeDim, mask),
    { ...attention('values', 'sv_matmul', heads, 1, kvRank, mask), sharesKeys: true },
    linearOfExperts('v_b_proj', kvRank, valueDim, false, eachHead),
  ];
}

function expandedOps(model: ModelSpec, latent: LatentAttention, mask: Mask): readonly Op[] {
  const { heads } = model;
  const { kvRank, nopeDim, ropeDim, valueDim } = latent;
  return [
    ...latentOps(model, latent, 'activation'),
    linear('kv_b_proj', kvRank, heads * (nopeDim + valueDim), false, 'cache'),
    vector('cache-append', 'kv_append', heads * (nopeDim + ropeDim + valueDim), false),
    attention('scores', 'qk_matmul', heads, heads, nopeDim + ropeDim, mask),
    attention('softmax', 'softmax', heads, heads, nopeDim + ropeDim, mask),
    attention('values', 'sv_matmul', heads, heads, valueDim, mask),
  ];
}

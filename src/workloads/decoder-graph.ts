import type { AttentionOp, EmbeddingOp, LayerGroup, LinearOp, Mask, Op, OpGraph, VectorOp } from '../sim/model/op-graph.js';
import type { ModelSpec } from './model-spec.js';

/** The op graph of a dense decoder: embeddings, one group for each distinct layer, final norm and lm_head. */
export function decoderGraph(model: ModelSpec): OpGraph {
  const groups: LayerGroup[] = [{ name: 'embedding', repeat: 1, tokens: 'all', ops: embeddingOps(model) }];
  const period = model.masks.length;
  for (let i = 0; i < period; i++) {
    const repeat = Math.floor(model.layers / period) + (i < model.layers % period ? 1 : 0);
    if (repeat > 0) groups.push({ name: period === 1 ? 'layer' : `layer-${i}`, repeat, tokens: 'all', ops: layerOps(model, model.masks[i]!) });
  }
  groups.push({ name: 'head', repeat: 1, tokens: 'logits', ops: headOps(model) });
  return { name: model.name, groups };
}

function linear(name: string, inFeatures: number, outFeatures: number, bias: boolean, output: LinearOp['output'] = 'activation', ownsWeights = true): LinearOp {
  return { kind: 'linear', name, inFeatures, outFeatures, bias, output, ownsWeights, epilogue: false };
}

function vector(kind: VectorOp['kind'], name: string, width: number, epilogue: boolean, parameters = 0): VectorOp {
  return { kind, name, width, parameters, epilogue };
}

function table(name: string, rows: number, width: number): EmbeddingOp {
  return { kind: 'embedding', name, rows, width, epilogue: false };
}

function attention(kind: AttentionOp['kind'], name: string, model: ModelSpec, mask: Mask): AttentionOp {
  return { kind, name, heads: model.heads, kvHeads: model.kvHeads, headDim: model.headDim, mask, epilogue: kind === 'softmax' };
}

/** A norm over `width` values; layernorm has gains and biases, rmsnorm gains only. */
function norm(model: ModelSpec, name: string, width: number, epilogue = false): VectorOp {
  return vector('norm', name, width, epilogue, model.norm === 'layernorm' ? 2 * width : width);
}

function embeddingOps(model: ModelSpec): readonly Op[] {
  const { hiddenSize } = model;
  const ops: Op[] = [table('embed_tokens', model.vocabularySize, model.embeddingWidth)];
  if (model.embeddingWidth !== hiddenSize) ops.push(linear('project_in', model.embeddingWidth, hiddenSize, false));
  if (model.position === 'learned') ops.push(table('embed_positions', model.positionRows, hiddenSize), vector('add', 'position_add', hiddenSize, false));
  if (model.embeddingNorm) ops.push(norm(model, 'embedding_norm', hiddenSize));
  return ops;
}

function layerOps(model: ModelSpec, mask: Mask): readonly Op[] {
  const { hiddenSize, heads, kvHeads, headDim, intermediateSize } = model;
  const queryWidth = heads * headDim;
  const kvWidth = kvHeads * headDim;
  const rope = model.position === 'rope';
  const ops: Op[] = [norm(model, 'attn_norm', hiddenSize)];
  ops.push(linear('q_proj', hiddenSize, queryWidth, model.qkvBias));
  if (model.qkNorm) ops.push(vector('norm', 'q_norm', queryWidth, true, headDim));
  if (rope) ops.push(vector('rope', 'rope_q', queryWidth, true));
  ops.push(linear('k_proj', hiddenSize, kvWidth, model.qkvBias, 'cache'));
  if (model.qkNorm) ops.push(vector('norm', 'k_norm', kvWidth, true, headDim));
  if (rope) ops.push(vector('rope', 'rope_k', kvWidth, true));
  ops.push(linear('v_proj', hiddenSize, kvWidth, model.qkvBias, 'cache'));
  ops.push(vector('cache-append', 'kv_append', 2 * kvWidth, false));
  ops.push(attention('scores', 'qk_matmul', model, mask), attention('softmax', 'softmax', model, mask), attention('values', 'sv_matmul', model, mask));
  if (model.subNorm) ops.push(norm(model, 'attn_sub_norm', queryWidth));
  ops.push(linear('o_proj', queryWidth, hiddenSize, model.outputBias));
  if (model.sandwichNorm) ops.push(norm(model, 'post_attn_norm', hiddenSize, true));
  ops.push(vector('add', 'attn_add', hiddenSize, true));
  if (!model.sharedNorm) ops.push(norm(model, 'mlp_norm', hiddenSize));
  if (model.gatedMlp) {
    ops.push(linear('gate_proj', hiddenSize, intermediateSize, model.mlpBias), vector('activation', 'mlp_act', intermediateSize, true));
    ops.push(linear('up_proj', hiddenSize, intermediateSize, model.mlpBias), vector('multiply', 'mlp_multiply', intermediateSize, true));
  } else {
    ops.push(linear('up_proj', hiddenSize, intermediateSize, model.mlpBias), vector('activation', 'mlp_act', intermediateSize, true));
  }
  if (model.subNorm) ops.push(norm(model, 'mlp_sub_norm', intermediateSize));
  ops.push(linear('down_proj', intermediateSize, hiddenSize, model.mlpBias));
  if (model.sandwichNorm) ops.push(norm(model, 'post_mlp_norm', hiddenSize, true));
  ops.push(vector('add', 'mlp_add', hiddenSize, true));
  return ops;
}

function headOps(model: ModelSpec): readonly Op[] {
  const { hiddenSize } = model;
  const ops: Op[] = [];
  if (model.finalNorm) ops.push(norm(model, 'final_norm', hiddenSize));
  if (model.embeddingWidth !== hiddenSize) ops.push(linear('project_out', hiddenSize, model.embeddingWidth, false));
  ops.push(linear('lm_head', model.embeddingWidth, model.vocabularySize, model.lmHeadBias, 'activation', !model.tiedEmbeddings));
  return ops;
}

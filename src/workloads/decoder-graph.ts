import type { LayerGroup, Mask, Op, OpGraph } from '../sim/model/op-graph.js';
import { attentionOps } from './graph/attention.js';
import { expertMlpOps } from './graph/expert-mlp.js';
import { gatedRecurrenceOps } from './graph/gated-recurrence.js';
import { latentAttentionOps } from './graph/latent-attention.js';
import { mlpOps } from './graph/mlp.js';
import { linear, norm, table, vector } from './graph/ops.js';
import { mamba2Ops, mambaOps } from './graph/state-space.js';
import type { ModelSpec } from './model-spec.js';

/** The op graph of a decoder: embeddings, one group for each distinct layer, final norm and lm_head. */
export function decoderGraph(model: ModelSpec): OpGraph {
  const groups: LayerGroup[] = [{ name: 'embedding', repeat: 1, tokens: 'all', ops: embeddingOps(model) }];
  if (model.experts === undefined) addLayers(model, 'layer', true, [], groups);
  else {
    addLayers(model, 'dense-layer', true, model.experts.denseLayers, groups);
    addLayers(model, 'layer', false, model.experts.denseLayers, groups);
  }
  groups.push({ name: 'head', repeat: 1, tokens: 'logits', ops: headOps(model) });
  return { name: model.name, groups };
}

/** A group for each mask, of all layers or, where there are experts, of those that are dense or not. */
function addLayers(model: ModelSpec, name: string, dense: boolean, denseLayers: readonly number[], groups: LayerGroup[]): void {
  const period = model.masks.length;
  for (let i = 0; i < period; i++) {
    const all = Math.floor(model.layers / period) + (i < model.layers % period ? 1 : 0);
    const repeat = model.experts === undefined ? all : dense ? withMask(denseLayers, i, period) : all - withMask(denseLayers, i, period);
    if (repeat > 0) groups.push({ name: period === 1 ? name : `${name}-${i}`, repeat, tokens: 'all', ops: layerOps(model, model.masks[i]!, dense) });
  }
}

/** How many of the layers have the mask of that place in the period. */
function withMask(layers: readonly number[], place: number, period: number): number {
  let count = 0;
  for (const layer of layers) if (layer % period === place) count++;
  return count;
}

function embeddingOps(model: ModelSpec): readonly Op[] {
  const { hiddenSize } = model;
  const ops: Op[] = [table('embed_tokens', model.vocabularySize, model.embeddingWidth)];
  if (model.embeddingWidth !== hiddenSize) ops.push(linear('project_in', model.embeddingWidth, hiddenSize, false));
  if (model.position === 'learned') ops.push(table('embed_positions', model.positionRows, hiddenSize), vector('add', 'position_add', hiddenSize, false));
  if (model.embeddingNorm) ops.push(norm(model, 'embedding_norm', hiddenSize));
  return ops;
}

/** One layer: its mixer of tokens, and its MLP where the mixer does not replace that too. */
function layerOps(model: ModelSpec, mask: Mask, dense: boolean): readonly Op[] {
  const { recurrence, latent, experts } = model;
  if (recurrence !== undefined) {
    switch (recurrence.kind) {
      case 'mamba': return mambaOps(model, recurrence);
      case 'mamba2': return mamba2Ops(model, recurrence);
      case 'gated': return gatedRecurrenceOps(model, recurrence);
    }
  }
  const mixer = latent === undefined ? attentionOps(model, mask) : latentAttentionOps(model, latent, mask);
  return [...mixer, ...(dense || experts === undefined ? mlpOps(model) : expertMlpOps(model, experts))];
}

function headOps(model: ModelSpec): readonly Op[] {
  const { hiddenSize } = model;
  const ops: Op[] = [];
  if (model.finalNorm) ops.push(norm(model, 'final_norm', hiddenSize));
  if (model.embeddingWidth !== hiddenSize) ops.push(linear('project_out', hiddenSize, model.embeddingWidth, false));
  if (model.recurrence?.kind === 'gated') ops.push(norm(model, 'lm_head_norm', hiddenSize));
  ops.push(linear('lm_head', model.embeddingWidth, model.vocabularySize, model.lmHeadBias, 'activation', !model.tiedEmbeddings));
  return ops;
}

import type { LayerGroup, Mask, Op } from '../../sim/model/op-graph.js';
import type { LayerParts, ModelSpec, Recurrence } from '../model-spec.js';
import { attentionOps } from './attention.js';
import { crossAttentionOps } from './cross-attention.js';
import { expertMlpOps } from './expert-mlp.js';
import { gatedRecurrenceOps } from './gated-recurrence.js';
import { latentAttentionOps } from './latent-attention.js';
import { mlpOps } from './mlp.js';
import { rgLruOps } from './rg-lru.js';
import { mamba2Ops, mambaOps } from './state-space.js';

/** The layers of a model: a group for each distinct one, dense layers among experts first, those of a hybrid in the order in which they come first. */
export function layerGroups(model: ModelSpec): readonly LayerGroup[] {
  if (model.plan !== undefined) return plannedGroups(model, model.plan);
  if (model.experts === undefined) return groupsOf(model, 'layer', true, []);
  return [...groupsOf(model, 'dense-layer', true, model.experts.denseLayers), ...groupsOf(model, 'layer', false, model.experts.denseLayers)];
}

/** A group for each combination of parts. */
function plannedGroups(model: ModelSpec, plan: readonly LayerParts[]): readonly LayerGroup[] {
  const groups = new Map<string, { readonly parts: LayerParts; repeat: number }>();
  for (const parts of plan) {
    const name = [parts.mixer, parts.mlp].filter((part) => part !== 'none').join('-');
    const group = groups.get(name);
    if (group === undefined) groups.set(name, { parts, repeat: 1 });
    else group.repeat++;
  }
  return [...groups].map(([name, { parts, repeat }]): LayerGroup => ({ name, repeat, tokens: 'all', ops: [
    ...(parts.mixer === 'attention' ? attentionOps(model, model.masks[0]!) : parts.mixer === 'recurrence' && model.recurrence !== undefined ? recurrenceOps(model, model.recurrence) : []),
    ...(parts.mlp === 'dense' ? mlpOps(model) : parts.mlp === 'experts' && model.experts !== undefined ? expertMlpOps(model, model.experts) : []),
  ] }));
}

/** A group for each mask, of all layers or, where there are experts, of those that are dense or not. */
function groupsOf(model: ModelSpec, name: string, dense: boolean, denseLayers: readonly number[]): readonly LayerGroup[] {
  const period = model.masks.length;
  const groups: LayerGroup[] = [];
  for (let i = 0; i < period; i++) {
    const all = Math.floor(model.layers / period) + (i < model.layers % period ? 1 : 0);
    const repeat = model.experts === undefined ? all : dense ? withMask(denseLayers, i, period) : all - withMask(denseLayers, i, period);
    if (repeat > 0) groups.push({ name: period === 1 ? name : `${name}-${i}`, repeat, tokens: 'all', ops: layerOps(model, model.masks[i]!, dense) });
  }
  return groups;
}

/** How many of the layers have the mask of that place in the period. */
function withMask(layers: readonly number[], place: number, period: number): number {
  let count = 0;
  for (const layer of layers) if (layer % period === place) count++;
  return count;
}

/** One layer: its mixer of tokens, its cross attention where there is an encoder, and its MLP where the mixer does not replace that too. */
function layerOps(model: ModelSpec, mask: Mask, dense: boolean): readonly Op[] {
  const { recurrence, latent, experts, encoder } = model;
  if (recurrence !== undefined) return recurrenceOps(model, recurrence);
  const mixer = latent === undefined ? attentionOps(model, mask) : latentAttentionOps(model, latent, mask);
  return [...mixer, ...(encoder === undefined ? [] : crossAttentionOps(model)), ...(dense || experts === undefined ? mlpOps(model) : expertMlpOps(model, experts))];
}

function recurrenceOps(model: ModelSpec, recurrence: Recurrence): readonly Op[] {
  switch (recurrence.kind) {
    case 'mamba': return mambaOps(model, recurrence);
    case 'mamba2': return mamba2Ops(model, recurrence);
    case 'gated': return gatedRecurrenceOps(model, recurrence);
    case 'rg-lru': return rgLruOps(model, recurrence);
  }
}

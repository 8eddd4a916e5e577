import type { EncoderOutput, ExpertLayers, ModelSpec } from '../model-spec.js';
import { absentNote, hiddenNotDivisible, patchesNotWhole } from './diagnostics.js';
import { classifier, headOf, labelsOf, type About } from './encoders.js';
import { mixtralExperts } from './expert-families.js';
import { expertsOf } from './experts.js';
import { limits, type Fields } from './fields.js';
import { headSize, plainEncoder } from './plain-spec.js';
import { trainingOf } from './training.js';

export const visionTypes = ['vit', 'deit'] as const;

/**
 * The vision transformer that a configuration describes (ViT, Dosovitskiy et al., 2021; DeiT, Touvron et al., 2021), undefined for other types. Its tokens are the patches of
 * an image beside a class token, and in DeiT a distillation token: (image_size / patch_size)^2 + 1 or 2. Own fields make a mixture of experts of it, as in M3ViT (Fan et al., 2022):
 * `num_experts` of which each token takes `num_experts_per_tok`, each an MLP of `moe_intermediate_size`, in every `moe_layer_step`-th layer (2).
 */
export function visionSpec(fields: Fields, family: string, about: About): ModelSpec | undefined {
  if (!visionTypes.some((known) => known === family)) return undefined;
  const notes: string[] = [];
  const hiddenSize = fields.needed(family, ['hidden_size'], limits.size);
  const layers = fields.needed(family, ['num_hidden_layers'], limits.layers);
  const heads = fields.needed(family, ['num_attention_heads'], limits.heads);
  const headDim = headSize(hiddenSize, heads);
  if (Number.isNaN(headDim) && !Number.isNaN(hiddenSize / heads)) fields.problems.push(hiddenNotDivisible('hidden_size', hiddenSize, heads));
  const integer = (field: string, otherwise: number): number => {
    const given = fields.integer([field], limits.size);
    if (given === undefined) notes.push(absentNote(field, otherwise));
    return given ?? otherwise;
  };
  const image = integer('image_size', 224);
  const size = integer('patch_size', 16);
  const channels = integer('num_channels', 3);
  if (image % size > 0) fields.problems.push(patchesNotWhole(image, size));
  const extraTokens = family === 'deit' ? 2 : 1;
  const tokens = (image / size) ** 2 + extraTokens;
  const experts = fields.state(['num_experts']) === 'given' ? moeLayers(fields, family, layers) : undefined;
  return {
    ...plainEncoder, ...about, layers, hiddenSize, heads, kvHeads: heads, headDim, intermediateSize: fields.needed(family, ['intermediate_size'], limits.size),
    activation: fields.text(['hidden_act']) ?? 'gelu', vocabularySize: 0, maxContext: tokens, positionRows: tokens, embeddingWidth: hiddenSize,
    qkvBias: fields.flag(['qkv_bias'], true), embeddingNorm: false, finalNorm: true,
    encoding: { input: { kind: 'patches', size, channels, bias: true, extraTokens }, outputs: outputsOf(fields, family) },
    ...(experts === undefined ? {} : { experts }), ...trainingOf(fields, notes), notes,
  };
}

function moeLayers(fields: Fields, family: string, layers: number): ExpertLayers {
  const step = fields.integer(['moe_layer_step'], limits.layers) ?? 2;
  const experts = expertsOf({ ...mixtralExperts, count: ['num_experts'], width: ['moe_intermediate_size'], bias: true }, fields, family, layers);
  const all = Number.isNaN(layers) ? [] : Array.from({ length: layers }, (_, layer) => layer);
  return { ...experts, gated: false, denseLayers: all.filter((layer) => (layer + 1) % step !== 0) };
}

const heads = ['Model', 'ForImageClassification', 'ForImageClassificationWithTeacher'] as const;

function outputsOf(fields: Fields, family: string): readonly EncoderOutput[] {
  switch (headOf(fields, family === 'deit' ? heads : heads.slice(0, 2))) {
    case 'ForImageClassification': return [classifier('classifier', labelsOf(fields), 'first')];
    case 'ForImageClassificationWithTeacher': return [classifier('cls_classifier', labelsOf(fields), 'first'), classifier('distillation_classifier', labelsOf(fields), 'first')];
    case 'Model': case undefined: return [{ kind: 'pooler' }];
  }
}

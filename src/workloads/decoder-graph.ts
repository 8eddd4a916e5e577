import type { LayerGroup, Op, OpGraph } from '../sim/model/op-graph.js';
import { crossKeyOps } from './graph/cross-attention.js';
import { embeddingOps } from './graph/embedding.js';
import { encoderGroups } from './graph/encoder.js';
import { layerGroups } from './graph/layers.js';
import { linear, norm } from './graph/ops.js';
import type { ModelSpec } from './model-spec.js';

/** The op graph of a model: embeddings, one group for each distinct layer, final norm and lm_head; of an encoder, and of a decoder behind one, their stacks. */
export function decoderGraph(model: ModelSpec): OpGraph {
  if (model.encoding !== undefined) return { name: model.name, groups: encoderGroups(model, model.encoding) };
  if (model.encoder !== undefined) return { name: model.name, groups: [...encoderSide(model, model.encoder), ...decoderSide(model, model.encoder)] };
  return { name: model.name, groups: stackOf(model, false) };
}

function stackOf(model: ModelSpec, sharesTable: boolean): readonly LayerGroup[] {
  return [
    { name: 'embedding', repeat: 1, tokens: 'all', ops: embeddingOps(model, sharesTable) },
    ...layerGroups(model),
    { name: 'head', repeat: 1, tokens: 'logits', ops: headOps(model) },
  ];
}

/** The encoder, and what every layer of the decoder keeps of its output. */
function encoderSide(model: ModelSpec, encoder: ModelSpec): readonly LayerGroup[] {
  const { encoding } = encoder;
  if (encoding === undefined) throw new RangeError(`the encoder of ${model.name} is none`);
  const groups = encoderGroups(encoder, encoding).map((group) => ({ ...group, name: `encoder-${group.name}` }));
  return [...groups, { name: 'cross-keys', repeat: model.layers, tokens: 'all', stack: 'encoder', ops: crossKeyOps(model, encoder) }];
}

function decoderSide(model: ModelSpec, encoder: ModelSpec): readonly LayerGroup[] {
  return stackOf(model, model.sharesEncoderTable === true && encoder.encoding?.input.kind === 'tokens').map((group) => ({ ...group, stack: 'decoder' }));
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

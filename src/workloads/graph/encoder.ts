import type { LayerGroup, Op } from '../../sim/model/op-graph.js';
import type { EncoderOutput, Encoding, ModelSpec } from '../model-spec.js';
import { positionOps } from './embedding.js';
import { layerGroups } from './layers.js';
import { linear, norm, table, vector } from './ops.js';

/** The groups of an encoder: what makes its tokens, its layers, its final norm, and what is made of them. All work on a prompt at once, in prefill alone. */
export function encoderGroups(model: ModelSpec, encoding: Encoding): readonly LayerGroup[] {
  const groups: LayerGroup[] = [...inputGroups(model, encoding), ...distinct(layerGroups(model), encoding, model.firstNormAbsent === true)];
  if (model.finalNorm) groups.push({ name: 'final', repeat: 1, tokens: 'all', ops: [norm(model, 'final_norm', model.hiddenSize)] });
  for (const output of encoding.outputs) groups.push(outputGroup(model, output));
  return groups.map((group) => ({ ...group, stack: 'encoder' }));
}

/** What makes the tokens of an encoder. */
function inputGroups(model: ModelSpec, { input }: Encoding): readonly LayerGroup[] {
  const { hiddenSize, embeddingWidth } = model;
  const group = (name: string, ops: readonly Op[], rows?: LayerGroup['rows']): LayerGroup => ({ name, repeat: 1, tokens: 'all', ...(rows === undefined ? {} : { rows }), ops });
  switch (input.kind) {
    case 'tokens': return [group('embedding', [
      table('embed_tokens', model.vocabularySize, embeddingWidth),
      ...(input.tokenTypes === 0 ? [] : [table('embed_token_types', input.tokenTypes, embeddingWidth), vector('add', 'token_type_add', embeddingWidth, false)]),
      ...positionOps(model, embeddingWidth),
      ...(model.embeddingNorm ? [norm(model, 'embedding_norm', embeddingWidth)] : []),
      ...(embeddingWidth === hiddenSize ? [] : [linear('project_in', embeddingWidth, hiddenSize, true)]),
    ])];
    // A convolution over three frames is a product with three of them side by side.
    case 'audio': return [
      group('frames', [linear('conv1', 3 * input.bins, hiddenSize, true), vector('activation', 'conv1_act', hiddenSize, true)], { perToken: 2, without: 0 }),
      group('embedding', [linear('conv2', 3 * hiddenSize, hiddenSize, true), vector('activation', 'conv2_act', hiddenSize, true), ...positionOps(model, hiddenSize)]),
    ];
    // A convolution whose stride is its size is a product of each patch with the kernels.
    case 'patches': return [
      group('patches', [linear('patch_proj', input.channels * input.size * input.size, hiddenSize, input.bias)], { perToken: 1, without: input.extraTokens }),
      group('embedding', [
        ...(input.extraTokens === 0 ? [] : [table('extra_tokens', input.extraTokens, hiddenSize)]),
        ...positionOps(model, hiddenSize), ...(model.embeddingNorm ? [norm(model, 'embedding_norm', hiddenSize)] : []),
      ]),
    ].filter(({ ops }) => ops.length > 0);
  }
}

/** Layers that share their weights, as one group that has them and one that reads them; the first layer by itself where it has no norm in front. */
function distinct(groups: readonly LayerGroup[], { distinctLayers }: Encoding, firstNormAbsent: boolean): readonly LayerGroup[] {
  if (distinctLayers !== undefined) {
    return groups.flatMap((group): readonly LayerGroup[] => {
      const owners = Math.min(distinctLayers, group.repeat);
      return owners === group.repeat ? [group] : [{ ...group, repeat: owners }, { ...group, name: `${group.name}-shared`, repeat: group.repeat - owners, sharesWeights: true }];
    });
  }
  const [first, ...others] = groups;
  if (!firstNormAbsent || first === undefined) return groups;
  const rest = first.repeat > 1 ? [{ ...first, repeat: first.repeat - 1 }] : [];
  return [{ ...first, name: 'first-layer', repeat: 1, ops: first.ops.filter(({ name }) => name !== 'attn_norm') }, ...rest, ...others];
}

function outputGroup(model: ModelSpec, output: EncoderOutput): LayerGroup {
  const { hiddenSize, embeddingWidth, vocabularySize } = model;
  switch (output.kind) {
    case 'pooler': return { name: 'pooler', repeat: 1, tokens: 'first', ops: [linear('pooler', hiddenSize, hiddenSize, true), vector('activation', 'pooler_act', hiddenSize, true)] };
    case 'classifier': return { name: output.name, repeat: 1, tokens: output.tokens, ops: [linear(output.name, hiddenSize, output.labels, true)] };
    case 'masked-lm': return { name: 'head', repeat: 1, tokens: 'logits', ops: [
      linear('lm_head_dense', hiddenSize, embeddingWidth, output.denseBias), vector('activation', 'lm_head_act', embeddingWidth, true), norm(model, 'lm_head_norm', embeddingWidth),
      linear('lm_head', embeddingWidth, vocabularySize, output.bias, 'activation', !model.tiedEmbeddings),
    ] };
  }
}

import assert from 'node:assert/strict';
import { activeParameterCount, isEncoder, parameterCount, type OpGraph } from '../../../src/sim/model/op-graph.js';
import { decoderGraph } from '../../../src/workloads/decoder-graph.js';
import { modelFromHfConfig } from '../../../src/workloads/hf-config.js';
import { problemOf } from '../../kit/problems.js';

const graphOf = (config: Readonly<Record<string, unknown>>): OpGraph => decoderGraph(modelFromHfConfig(config, 'x', 'test'));
const count = (config: Readonly<Record<string, unknown>>): number => parameterCount(graphOf(config));
const codeOf = (config: Readonly<Record<string, unknown>>): string => {
  const { code, pointer } = problemOf(() => modelFromHfConfig(config, 'x', 'test'));
  return `${code} ${pointer}`;
};

// h wide, f wide in the MLP, v words, p positions, l layers.
const [h, f, v, p, l] = [24, 40, 50, 16, 3];
/** A layer with biases everywhere: Q, K, V and output of h x h + h; up h x f + f, down f x h + h; two norms of 2 h. */
const layer = 4 * (h * h + h) + (h * f + f) + (f * h + h) + 2 * 2 * h;
const bert = { model_type: 'bert', hidden_size: h, num_hidden_layers: l, num_attention_heads: 4, intermediate_size: f, vocab_size: v, max_position_embeddings: p, type_vocab_size: 2 };
/** Tables of words, positions and two token types, and their norm. */
const embedding = (v + p + 2) * h + 2 * h;
const pooler = h * h + h;

describe('an encoder of text', () => {
  it('has the parameters that its matrices have: BERT, with each of its heads', () => {
    assert.equal(count(bert), embedding + l * layer + pooler);
    // Dense layer, norm, and a bias of each word over the tied table.
    const masked = h * h + h + 2 * h + v;
    assert.equal(count({ ...bert, architectures: ['BertForMaskedLM'] }), embedding + l * layer + masked);
    assert.equal(count({ ...bert, architectures: ['BertForMaskedLM'], tie_word_embeddings: false }), embedding + l * layer + masked + v * h);
    assert.equal(count({ ...bert, architectures: ['BertForPreTraining'] }), embedding + l * layer + pooler + masked + 2 * h + 2);
    assert.equal(count({ ...bert, architectures: ['BertForSequenceClassification'], num_labels: 5 }), embedding + l * layer + pooler + 5 * h + 5);
    assert.equal(count({ ...bert, architectures: ['BertForTokenClassification'], id2label: { 0: 'a', 1: 'b', 2: 'c' } }), embedding + l * layer + 3 * h + 3);
    assert.equal(count({ ...bert, architectures: ['BertForQuestionAnswering'] }), embedding + l * layer + 2 * h + 2);
  });

  it('may have other tables: RoBERTa one token type, DistilBERT none and no pooler', () => {
    assert.equal(count({ ...bert, model_type: 'roberta', type_vocab_size: 1 }), embedding - h + l * layer + pooler);
    assert.equal(count({ model_type: 'distilbert', dim: h, n_layers: l, n_heads: 4, hidden_dim: f, vocab_size: v, max_position_embeddings: p }), embedding - 2 * h + l * layer);
  });

  it('may share its layers: ALBERT counts and holds them once, and embeds in fewer elements', () => {
    const e = 8;
    const albert = { ...bert, model_type: 'albert', embedding_size: e };
    const tables = (v + p + 2) * e + 2 * e + (e * h + h);
    assert.equal(count(albert), tables + layer + pooler);
    assert.equal(count({ ...albert, num_hidden_groups: 3 }), tables + 3 * layer + pooler);
    assert.equal(count({ ...albert, architectures: ['AlbertForMaskedLM'] }), tables + layer + (h * e + e + 2 * e + v));
    assert.deepEqual(graphOf(albert).groups.map(({ name, repeat, sharesWeights }) => [name, repeat, sharesWeights ?? false]),
      [['embedding', 1, false], ['layer', 1, false], ['layer-shared', 2, true], ['pooler', 1, false]]);
  });

  it('may look near by in most layers: ModernBERT, without biases, norms with gains alone, and none in front of the first layer', () => {
    const modern = { model_type: 'modernbert', hidden_size: h, num_hidden_layers: 4, num_attention_heads: 4, intermediate_size: f, vocab_size: v, max_position_embeddings: p, local_attention: 6 };
    // Q, K, V, output; gate, up and down; two norms a layer but for the first; a norm of the table and a last one.
    assert.equal(count(modern), v * h + h + 4 * (4 * h * h + 3 * h * f + 2 * h) - h + h);
    assert.equal(count({ ...modern, architectures: ['ModernBertForMaskedLM'] }), v * h + h + 4 * (4 * h * h + 3 * h * f + 2 * h) - h + h + (h * h + h + v));
    const masks = graphOf(modern).groups.map((g) => [g.name, g.repeat, g.ops.flatMap((op) => (op.kind === 'scores' ? [op.mask] : []))[0]]);
    const band = { kind: 'band', before: 3, after: 3 };
    assert.deepEqual(masks.slice(1, 5), [['first-layer', 1, { kind: 'full' }], ['layer-0', 1, { kind: 'full' }], ['layer-1', 1, band], ['layer-2', 1, band]]);
  });

  it('is an encoder alone: every group works on the prompt', () => {
    assert.ok(isEncoder(graphOf(bert)));
    assert.ok(!isEncoder(graphOf({ model_type: 'gpt2', n_embd: 8, n_layer: 1, n_head: 2, vocab_size: 10, n_positions: 4 })));
  });

  it('is refused where its attention has other terms, or its file does not fit', () => {
    assert.equal(codeOf({ ...bert, position_embedding_type: 'relative_key' }), 'model/option-not-modelled /position_embedding_type');
    assert.equal(codeOf({ ...bert, is_decoder: true }), 'model/option-not-modelled /is_decoder');
    assert.equal(codeOf({ ...bert, hidden_size: 26 }), 'model/hidden-not-divisible /hidden_size');
    assert.equal(codeOf({ ...bert, architectures: ['BertForNextSentencePrediction'] }), 'model/unknown-value /architectures');
    assert.equal(codeOf({ ...bert, model_type: 'roberta', max_position_embeddings: 2 }), 'model/not-a-positive-integer /max_position_embeddings');
    assert.equal(codeOf({ ...bert, model_type: 'albert', num_hidden_groups: 2 }), 'model/layers-not-divisible /num_hidden_groups');
    assert.equal(codeOf({ ...bert, model_type: 'deberta-v2' }), 'model/type-not-modelled /model_type');
  });
});

describe('a vision transformer', () => {
  // 4 x 4 patches of 8 x 8 pixels in three colours, each a product with 192 x h weights.
  const vit = { model_type: 'vit', hidden_size: h, num_hidden_layers: 4, num_attention_heads: 4, intermediate_size: f, image_size: 32, patch_size: 8, num_labels: 10, architectures: ['ViTForImageClassification'] };
  const patches = 192 * h + h;

  it('has the parameters that its matrices have: patches, a class token, positions, layers, a last norm and a classifier', () => {
    assert.equal(count(vit), patches + h + 17 * h + 4 * layer + 2 * h + (10 * h + 10));
    assert.equal(count({ ...vit, architectures: ['ViTModel'] }), patches + h + 17 * h + 4 * layer + 2 * h + pooler);
    assert.equal(count({ ...vit, qkv_bias: false }), patches + h + 17 * h + 4 * (layer - 3 * h) + 2 * h + (10 * h + 10));
    assert.equal(count({ ...vit, model_type: 'deit', architectures: ['DeiTForImageClassificationWithTeacher'] }), patches + 2 * h + 18 * h + 4 * layer + 2 * h + 2 * (10 * h + 10));
  });

  it('may have experts in every second layer, of which a patch meets some', () => {
    const [e, k, w] = [8, 2, 20];
    const moe = { ...vit, num_experts: e, num_experts_per_tok: k, moe_intermediate_size: w };
    const attention = 4 * (h * h + h) + 2 * 2 * h;
    const expert = h * w + w + w * h + h;
    const rest = patches + h + 17 * h + 2 * layer + 2 * (attention + h * e) + 2 * h + (10 * h + 10);
    assert.equal(count(moe), rest + 2 * e * expert);
    assert.equal(activeParameterCount(graphOf(moe)), rest + 2 * k * expert);
    assert.deepEqual(graphOf(moe).groups.map(({ name, repeat }) => [name, repeat]).slice(2, 4), [['dense-layer', 2], ['layer', 2]]);
    assert.equal(count({ ...moe, moe_layer_step: 4 }), rest + layer - (attention + h * e) + e * expert);
  });

  it('is refused where patches do not fill the image, and Swin by its name', () => {
    assert.equal(codeOf({ ...vit, patch_size: 7 }), 'model/patches-not-whole /patch_size');
    assert.equal(codeOf({ ...vit, model_type: 'swin' }), 'model/type-not-modelled /model_type');
  });
});

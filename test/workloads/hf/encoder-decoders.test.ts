import assert from 'node:assert/strict';
import { isEncoder, parameterCount, type OpGraph } from '../../../src/sim/model/op-graph.js';
import { decoderGraph } from '../../../src/workloads/decoder-graph.js';
import { modelFromHfConfig } from '../../../src/workloads/hf-config.js';
import { problemOf } from '../../kit/problems.js';

const graphOf = (config: Readonly<Record<string, unknown>>): OpGraph => decoderGraph(modelFromHfConfig(config, 'x', 'test'));
const count = (config: Readonly<Record<string, unknown>>): number => parameterCount(graphOf(config));

const [h, v, p] = [24, 50, 16];

describe('T5', () => {
  // 2 encoder and 3 decoder layers; 5 heads of 6, so that queries are 30 wide.
  const [q, f, heads] = [30, 40, 5];
  const t5 = { model_type: 't5', d_model: h, d_kv: 6, d_ff: f, num_layers: 2, num_decoder_layers: 3, num_heads: heads, vocab_size: v, relative_attention_num_buckets: 32 };
  const attention = 4 * h * q;
  /** Up and down, or gate too; a norm with gains alone for each part; a table of 32 distances and a last norm for each stack. */
  const pair = (mlp: number): number => v * h + 2 * (attention + mlp + 2 * h) + 3 * (2 * attention + mlp + 3 * h) + 2 * (32 * heads + h);

  it('has the parameters that its matrices have, in both of its versions', () => {
    assert.equal(count(t5), pair(2 * h * f));
    assert.equal(count({ ...t5, feed_forward_proj: 'gated-gelu', tie_word_embeddings: false }), pair(3 * h * f) + v * h);
    assert.equal(count({ ...t5, model_type: 'mt5' }), pair(3 * h * f) + v * h);
  });

  it('may be the encoder alone', () => {
    const graph = graphOf({ ...t5, architectures: ['T5EncoderModel'] });
    assert.ok(isEncoder(graph));
    assert.equal(parameterCount(graph), v * h + 2 * (attention + 2 * h * f + 2 * h) + 32 * heads + h);
  });
});

describe('BART and its line', () => {
  const [f, g] = [40, 56];
  const bart = {
    model_type: 'bart', d_model: h, encoder_layers: 2, decoder_layers: 3, encoder_attention_heads: 4, decoder_attention_heads: 6, encoder_ffn_dim: f, decoder_ffn_dim: g, vocab_size: v, max_position_embeddings: p,
  };
  const attention = 4 * (h * h + h);
  const layers = 2 * (attention + 2 * h * f + f + h + 2 * 2 * h) + 3 * (2 * attention + 2 * h * g + g + h + 3 * 2 * h);
  const norm = 2 * h;

  it('have the parameters that their matrices have: one table for both stacks and the head', () => {
    // Two tables of positions with two rows more, and a norm behind each.
    assert.equal(count(bart), v * h + 2 * ((p + 2) * h + norm) + layers);
    // mBART: norms in front of each part, so a last one in each stack.
    assert.equal(count({ ...bart, model_type: 'mbart' }), v * h + 2 * ((p + 2) * h + norm) + layers + 2 * norm);
    // Pegasus and M2M-100: positions that are not learned.
    for (const model_type of ['pegasus', 'm2m_100']) assert.equal(count({ ...bart, model_type }), v * h + layers + 2 * norm);
    assert.equal(count({ ...bart, model_type: 'marian' }), v * h + layers);
    // Marian may have two vocabularies.
    assert.equal(count({ ...bart, model_type: 'marian', share_encoder_decoder_embeddings: false, decoder_vocab_size: 70 }), v * h + 70 * h + layers);
    assert.equal(count({ ...bart, tie_word_embeddings: false }), 2 * v * h + 2 * ((p + 2) * h + norm) + layers);
  });

  it('Whisper hears: two convolutions over three frames each, sinusoids as a stored table, no bias of keys', () => {
    const whisper = { ...bart, model_type: 'whisper', num_mel_bins: 10, max_source_positions: 12, max_target_positions: 9 };
    // One attention in each encoder layer and two in each decoder layer.
    const keyBiases = (2 + 3 * 2) * h;
    assert.equal(count(whisper), (3 * 10 * h + h) + (3 * h * h + h) + 12 * h + v * h + 9 * h + layers - keyBiases + 2 * norm);
    const frames = graphOf(whisper).groups.find((group) => group.rows !== undefined);
    assert.deepEqual(frames?.rows, { perToken: 2, without: 0 });
  });

  it('puts norms behind the sums of BART and in front of the parts of mBART', () => {
    const names = (model_type: string): readonly string[] => graphOf({ ...bart, model_type }).groups.find((group) => group.name === 'layer')!.ops.filter((op) => op.kind === 'norm' || op.kind === 'add').map((op) => op.name);
    assert.deepEqual(names('bart'), ['attn_add', 'attn_norm', 'cross_attn_add', 'cross_attn_norm', 'mlp_add', 'mlp_norm']);
    assert.deepEqual(names('mbart'), ['attn_norm', 'attn_add', 'cross_attn_norm', 'cross_attn_add', 'mlp_norm', 'mlp_add']);
  });

  it('is refused where an old configuration says BART and means another', () => {
    assert.equal(problemOf(() => graphOf({ ...bart, normalize_before: true })).code, 'model/option-not-modelled');
    assert.equal(problemOf(() => graphOf({ ...bart, encoder_attention_heads: 5 })).code, 'model/hidden-not-divisible');
    assert.match(problemOf(() => graphOf({ model_type: 't5gemma' })).message, /known but not modelled yet/);
  });
});

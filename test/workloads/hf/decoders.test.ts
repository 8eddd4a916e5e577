import assert from 'node:assert/strict';
import { activeParameterCount, parameterCount, type OpGraph } from '../../../src/sim/model/op-graph.js';
import { decoderGraph } from '../../../src/workloads/decoder-graph.js';
import { modelFromHfConfig } from '../../../src/workloads/hf-config.js';
import { problemOf } from '../../kit/problems.js';

const graphOf = (config: Readonly<Record<string, unknown>>): OpGraph => decoderGraph(modelFromHfConfig(config, 'x', 'test'));
const count = (config: Readonly<Record<string, unknown>>): number => parameterCount(graphOf(config));

// h wide, q wide in queries, k in keys, f in the MLP; v words, l layers.
const [h, q, k, f, v, l] = [32, 32, 16, 48, 100, 4];
const common = { hidden_size: h, num_hidden_layers: l, num_attention_heads: 8, num_key_value_heads: 4, intermediate_size: f, vocab_size: v };
const attention = h * q + 2 * h * k + q * h;
const gated = 3 * h * f;

describe('decoders of further families', () => {
  it('OLMo: norms learn nothing', () => {
    assert.equal(count({ ...common, model_type: 'olmo' }), 2 * v * h + l * (attention + gated));
  });

  it('OLMo 2: norms on the outputs, and one over all queries and one over all keys', () => {
    assert.equal(count({ ...common, model_type: 'olmo2' }), 2 * v * h + l * (attention + gated + 2 * h + q + k) + h);
    const layer = graphOf({ ...common, model_type: 'olmo2' }).groups[1]!.ops.filter((op) => op.kind === 'norm').map((op) => [op.name, op.epilogue]);
    assert.deepEqual(layer, [['q_norm', true], ['k_norm', true], ['post_attn_norm', true], ['post_mlp_norm', true]]);
    // OLMo 3 has windows too: all but the last of four layers.
    const masks = graphOf({ ...common, model_type: 'olmo3', sliding_window: 8 }).groups.flatMap((group) => group.ops.flatMap((op) => (op.kind === 'scores' ? [`${group.repeat} ${op.mask.kind}`] : [])));
    assert.deepEqual(masks, ['1 sliding-window', '1 sliding-window', '1 sliding-window', '1 causal']);
  });

  it('OLMoE: experts as wide as the intermediate size in every layer, norms of queries and keys', () => {
    const olmoe = { ...common, model_type: 'olmoe', num_experts: 8, num_experts_per_tok: 3 };
    const rest = 2 * v * h + l * (attention + 8 * h + 2 * h + q + k) + h;
    assert.equal(count(olmoe), rest + l * 8 * gated);
    assert.equal(activeParameterCount(graphOf(olmoe)), rest + l * 3 * gated);
  });

  it('Cohere: parallel layers with one norm that has gains alone, a tied head; norms of queries and keys have gains of each head', () => {
    assert.equal(count({ ...common, model_type: 'cohere' }), v * h + l * (attention + gated + h) + h);
    assert.equal(count({ ...common, model_type: 'cohere', use_qk_norm: true }), v * h + l * (attention + gated + h + q + k) + h);
    assert.equal(count({ ...common, model_type: 'cohere2' }), v * h + l * (attention + gated + h) + h);
  });

  it('MPT: one up projection, alibi, no biases, a tied head; key-value heads under "attn_config"', () => {
    const mpt = { model_type: 'mpt', d_model: h, n_layers: l, n_heads: 8, expansion_ratio: 3, vocab_size: v, max_seq_len: 64 };
    const whole = v * h + l * (4 * h * h + 2 * h * 3 * h + 2 * h) + h;
    assert.equal(count(mpt), whole);
    assert.equal(count({ ...mpt, attn_config: { alibi: true, kv_n_heads: 2 } }), whole - l * 2 * (h * h - h * 8));
    assert.equal(problemOf(() => graphOf({ ...mpt, attn_config: { alibi: false } })).pointer, '/attn_config/alibi');
    assert.equal(problemOf(() => graphOf({ ...mpt, attn_config: { qk_ln: true } })).pointer, '/attn_config/qk_ln');
    assert.equal(problemOf(() => graphOf({ ...mpt, no_bias: false })).pointer, '/no_bias');
  });

  it('Granite with experts: as Mixtral', () => {
    const granite = { ...common, model_type: 'granitemoe', num_local_experts: 4, num_experts_per_tok: 2 };
    assert.equal(count(granite), 2 * v * h + l * (attention + 4 * h + 4 * gated + 2 * h) + h);
  });

  it('StableLM: layernorm with biases, and a quarter of each head rotated', () => {
    const stable = { ...common, model_type: 'stablelm' };
    assert.equal(count(stable), 2 * v * h + l * (attention + gated + 2 * 2 * h) + 2 * h);
    const rotated = (share: object): readonly number[] => graphOf({ ...stable, ...share }).groups[1]!.ops.flatMap((op) => (op.kind === 'rope' ? [op.width] : []));
    assert.deepEqual([rotated({}), rotated({ partial_rotary_factor: 0.5 }), rotated({ partial_rotary_factor: 1 })], [[8, 4], [16, 8], [32, 16]]);
    assert.equal(problemOf(() => graphOf({ ...stable, partial_rotary_factor: 1.5 })).pointer, '/partial_rotary_factor');
  });

  it('GPT-BigCode: one key-value head for all, biases and positions as GPT-2', () => {
    const big = { model_type: 'gpt_bigcode', n_embd: h, n_layer: l, n_head: 8, n_inner: f, vocab_size: v, n_positions: 64 };
    const mlp = 2 * h * f + f + h;
    assert.equal(count(big), v * h + 64 * h + l * (h * h + h + 2 * (h * 4 + 4) + h * h + h + mlp + 2 * 2 * h) + 2 * h);
    assert.equal(count({ ...big, multi_query: false }), v * h + 64 * h + l * (4 * (h * h + h) + mlp + 2 * 2 * h) + 2 * h);
  });
});

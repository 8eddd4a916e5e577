import assert from 'node:assert/strict';
import { activeParameterCount, parameterCount, type OpGraph } from '../../../src/sim/model/op-graph.js';
import { decoderGraph } from '../../../src/workloads/decoder-graph.js';
import { modelFromHfConfig } from '../../../src/workloads/hf-config.js';
import { problemOf } from '../../kit/problems.js';

const graphOf = (config: Readonly<Record<string, unknown>>): OpGraph => decoderGraph(modelFromHfConfig(config, 'x', 'test'));
const count = (config: Readonly<Record<string, unknown>>): number => parameterCount(graphOf(config));
const layersOf = (config: Readonly<Record<string, unknown>>): readonly unknown[] => graphOf(config).groups.slice(1, -1).map(({ name, repeat }) => [name, repeat]);

// h wide, 8 heads of 4 of which 4 have keys and values; f wide in the MLP; v words.
const [h, k, f, v] = [32, 16, 48, 100];
const common = { hidden_size: h, num_attention_heads: 8, num_key_value_heads: 4, intermediate_size: f, vocab_size: v };
const attention = 2 * h * h + 2 * h * k;

/** Mamba on d = 2 h channels with n states and a step of rank r: in and out, convolution of 4 taps with bias, step, B and C with their norms, step with bias, decay and skip. */
const [d, n, r] = [2 * h, 8, 2];
const mamba = 2 * d * h + 5 * d + d * (r + 2 * n) + (r + 2 * n) + (r * d + d) + d * n + d + d * h;

describe('hybrids', () => {
  it('Jamba: Mamba but for one layer of attention in a period, experts in every second layer', () => {
    const jamba = { ...common, model_type: 'jamba', num_hidden_layers: 8, attn_layer_period: 4, attn_layer_offset: 2, num_experts: 4, num_experts_per_tok: 2, mamba_d_state: n, tie_word_embeddings: false };
    assert.deepEqual(layersOf(jamba), [['recurrence-dense', 2], ['recurrence-experts', 4], ['attention-dense', 2]]);
    const rest = 2 * v * h + h + 6 * (mamba + h) + 2 * (attention + h) + 4 * (3 * h * f + h) + 4 * (h * 4 + h);
    assert.equal(count(jamba), rest + 4 * 4 * 3 * h * f);
    assert.equal(activeParameterCount(graphOf(jamba)), rest + 4 * 2 * 3 * h * f);
    // One expert is none.
    assert.equal(count({ ...jamba, num_experts: 1, num_experts_per_tok: 1 }), 2 * v * h + h + 6 * (mamba + h) + 2 * (attention + h) + 8 * (3 * h * f + h));
  });

  it('has the published 51,570,323,328 parameters of Jamba v0.1', () => {
    assert.equal(count({
      model_type: 'jamba', hidden_size: 4096, num_hidden_layers: 32, num_attention_heads: 32, num_key_value_heads: 8, intermediate_size: 14_336, vocab_size: 65_536, num_experts: 16, num_experts_per_tok: 2,
      attn_layer_period: 8, attn_layer_offset: 4, expert_layer_period: 2, expert_layer_offset: 1, mamba_d_state: 16, mamba_d_conv: 4, mamba_expand: 2, mamba_dt_rank: 256, tie_word_embeddings: false,
    }), 51_570_323_328);
  });

  /** Mamba-2 on c channels with g groups of n states and e heads: in, convolution over channels, B and C with bias, step bias, decay and skip of each head, norm, out. */
  const mamba2 = (c: number, g: number, e: number): number => h * (2 * c + 2 * g * n + e) + 5 * (c + 2 * g * n) + 3 * e + c + c * h;

  it('Bamba: Mamba-2 but for the layers of attention that the file lists, an MLP in each', () => {
    const bamba = { ...common, model_type: 'bamba', num_hidden_layers: 5, attn_layer_indices: [1, 4], mamba_n_heads: 16, mamba_n_groups: 1, mamba_d_state: n };
    assert.deepEqual(layersOf(bamba), [['recurrence-dense', 3], ['attention-dense', 2]]);
    assert.equal(count(bamba), 2 * v * h + h + 3 * (mamba2(d, 1, 16) + h) + 2 * (attention + h) + 5 * (3 * h * f + h));
    assert.equal(problemOf(() => graphOf({ ...bamba, mamba_n_heads: 24 })).code, 'model/channels-not-divisible');
  });

  it('Nemotron-H: a letter for each layer, which is one part alone', () => {
    const nemotron = {
      ...common, model_type: 'nemotron_h', num_hidden_layers: 6, hybrid_override_pattern: 'M-M*M-', mamba_num_heads: 8, mamba_head_dim: 6, n_groups: 2, ssm_state_size: n, conv_kernel: 4,
    };
    assert.deepEqual(layersOf(nemotron), [['recurrence', 3], ['dense', 2], ['attention', 1]]);
    assert.equal(count(nemotron), 2 * v * h + h + 3 * (mamba2(48, 2, 8) + h) + 2 * (2 * h * f + h) + (attention + h));
    assert.equal(problemOf(() => graphOf({ ...nemotron, hybrid_override_pattern: 'M-M*M' })).code, 'model/wrong-length');
    assert.equal(problemOf(() => graphOf({ ...nemotron, hybrid_override_pattern: 'M-M*ME' })).code, 'model/option-not-modelled');
    assert.equal(problemOf(() => graphOf({ ...nemotron, hybrid_override_pattern: undefined })).code, 'model/missing-field');
  });

  it('RecurrentGemma: two gated linear recurrences to one layer of attention over a window', () => {
    const gemma = { ...common, model_type: 'recurrent_gemma', num_hidden_layers: 4, num_key_value_heads: 1, lru_width: 40, attention_window_size: 16 };
    const w = 40;
    // Two inputs and an output with biases, a convolution of four taps, two gates of 8 diagonal blocks with biases, a decay of each channel.
    const recurrent = 2 * (h * w + w) + (w * h + h) + 5 * w + 2 * (8 * 5 * 5 + w) + w;
    const local = 2 * h * h + 2 * h * 4 + h;
    const mlp = 3 * h * (f / 2) + f + h;
    assert.deepEqual(layersOf(gemma), [['recurrence-dense', 3], ['attention-dense', 1]]);
    assert.equal(count(gemma), v * h + h + 3 * (recurrent + h) + (local + h) + 4 * (mlp + h));
  });

  it('has the 2.68 billion parameters of RecurrentGemma 2B', () => {
    const whole = count({
      model_type: 'recurrent_gemma', hidden_size: 2560, num_hidden_layers: 26, num_attention_heads: 10, num_key_value_heads: 1, intermediate_size: 15_360, lru_width: 2560, attention_window_size: 2048,
      conv1d_width: 4, vocab_size: 256_000,
    });
    assert.ok(Math.abs(whole / 2.68e9 - 1) < 0.01, String(whole));
  });

  it('Falcon Mamba: Mamba with norms that learn nothing', () => {
    const falcon = { model_type: 'falcon_mamba', hidden_size: h, num_hidden_layers: 3, state_size: n, expand: 2, conv_kernel: 4, time_step_rank: r, vocab_size: v, tie_word_embeddings: false };
    assert.equal(count(falcon), 2 * v * h + h + 3 * (mamba - (r + 2 * n) + h));
    const norms = graphOf(falcon).groups[1]!.ops.filter((op) => op.name === 'ssm_norm');
    assert.deepEqual(norms.map((op) => op.epilogue), [true]);
  });

  it('are refused by name where a layer is of a kind that is missing', () => {
    assert.match(problemOf(() => graphOf({ model_type: 'zamba2' })).message, /shared blocks of attention read the input of the model/);
    assert.match(problemOf(() => graphOf({ model_type: 'falcon_h1' })).message, /side by side/);
    assert.match(problemOf(() => graphOf({ model_type: 'granitemoehybrid' })).message, /hybrid/);
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { InputError, type Problem } from '../../src/sim/core/diagnostics.js';
import { activeParameterCount, parameterCount } from '../../src/sim/model/op-graph.js';
import { decoderGraph } from '../../src/workloads/decoder-graph.js';
import { modelFromHfConfig } from '../../src/workloads/hf-config.js';
import { modelTypes } from '../../src/workloads/hf/families.js';
import type { ModelSpec } from '../../src/workloads/model-spec.js';
import { modelNamed, modelNames } from '../../src/workloads/models.js';
import { zoo } from '../../src/workloads/zoo/index.js';

const read = (config: unknown): ModelSpec => modelFromHfConfig(config, 'x', 'test');

function problemsOf(config: unknown): readonly Problem[] {
  try {
    read(config);
  } catch (error) {
    assert.ok(error instanceof InputError, String(error));
    return error.problems;
  }
  return [];
}

const found = (config: unknown): readonly string[] => problemsOf(config).map((p) => `${p.code} ${p.pointer ?? ''}`);

/** The model without its name, source and notes. */
function shapeOf(spec: ModelSpec): ModelSpec {
  return { ...spec, name: '', source: '', notes: [] };
}

/** Every size that must be a positive integer; heads only where there is attention. */
function sizesOf(s: ModelSpec): readonly number[] {
  const sizes = [s.layers, s.hiddenSize, s.intermediateSize, s.embeddingWidth, s.maxContext ?? 1, s.positionRows + 1, s.relativeBuckets ?? 1];
  if (s.encoding?.input.kind !== 'patches' && s.encoding?.input.kind !== 'audio') sizes.push(s.vocabularySize);
  if (s.encoding?.input.kind === 'patches') sizes.push(s.encoding.input.size, s.encoding.input.channels);
  if (s.encoding?.input.kind === 'audio') sizes.push(s.encoding.input.bins);
  if (s.encoding?.distinctLayers !== undefined) sizes.push(s.encoding.distinctLayers);
  if (s.encoder !== undefined) sizes.push(...sizesOf(s.encoder));
  if (s.recurrence === undefined) sizes.push(s.heads, s.kvHeads, s.headDim, s.heads / s.kvHeads);
  if (s.experts !== undefined) sizes.push(s.experts.count, s.experts.active, s.experts.intermediateSize, s.experts.sharedSize + 1, s.experts.count - s.experts.active + 1);
  if (s.latent !== undefined) sizes.push(s.latent.queryRank ?? 1, s.latent.kvRank, s.latent.nopeDim, s.latent.ropeDim, s.latent.valueDim);
  if (s.recurrence !== undefined) sizes.push(...(s.recurrence.kind === 'rg-lru' ? [s.recurrence.width, s.recurrence.taps, s.recurrence.blocks, s.recurrence.width / s.recurrence.blocks] : [s.recurrence.innerSize]));
  if (s.plan !== undefined) sizes.push(s.plan.length);
  if (s.recurrence?.kind === 'mamba') sizes.push(s.recurrence.stateSize, s.recurrence.taps, s.recurrence.stepRank);
  if (s.recurrence?.kind === 'mamba2') sizes.push(s.recurrence.stateSize, s.recurrence.taps, s.recurrence.heads, s.recurrence.groups);
  return sizes;
}

function assertSameAsZoo(config: unknown, name: string): void {
  const entry = modelNamed(name);
  assert.ok(entry !== undefined, name);
  assert.deepEqual(shapeOf(read(config)), shapeOf(entry));
}

const tinyLlama = { model_type: 'llama', hidden_size: 64, num_hidden_layers: 2, num_attention_heads: 4, intermediate_size: 128, vocab_size: 100 };
const tinyGemma2 = { model_type: 'gemma2', hidden_size: 64, num_hidden_layers: 4, num_attention_heads: 4, intermediate_size: 128, vocab_size: 100 };
const tinyQwen2 = { ...tinyLlama, model_type: 'qwen2', num_key_value_heads: 2 };

describe('the model zoo', () => {
  it('has 109 decoders, 4 encoders and 5 pairs of both, each under one name', () => {
    assert.equal(zoo.length, 118);
    assert.equal(new Set(modelNames()).size, 118);
    assert.equal(new Set(zoo.map((e) => e.hubId ?? e.name)).size, 118);
    const specs = modelNames().map((name) => modelNamed(name)!);
    assert.deepEqual([specs.filter((s) => s.encoding !== undefined).length, specs.filter((s) => s.encoder !== undefined).length], [4, 5]);
  });

  it('reads every entry without a problem, with positive sizes and a source', () => {
    for (const entry of zoo) {
      const spec = modelNamed(entry.name);
      assert.ok(spec !== undefined, entry.name);
      for (const size of sizesOf(spec)) assert.ok(Number.isInteger(size) && size > 0, `${entry.name}: ${size}`);
      assert.ok(spec.masks.length >= 1 && spec.source !== '' && entry.publishedSource !== '', entry.name);
    }
  });

  it('agrees with the published parameter count within 1 % wherever that was seen', () => {
    for (const entry of zoo.filter((e) => e.publishedEvidence === 'seen')) {
      assert.ok(Math.abs(entry.parametersComputed / entry.parametersPublished - 1) < 0.01, entry.name);
    }
  });

  it('takes an id of the Hugging Face hub for a name, in any case of letters, and nothing else', () => {
    assert.equal(modelNamed('META-LLAMA/llama-2-7b-HF')?.name, 'llama-2-7b');
    assert.equal(modelNamed('llama-2-7'), undefined);
    assert.equal(modelNamed('toString'), undefined);
  });

  it('carries the notes of an entry into its model', () => {
    assert.ok(modelNamed('opt-350m')?.notes.some((n) => n.includes('word_embed_proj_dim')));
    assert.ok(modelNamed('bitnet-b1.58-2b-4t')?.notes.includes('trained with ternary weights and 8-bit activations'));
    assert.equal(modelNamed('trilm-3.9b')?.scalesPerMatrix, 6);
    assert.equal(modelNamed('llama-2-7b')?.scalesPerMatrix, null);
  });
});

describe('the spelling of each family', () => {
  it('GPT-2 counts in n_embd, n_layer, n_head and n_positions and derives the intermediate size', () => {
    assertSameAsZoo({
      activation_function: 'gelu_new', architectures: ['GPT2LMHeadModel'], attn_pdrop: 0.1, bos_token_id: 50256, embd_pdrop: 0.1, eos_token_id: 50256, initializer_range: 0.02,
      layer_norm_epsilon: 1e-5, model_type: 'gpt2', n_ctx: 1024, n_embd: 768, n_head: 12, n_layer: 12, n_positions: 1024, resid_pdrop: 0.1, vocab_size: 50257,
    }, 'gpt2');
  });

  it('GPT-J has parallel layers with one norm, no attention biases and a biased, untied head', () => {
    assertSameAsZoo({
      activation_function: 'gelu_new', architectures: ['GPTJForCausalLM'], attn_pdrop: 0.0, gradient_checkpointing: false, model_type: 'gptj', n_embd: 4096, n_head: 16, n_inner: null,
      n_layer: 28, n_positions: 2048, rotary: true, rotary_dim: 64, scale_attn_weights: true, tie_word_embeddings: false, vocab_size: 50400,
    }, 'gpt-j-6b');
  });

  it('GPT-NeoX has parallel layers with two norms and biases', () => {
    assertSameAsZoo({
      architectures: ['GPTNeoXForCausalLM'], hidden_act: 'gelu', hidden_size: 2560, initializer_range: 0.02, intermediate_size: 10240, layer_norm_eps: 1e-5, max_position_embeddings: 2048,
      model_type: 'gpt_neox', num_attention_heads: 32, num_hidden_layers: 32, rotary_emb_base: 10000, rotary_pct: 0.25, tie_word_embeddings: false, use_parallel_residual: true, vocab_size: 50304,
    }, 'pythia-2.8b');
  });

  it('BLOOM has n_embed, n_layer and either name for its heads, and no longest context', () => {
    const config = {
      apply_residual_connection_post_layernorm: false, attention_softmax_in_fp32: true, bias_dropout_fusion: true, hidden_dropout: 0.0, layer_norm_epsilon: 1e-5, masked_softmax_fusion: true,
      model_type: 'bloom', n_embed: 1024, n_inner: null, n_layer: 24, offset_alibi: 100, pretraining_tp: 1, seq_length: 2048, skip_bias_add: true, vocab_size: 250880,
    };
    assertSameAsZoo({ ...config, num_attention_heads: 16 }, 'bloom-560m');
    assertSameAsZoo({ ...config, n_head: 16 }, 'bloom-560m');
  });

  it('Falcon 7b is multi-query with one norm, whatever num_kv_heads says', () => {
    const config = {
      alibi: false, architectures: ['FalconForCausalLM'], bias: false, hidden_size: 4544, layer_norm_epsilon: 1e-5, model_type: 'falcon', multi_query: true,
      new_decoder_architecture: false, num_attention_heads: 71, num_hidden_layers: 32, parallel_attn: true, vocab_size: 65024,
    };
    assertSameAsZoo(config, 'falcon-7b');
    assertSameAsZoo({ ...config, num_kv_heads: 71 }, 'falcon-7b');
  });

  it('Falcon 40b counts its key-value heads and has a norm for each half', () => {
    assertSameAsZoo({
      alibi: false, architectures: ['FalconForCausalLM'], bias: false, hidden_size: 8192, layer_norm_epsilon: 1e-5, model_type: 'falcon', multi_query: true,
      new_decoder_architecture: true, num_attention_heads: 128, num_hidden_layers: 60, num_kv_heads: 8, parallel_attn: true, vocab_size: 65024,
    }, 'falcon-40b');
  });

  it('Falcon without parallel attention has two norms, with alibi no longest context', () => {
    const spec = read({ model_type: 'falcon', hidden_size: 2048, n_layer: 24, n_head: 32, multi_query: false, parallel_attn: false, bias: true, alibi: true, vocab_size: 50304 });
    assert.deepEqual([spec.kvHeads, spec.sharedNorm, spec.parallelResidual, spec.position, spec.maxContext, spec.qkvBias, spec.mlpBias], [32, false, false, 'alibi', null, true, true]);
  });

  it('OPT 350m has a narrower embedding and no final norm', () => {
    assertSameAsZoo({
      activation_dropout: 0.0, activation_function: 'relu', architectures: ['OPTForCausalLM'], do_layer_norm_before: false, ffn_dim: 4096, hidden_size: 1024, layerdrop: 0.0,
      max_position_embeddings: 2048, model_type: 'opt', num_attention_heads: 16, num_hidden_layers: 24, prefix: '</s>', vocab_size: 50272, word_embed_proj_dim: 512,
    }, 'opt-350m');
  });

  it('OPT has two position rows more than positions', () => {
    assert.equal(modelNamed('opt-6.7b')?.positionRows, 2050);
    assert.equal(modelNamed('gpt2')?.positionRows, 1024);
    assert.equal(modelNamed('llama-2-7b')?.positionRows, 0);
  });

  it('Qwen2 has biases on queries, keys and values only, and a window only where use_sliding_window says so', () => {
    const config = {
      architectures: ['Qwen2ForCausalLM'], attention_dropout: 0.0, hidden_act: 'silu', hidden_size: 3584, intermediate_size: 18944, max_position_embeddings: 131072, max_window_layers: 28,
      model_type: 'qwen2', num_attention_heads: 28, num_hidden_layers: 28, num_key_value_heads: 4, rms_norm_eps: 1e-6, rope_theta: 1000000.0, sliding_window: 131072,
      tie_word_embeddings: false, use_mrope: false, use_sliding_window: false, vocab_size: 152064,
    };
    assertSameAsZoo(config, 'qwen2.5-7b');
    const windowed = read({ ...config, use_sliding_window: true, max_window_layers: 26 });
    assert.equal(windowed.masks.length, 28);
    assert.deepEqual([windowed.masks[25], windowed.masks[26]], [{ kind: 'causal' }, { kind: 'sliding-window', window: 131072 }]);
  });

  it('Gemma 2 alternates sliding and full layers, by rule or by layer_types', () => {
    const config = {
      architectures: ['Gemma2ForCausalLM'], attention_bias: false, attn_logit_softcapping: 50.0, cache_implementation: 'hybrid', final_logit_softcapping: 30.0, head_dim: 256,
      hidden_act: 'gelu_pytorch_tanh', hidden_activation: 'gelu_pytorch_tanh', hidden_size: 2304, intermediate_size: 9216, max_position_embeddings: 8192, model_type: 'gemma2',
      num_attention_heads: 8, num_hidden_layers: 26, num_key_value_heads: 4, query_pre_attn_scalar: 256, rope_theta: 10000.0, sliding_window: 4096, vocab_size: 256000,
    };
    assertSameAsZoo(config, 'gemma-2-2b');
    assertSameAsZoo({ ...config, layer_types: Array.from({ length: 26 }, (_, i) => (i % 2 === 0 ? 'sliding_attention' : 'full_attention')) }, 'gemma-2-2b');
    assert.deepEqual(modelNamed('gemma-2-2b')?.masks, [{ kind: 'sliding-window', window: 4096 }, { kind: 'causal' }]);
  });

  it('Gemma 3 has five sliding layers for each full one', () => {
    assertSameAsZoo({
      architectures: ['Gemma3ForCausalLM'], attention_bias: false, head_dim: 256, hidden_activation: 'gelu_pytorch_tanh', hidden_size: 1152, intermediate_size: 6912,
      max_position_embeddings: 131072, model_type: 'gemma3_text', num_attention_heads: 4, num_hidden_layers: 26, num_key_value_heads: 1, query_pre_attn_scalar: 256,
      rope_local_base_freq: 10000, sliding_window: 512, sliding_window_pattern: 6, vocab_size: 262144,
    }, 'gemma-3-1b');
    assert.deepEqual(modelNamed('gemma-3-1b')?.masks.map((m) => m.kind), [...Array<string>(5).fill('sliding-window'), 'causal']);
  });

  it('Mistral has a window unless it is null', () => {
    const config = {
      architectures: ['MistralForCausalLM'], attention_dropout: 0.0, hidden_act: 'silu', hidden_size: 4096, intermediate_size: 14336, max_position_embeddings: 32768, model_type: 'mistral',
      num_attention_heads: 32, num_hidden_layers: 32, num_key_value_heads: 8, rms_norm_eps: 1e-5, rope_theta: 1000000.0, sliding_window: null, tie_word_embeddings: false, vocab_size: 32768,
    };
    assertSameAsZoo(config, 'mistral-7b-v0.3');
    const spec = read({ ...config, sliding_window: undefined });
    assert.deepEqual(spec.masks, [{ kind: 'sliding-window', window: 4096 }]);
    assert.deepEqual(spec.notes, ['sliding_window is absent: 4096, as the transformers library has it']);
  });

  it('StarCoder, StarCoder 2, StableLM 2 and CodeGen have the parameters of their checkpoints', () => {
    const parameters = (config: unknown): number => parameterCount(decoderGraph(read(config)));
    const starcoder = { model_type: 'gpt_bigcode', n_embd: 6144, n_layer: 40, n_head: 48, n_inner: 24576, n_positions: 8192, vocab_size: 49152, multi_query: true };
    assert.equal(parameters(starcoder), 15_517_456_384);
    assert.deepEqual([read(starcoder).kvHeads, read({ ...starcoder, multi_query: false }).kvHeads], [1, 48]);
    assert.equal(parameters({ model_type: 'starcoder2', hidden_size: 3072, num_hidden_layers: 30, num_attention_heads: 24, num_key_value_heads: 2, intermediate_size: 12288, vocab_size: 49152, use_bias: true, sliding_window: 4096 }), 3_030_371_328);
    assert.equal(parameters({ model_type: 'stablelm', hidden_size: 2048, num_hidden_layers: 24, num_attention_heads: 32, num_key_value_heads: 32, intermediate_size: 5632, vocab_size: 100352, use_qkv_bias: true }), 1_644_515_328);
    assert.equal(parameters({ model_type: 'codegen', n_embd: 1024, n_layer: 20, n_head: 16, n_positions: 2048, vocab_size: 51200 }), 356_712_448);
    assert.equal(parameters({ ...tinyLlama, model_type: 'granite' }), parameters(tinyLlama));
  });

  it('Phi has biases everywhere, also on its head, and one norm a layer', () => {
    assertSameAsZoo({
      architectures: ['PhiForCausalLM'], attention_dropout: 0.0, hidden_act: 'gelu_new', hidden_size: 2560, intermediate_size: 10240, layer_norm_eps: 1e-5, max_position_embeddings: 2048,
      model_type: 'phi', num_attention_heads: 32, num_hidden_layers: 32, num_key_value_heads: 32, partial_rotary_factor: 0.4, qk_layernorm: false, tie_word_embeddings: false, vocab_size: 51200,
    }, 'phi-2');
  });

  it('Qwen3 and Llama 3.2 say their head size themselves', () => {
    assertSameAsZoo({
      attention_bias: false, head_dim: 128, hidden_act: 'silu', hidden_size: 1024, intermediate_size: 3072, max_position_embeddings: 40960, max_window_layers: 28, model_type: 'qwen3',
      num_attention_heads: 16, num_hidden_layers: 28, num_key_value_heads: 8, sliding_window: null, tie_word_embeddings: true, use_sliding_window: false, vocab_size: 151936,
    }, 'qwen3-0.6b');
    assertSameAsZoo({
      attention_bias: false, head_dim: 64, hidden_act: 'silu', hidden_size: 2048, intermediate_size: 8192, max_position_embeddings: 131072, mlp_bias: false, model_type: 'llama',
      num_attention_heads: 32, num_hidden_layers: 16, num_key_value_heads: 8, pretraining_tp: 1, rope_theta: 500000.0, tie_word_embeddings: true, vocab_size: 128256,
    }, 'llama-3.2-1b');
  });

  it('BitNet has sub-norms, as its own type or as a llama that names its class', () => {
    assertSameAsZoo({
      architectures: ['BitNetForCausalLM'], hidden_act: 'relu2', hidden_size: 2560, intermediate_size: 6912, max_position_embeddings: 4096, model_type: 'bitnet', num_attention_heads: 20,
      num_hidden_layers: 30, num_key_value_heads: 5, tie_word_embeddings: true, vocab_size: 128256, quantization_config: { quant_method: 'bitnet' },
    }, 'bitnet-b1.58-2b-4t');
    assertSameAsZoo({
      architectures: ['BitnetForCausalLM'], attention_bias: false, hidden_act: 'silu', hidden_size: 3200, input_bits: 8, intermediate_size: 8640, max_position_embeddings: 2048,
      model_type: 'llama', num_attention_heads: 32, num_hidden_layers: 26, num_key_value_heads: 32, tie_word_embeddings: true, vocab_size: 32002, weight_bits: 1,
    }, 'bitnet-b1.58-3b');
  });
});

describe('fields of our own', () => {
  it('override what the family fixes', () => {
    const spec = read({
      ...tinyLlama, gated_mlp: false, qk_norm: true, sub_norm: true, sandwich_norm: true, attention_qkv_bias: true, norm: 'layernorm', position: 'learned (max_position_embeddings + 2 rows)',
      max_position_embeddings: 128, parallel_residual: true, shared_attention_norm: true, lm_head_bias: true, embedding_layernorm: true,
    });
    assert.deepEqual(
      [spec.gatedMlp, spec.qkNorm, spec.subNorm, spec.sandwichNorm, spec.qkvBias, spec.outputBias, spec.norm, spec.position, spec.positionRows, spec.parallelResidual, spec.sharedNorm, spec.lmHeadBias, spec.embeddingNorm],
      [false, true, true, true, true, false, 'layernorm', 'learned', 128, true, true, true, true]);
  });

  it('share one norm only in a parallel layer', () => {
    assert.equal(read({ ...tinyLlama, shared_attention_norm: true }).sharedNorm, false);
  });

  it('reject a value nobody knows', () => {
    assert.deepEqual(found({ ...tinyLlama, norm: 'batchnorm', position: 'rotary' }), ['model/unknown-value /position', 'model/unknown-value /norm']);
  });
});

describe('mixtures of experts', () => {
  const tinyMoe = { model_type: 'qwen3_moe', hidden_size: 64, num_hidden_layers: 6, num_attention_heads: 4, num_key_value_heads: 2, head_dim: 16, intermediate_size: 128, vocab_size: 100, num_experts: 8, num_experts_per_tok: 2, moe_intermediate_size: 32 };

  it('are as wide as the intermediate size in Mixtral, in every layer', () => {
    assertSameAsZoo({
      architectures: ['MixtralForCausalLM'], attention_dropout: 0.0, hidden_act: 'silu', hidden_size: 4096, intermediate_size: 14336, max_position_embeddings: 32768, model_type: 'mixtral',
      num_attention_heads: 32, num_experts_per_tok: 2, num_hidden_layers: 32, num_key_value_heads: 8, num_local_experts: 8, output_router_logits: false, rope_theta: 1000000.0,
      router_aux_loss_coef: 0.02, sliding_window: null, tie_word_embeddings: false, vocab_size: 32000,
    }, 'mixtral-8x7b');
  });

  it('have a width of their own in Qwen 3, and dense layers by step and by list', () => {
    assert.deepEqual(read(tinyMoe).experts?.denseLayers, []);
    assert.deepEqual(read({ ...tinyMoe, decoder_sparse_step: 2, mlp_only_layers: [3] }).experts?.denseLayers, [0, 2, 3, 4]);
    assert.deepEqual([read(tinyMoe).experts?.intermediateSize, read(tinyMoe).intermediateSize, read(tinyMoe).qkNorm], [32, 128, true]);
  });

  it('have biases, sinks and a window in every other layer in GPT-OSS', () => {
    assertSameAsZoo({
      architectures: ['GptOssForCausalLM'], attention_bias: true, experts_per_token: 4, head_dim: 64, hidden_act: 'silu', hidden_size: 2880, intermediate_size: 2880,
      layer_types: Array.from({ length: 24 }, (_, i) => (i % 2 === 0 ? 'sliding_attention' : 'full_attention')), max_position_embeddings: 131072, model_type: 'gpt_oss', num_attention_heads: 64,
      num_experts_per_tok: 4, num_hidden_layers: 24, num_key_value_heads: 8, num_local_experts: 32, sliding_window: 128, swiglu_limit: 7.0, tie_word_embeddings: false, vocab_size: 201088,
    }, 'gpt-oss-20b');
  });

  it('stand behind dense layers and beside shared experts in DeepSeek, whose attention is over latents', () => {
    assertSameAsZoo({
      architectures: ['DeepseekV3ForCausalLM'], attention_bias: false, ep_size: 1, first_k_dense_replace: 3, hidden_act: 'silu', hidden_size: 7168, intermediate_size: 18432, kv_lora_rank: 512,
      max_position_embeddings: 163840, model_type: 'deepseek_v3', moe_intermediate_size: 2048, moe_layer_freq: 1, n_group: 8, n_routed_experts: 256, n_shared_experts: 1, norm_topk_prob: true,
      num_attention_heads: 128, num_experts_per_tok: 8, num_hidden_layers: 61, num_key_value_heads: 128, num_nextn_predict_layers: 1, q_lora_rank: 1536, qk_nope_head_dim: 128, qk_rope_head_dim: 64,
      routed_scaling_factor: 2.5, scoring_func: 'sigmoid', tie_word_embeddings: false, topk_group: 4, topk_method: 'noaux_tc', v_head_dim: 128, vocab_size: 129280,
    }, 'deepseek-v3');
    const lite = modelNamed('deepseek-v2-lite')!;
    assert.deepEqual([lite.headDim, lite.latent?.queryRank, lite.experts?.sharedSize, lite.experts?.denseLayers], [192, null, 2816, [0]]);
    assert.ok(lite.notes.some((note) => note.includes('absorbed form')));
  });

  it('need their count, their width and how many a token takes, which are not more than there are', () => {
    assert.deepEqual(found({ ...tinyLlama, model_type: 'mixtral', num_key_value_heads: 2 }), ['model/missing-field /num_local_experts', 'model/missing-field /num_experts_per_tok']);
    assert.deepEqual(found({ ...tinyMoe, num_experts_per_tok: 9 }), ['model/active-experts-exceed /num_experts_per_tok']);
    assert.deepEqual(found({ ...tinyMoe, mlp_only_layers: [1.5] }), ['model/wrong-type /mlp_only_layers']);
  });

  it('can have measured numbers of distinct experts, ascending and possible', () => {
    assert.deepEqual(read({ ...tinyMoe, measured_distinct_experts: [[4, 5.5], [16, 7]] }).experts?.measured, [[4, 5.5], [16, 7]]);
    for (const wrong of [[[16, 7], [4, 5]], [[1, 2]], [[4, 9]], [[4, 1]], [[2, 4.5]], [[2.5, 3]]]) {
      assert.deepEqual(found({ ...tinyMoe, measured_distinct_experts: wrong }), ['model/wrong-measurement /measured_distinct_experts']);
    }
    assert.deepEqual(found({ ...tinyMoe, measured_distinct_experts: [4, 5] }), ['model/wrong-type /measured_distinct_experts']);
  });

  it('of GLM, Kimi and Qwen 1.5 have the sizes that their makers give: 106B, 1.03T and 14.3B, of which 2.7B are active', () => {
    const billions = (config: unknown): readonly string[] => [parameterCount, activeParameterCount].map((count) => (count(decoderGraph(read(config))) / 1e9).toFixed(1));
    assert.equal(billions({
      model_type: 'glm4_moe', attention_bias: true, head_dim: 128, hidden_size: 4096, intermediate_size: 10944, moe_intermediate_size: 1408, n_routed_experts: 128, n_shared_experts: 1, num_attention_heads: 96,
      num_experts_per_tok: 8, num_hidden_layers: 46, num_key_value_heads: 8, first_k_dense_replace: 1, use_qk_norm: false, vocab_size: 151552, max_position_embeddings: 131072,
    })[0], '106.9');
    assert.deepEqual(billions({
      model_type: 'kimi_k2', hidden_size: 7168, num_hidden_layers: 61, num_attention_heads: 64, num_key_value_heads: 64, intermediate_size: 18432, moe_intermediate_size: 2048, n_routed_experts: 384, n_shared_experts: 1,
      num_experts_per_tok: 8, first_k_dense_replace: 1, q_lora_rank: 1536, kv_lora_rank: 512, qk_nope_head_dim: 128, qk_rope_head_dim: 64, v_head_dim: 128, vocab_size: 163840,
    }), ['1026.4', '32.9']);
    assert.deepEqual(billions({
      model_type: 'qwen2_moe', hidden_size: 2048, num_hidden_layers: 24, num_attention_heads: 16, num_key_value_heads: 16, intermediate_size: 5632, moe_intermediate_size: 1408,
      shared_expert_intermediate_size: 5632, num_experts: 60, num_experts_per_tok: 4, vocab_size: 151936,
    }), ['14.3', '2.7']);
  });
});

describe('models without attention', () => {
  it('are Mamba, with a step rank that may be "auto"', () => {
    const config = {
      architectures: ['MambaForCausalLM'], conv_kernel: 4, expand: 2, hidden_act: 'silu', hidden_size: 768, intermediate_size: 1536, model_type: 'mamba', n_layer: 24, num_hidden_layers: 24, state_size: 16,
      time_step_rank: 48, use_bias: false, use_conv_bias: true, vocab_size: 50280,
    };
    assertSameAsZoo(config, 'mamba-130m');
    assertSameAsZoo({ ...config, time_step_rank: 'auto', intermediate_size: undefined }, 'mamba-130m');
  });

  it('are Mamba-2, with heads and groups', () => {
    assertSameAsZoo({
      architectures: ['Mamba2ForCausalLM'], chunk_size: 256, conv_kernel: 4, expand: 2, head_dim: 64, hidden_size: 768, model_type: 'mamba2', n_groups: 1, num_heads: 24, num_hidden_layers: 24, state_size: 128,
      tie_word_embeddings: true, use_bias: false, use_conv_bias: true, vocab_size: 50288,
    }, 'mamba2-130m');
    assert.deepEqual(found({ model_type: 'mamba2', hidden_size: 64, num_hidden_layers: 1, vocab_size: 8, num_heads: 3 }), ['model/channels-not-divisible /num_heads']);
  });

  it('are MatMul-free, with an MLP of 8/3 of the width up to a multiple of 256', () => {
    const config = {
      architectures: ['HGRNBitForCausalLM'], attn_mode: 'fused_recurrent', expand_ratio: 1, hidden_act: 'swish', hidden_ratio: 4, hidden_size: 1024, intermediate_size: null, max_position_embeddings: 2048,
      model_type: 'hgrn_bit', num_heads: 1, num_hidden_layers: 24, tie_word_embeddings: false, use_lower_bound: true, use_short_conv: false, vocab_size: 32000, quantization: { weights: 'ternary', activations_bits: 8 },
    };
    assertSameAsZoo(config, 'mmfreelm-370m');
    assert.ok(read(config).notes.includes('trained with ternary weights and 8-bit activations'));
    assert.deepEqual(found({ ...config, use_short_conv: true }), ['model/option-not-modelled /use_short_conv']);
  });
});

describe('absent fields', () => {
  it('have the defaults of the transformers library, and the model says so', () => {
    const llama = read(tinyLlama);
    assert.deepEqual([llama.kvHeads, llama.headDim, llama.maxContext, llama.tiedEmbeddings, llama.activation], [4, 16, 2048, false, 'silu']);
    assert.deepEqual(llama.notes, ['max_position_embeddings is absent: 2048, as the transformers library has it']);
    const gemma2 = read(tinyGemma2);
    assert.deepEqual([gemma2.kvHeads, gemma2.headDim, gemma2.maxContext, gemma2.tiedEmbeddings, gemma2.activation], [4, 256, 8192, true, 'gelu_pytorch_tanh']);
    assert.equal(gemma2.notes.length, 4);
  });

  it('differ from null where the library does: a null count of key-value heads is one for each head', () => {
    assert.equal(read({ ...tinyQwen2, num_attention_heads: 32 }).kvHeads, 2);
    assert.equal(read({ ...tinyQwen2, num_attention_heads: 64, num_key_value_heads: undefined }).kvHeads, 32);
    assert.equal(read({ ...tinyQwen2, num_attention_heads: 64, num_key_value_heads: null }).kvHeads, 64);
  });

  it('are a problem each where they decide the size of the model', () => {
    assert.deepEqual(found({ model_type: 'llama' }), ['/num_hidden_layers', '/hidden_size', '/num_attention_heads', '/intermediate_size', '/vocab_size'].map((p) => `model/missing-field ${p}`));
    assert.deepEqual(found({ model_type: 'gpt2', n_layer: 2, n_embd: 8, n_head: 2 }), ['model/missing-field /vocab_size', 'model/missing-field /n_positions']);
    assert.deepEqual(found({ ...tinyLlama, hidden_size: null }), ['model/missing-field /hidden_size']);
    assert.deepEqual(found({}), ['model/missing-field /model_type']);
  });
});

describe('a wrong configuration', () => {
  it('is reported whole, each problem once and with its pointer', () => {
    assert.deepEqual(
      found({ model_type: 'llama', num_hidden_layers: 0, hidden_size: '64', num_attention_heads: 1.5, intermediate_size: -8, vocab_size: 2 ** 24 + 1, attention_bias: 'no', tie_word_embeddings: 1, hidden_act: 3 }).toSorted(),
      ['model/not-a-positive-integer /intermediate_size', 'model/not-a-positive-integer /num_attention_heads', 'model/not-a-positive-integer /num_hidden_layers', 'model/too-large /vocab_size',
        'model/wrong-type /attention_bias', 'model/wrong-type /hidden_act', 'model/wrong-type /hidden_size', 'model/wrong-type /tie_word_embeddings']);
  });

  it('has limits for absurd sizes, and takes the largest value within them', () => {
    assert.deepEqual(found({ ...tinyLlama, num_hidden_layers: 10_001 }), ['model/too-large /num_hidden_layers']);
    assert.deepEqual(found({ ...tinyLlama, num_attention_heads: 2 ** 16 + 1, head_dim: 1 }), ['model/too-large /num_attention_heads']);
    assert.deepEqual(found({ ...tinyLlama, num_hidden_layers: 10_000, hidden_size: 2 ** 24, num_attention_heads: 2 ** 16 }), []);
  });

  it('has heads that do not divide', () => {
    assert.deepEqual(found({ ...tinyLlama, num_key_value_heads: 3 }), ['model/heads-not-divisible /num_key_value_heads']);
    assert.deepEqual(found({ ...tinyLlama, hidden_size: 66 }), ['model/hidden-not-divisible /hidden_size']);
    assert.deepEqual(found({ ...tinyLlama, hidden_size: 66, head_dim: 16 }), []);
  });

  it('has two names for one thing with different values', () => {
    assert.deepEqual(found({ model_type: 'gpt2', n_embd: 8, hidden_size: 16, n_layer: 1, n_head: 2, vocab_size: 10, n_positions: 4 }), ['model/conflicting-fields /hidden_size']);
  });

  it('has layer_types of another length or kind', () => {
    assert.deepEqual(found({ ...tinyGemma2, layer_types: ['full_attention'] }), ['model/wrong-length /layer_types']);
    assert.deepEqual(found({ ...tinyGemma2, layer_types: Array<string>(4).fill('chunked_attention') }), ['model/unknown-value /layer_types']);
    assert.deepEqual(found({ ...tinyGemma2, layer_types: 'sliding' }), ['model/wrong-type /layer_types']);
  });

  it('asks for something that is not modelled', () => {
    assert.deepEqual(found({ ...tinyLlama, is_encoder_decoder: true }), ['model/option-not-modelled /is_encoder_decoder']);
    assert.deepEqual(found({ ...tinyLlama, model_type: 'phi', qk_layernorm: true }), ['model/option-not-modelled /qk_layernorm']);
  });

  it('never makes a model with a size that is not a positive integer, nor an error that is not about the input', () => {
    const names = ['hidden_size', 'n_embd', 'num_hidden_layers', 'n_layer', 'num_attention_heads', 'n_head', 'num_key_value_heads', 'num_kv_heads', 'head_dim', 'intermediate_size', 'ffn_dim', 'vocab_size',
      'n_positions', 'max_position_embeddings', 'sliding_window', 'use_sliding_window', 'max_window_layers', 'layer_types', 'word_embed_proj_dim', 'multi_query', 'num_ln_in_parallel_attn', 'alibi', 'norm', 'quantization', 'num_local_experts', 'num_experts', 'n_routed_experts', 'n_shared_experts', 'num_experts_per_tok', 'moe_intermediate_size',
      'first_k_dense_replace', 'decoder_sparse_step', 'mlp_only_layers', 'q_lora_rank', 'kv_lora_rank', 'latent_attention', 'measured_distinct_experts', 'state_size', 'expand', 'time_step_rank', 'conv_kernel', 'num_heads',
      'type_vocab_size', 'embedding_size', 'num_hidden_groups', 'local_attention', 'global_attn_every_n_layers', 'd_kv', 'num_decoder_layers', 'relative_attention_num_buckets', 'feed_forward_proj', 'encoder_layers',
      'decoder_attention_heads', 'decoder_ffn_dim', 'num_mel_bins', 'max_source_positions', 'image_size', 'patch_size', 'moe_layer_step', 'architectures', 'attn_config', 'partial_rotary_factor', 'expansion_ratio'];
    const value = fc.oneof({ weight: 8, arbitrary: fc.constantFrom<unknown>(1, 2, 4, 8, 64) }, fc.constantFrom<unknown>(0, -1, 2.5, 2 ** 30, NaN, null, true, false, 'x', [], {}, ['full_attention', 'sliding_attention']));
    fc.assert(fc.property(fc.constantFrom(...modelTypes()), fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 8 }), (type, fields) => {
      const config = {
        num_local_experts: 8, num_experts: 8, n_routed_experts: 8, num_experts_per_tok: 2, moe_intermediate_size: 64, q_lora_rank: null, kv_lora_rank: 8, qk_nope_head_dim: 8, qk_rope_head_dim: 8, v_head_dim: 8,
        hidden_size: 64, num_hidden_layers: 2, num_attention_heads: 8, intermediate_size: 64, vocab_size: 64, max_position_embeddings: 64, num_key_value_heads: 8,
        d_model: 64, d_kv: 8, d_ff: 64, num_layers: 2, encoder_layers: 2, decoder_layers: 2, encoder_attention_heads: 8, decoder_attention_heads: 8, encoder_ffn_dim: 64, decoder_ffn_dim: 64, num_mel_bins: 8,
        ...(type === 'vit' || type === 'deit' ? { image_size: 64, patch_size: 8 } : {}), hybrid_override_pattern: 'M*', ...fields, model_type: type,
      };
      if (problemsOf(config).length > 0) return;
      const s = read(config);
      for (const size of sizesOf(s)) assert.ok(Number.isInteger(size) && size > 0);
      for (const mask of s.masks) {
        if (s.encoding === undefined) assert.ok(mask.kind === 'causal' || (mask.kind === 'sliding-window' && mask.window > 0));
        else assert.ok(mask.kind === 'full' || (mask.kind === 'band' && mask.before >= 0 && mask.after === mask.before));
      }
    }), { numRuns: 2000 });
  });

  it('is no object', () => {
    for (const value of [null, undefined, 3, 'llama', [tinyLlama]]) assert.deepEqual(found(value), ['model/not-an-object ']);
  });
});

describe('a model_type that cannot be read', () => {
  it('gets the near name of one that can', () => {
    const [first, ...rest] = problemsOf({ ...tinyLlama, model_type: 'lama' });
    assert.deepEqual([first?.code, first?.remedy, rest.length], ['model/unknown-type', 'did you mean "llama"?', 0]);
    assert.deepEqual(found({ model_type: '__proto__' }), ['model/unknown-type /model_type']);
  });

  it('is told apart from one that is known but not modelled yet', () => {
    for (const type of ['dbrx', 'llama4', 'minicpm3', 'zamba2', 'rwkv', 'deberta-v2', 'swin', 't5gemma', 'gemma3']) {
      assert.deepEqual(found({ model_type: type }), ['model/type-not-modelled /model_type'], type);
    }
    assert.match(problemsOf({ model_type: 'dbrx' })[0]?.message ?? '', /known but not modelled yet: it is a mixture of experts/);
  });
});

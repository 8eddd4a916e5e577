import assert from 'node:assert/strict';
import fc from 'fast-check';
import { InputError, type Problem } from '../../src/sim/core/diagnostics.js';
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

function assertSameAsZoo(config: unknown, name: string): void {
  const entry = modelNamed(name);
  assert.ok(entry !== undefined, name);
  assert.deepEqual(shapeOf(read(config)), shapeOf(entry));
}

const tinyLlama = { model_type: 'llama', hidden_size: 64, num_hidden_layers: 2, num_attention_heads: 4, intermediate_size: 128, vocab_size: 100 };
const tinyGemma2 = { model_type: 'gemma2', hidden_size: 64, num_hidden_layers: 4, num_attention_heads: 4, intermediate_size: 128, vocab_size: 100 };
const tinyQwen2 = { ...tinyLlama, model_type: 'qwen2', num_key_value_heads: 2 };

describe('the model zoo', () => {
  it('has 88 dense decoders, each under one name', () => {
    assert.equal(zoo.length, 88);
    assert.equal(new Set(modelNames()).size, 88);
    assert.equal(new Set(zoo.map((e) => e.hubId ?? e.name)).size, 88);
  });

  it('reads every entry without a problem, with positive sizes and a source', () => {
    for (const entry of zoo) {
      const spec = modelNamed(entry.name);
      assert.ok(spec !== undefined, entry.name);
      for (const size of [spec.layers, spec.hiddenSize, spec.heads, spec.kvHeads, spec.headDim, spec.intermediateSize, spec.vocabularySize, spec.embeddingWidth]) {
        assert.ok(Number.isInteger(size) && size > 0, `${entry.name}: ${size}`);
      }
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
      'n_positions', 'max_position_embeddings', 'sliding_window', 'use_sliding_window', 'max_window_layers', 'layer_types', 'word_embed_proj_dim', 'multi_query', 'num_ln_in_parallel_attn', 'alibi', 'norm', 'quantization'];
    const value = fc.oneof({ weight: 8, arbitrary: fc.constantFrom<unknown>(1, 2, 4, 8, 64) }, fc.constantFrom<unknown>(0, -1, 2.5, 2 ** 30, NaN, null, true, false, 'x', [], {}, ['full_attention', 'sliding_attention']));
    fc.assert(fc.property(fc.constantFrom(...modelTypes()), fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 8 }), (type, fields) => {
      const config = { hidden_size: 64, num_hidden_layers: 2, num_attention_heads: 8, intermediate_size: 64, vocab_size: 64, max_position_embeddings: 64, num_key_value_heads: 8, ...fields, model_type: type };
      if (problemsOf(config).length > 0) return;
      const s = read(config);
      for (const size of [s.layers, s.hiddenSize, s.heads, s.kvHeads, s.headDim, s.intermediateSize, s.vocabularySize, s.embeddingWidth, s.maxContext ?? 1, s.heads / s.kvHeads]) assert.ok(Number.isInteger(size) && size > 0);
      for (const mask of s.masks) assert.ok(mask.kind === 'causal' || (mask.kind === 'sliding-window' && mask.window > 0));
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
    for (const type of ['mixtral', 'deepseek_v2', 'deepseek_v3', 'qwen3_moe', 'mamba', 'mamba2', 'hgrn_bit', 'gpt_oss', 'bert', 'gemma3']) {
      assert.deepEqual(found({ model_type: type }), ['model/type-not-modelled /model_type'], type);
    }
    assert.match(problemsOf({ model_type: 'mixtral' })[0]?.message ?? '', /known but not modelled yet: it is a mixture of experts/);
  });
});

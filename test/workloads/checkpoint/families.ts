import type { Entry } from './fixture.js';

/** Tensors of public checkpoints, written down from the modelling files of their families: names and shapes do not come from the code under test. */

type Config = Readonly<Record<string, unknown>>;

export interface PublicCheckpoint {
  readonly name: string;
  readonly config: Config;
  readonly entries: readonly Entry[];
}

function matrix(name: string, outputs: number, inputs: number, dtype: string, bias = false): Entry[] {
  return [[`${name}.weight`, dtype, [outputs, inputs]], ...(bias ? [[`${name}.bias`, dtype, [outputs]] as const] : [])];
}

function vector(name: string, width: number, dtype: string, bias = false): Entry[] {
  return [[`${name}.weight`, dtype, [width]], ...(bias ? [[`${name}.bias`, dtype, [width]] as const] : [])];
}

function layers(count: number, of: (layer: string, index: number) => readonly Entry[], prefix: string): Entry[] {
  return Array.from({ length: count }, (_, i) => of(`${prefix}.${i}`, i)).flat();
}

interface LlamaLike { h: number; l: number; q: number; kv: number; i: number; v: number; dtype: string; tied?: boolean; qkvBias?: boolean; sandwich?: boolean; fused?: boolean; rotary?: number; sub?: boolean }

/** Llama, Mistral, Qwen2, Gemma 2, Phi-3, BitNet. */
export function llamaLike({ h, l, q, kv, i, v, dtype, tied = false, qkvBias = false, sandwich = false, fused = false, rotary = 0, sub = false }: LlamaLike): Entry[] {
  return [
    ...matrix('model.embed_tokens', v, h, dtype),
    ...layers(l, (layer) => [
      ...(fused ? matrix(`${layer}.self_attn.qkv_proj`, q + 2 * kv, h, dtype)
        : [...matrix(`${layer}.self_attn.q_proj`, q, h, dtype, qkvBias), ...matrix(`${layer}.self_attn.k_proj`, kv, h, dtype, qkvBias), ...matrix(`${layer}.self_attn.v_proj`, kv, h, dtype, qkvBias)]),
      ...matrix(`${layer}.self_attn.o_proj`, h, q, dtype),
      ...(fused ? matrix(`${layer}.mlp.gate_up_proj`, 2 * i, h, dtype) : [...matrix(`${layer}.mlp.gate_proj`, i, h, dtype), ...matrix(`${layer}.mlp.up_proj`, i, h, dtype)]),
      ...matrix(`${layer}.mlp.down_proj`, h, i, dtype),
      ...vector(`${layer}.input_layernorm`, h, dtype), ...vector(`${layer}.post_attention_layernorm`, h, dtype),
      ...(sandwich ? [...vector(`${layer}.pre_feedforward_layernorm`, h, dtype), ...vector(`${layer}.post_feedforward_layernorm`, h, dtype)] : []),
      ...(sub ? [...vector(`${layer}.self_attn.attn_sub_norm`, q, dtype), ...vector(`${layer}.mlp.ffn_sub_norm`, i, dtype)] : []),
      ...(rotary > 0 ? [[`${layer}.self_attn.rotary_emb.inv_freq`, dtype, [rotary]] as const] : []),
    ], 'model.layers'),
    ...vector('model.norm', h, dtype), ...(tied ? [] : matrix('lm_head', v, h, dtype)),
  ];
}

export const llama2: PublicCheckpoint = {
  name: 'meta-llama/Llama-2-7b-hf',
  config: { model_type: 'llama', hidden_size: 4096, num_hidden_layers: 32, num_attention_heads: 32, num_key_value_heads: 32, intermediate_size: 11_008, vocab_size: 32_000, max_position_embeddings: 4096, tie_word_embeddings: false, torch_dtype: 'float16' },
  entries: llamaLike({ h: 4096, l: 32, q: 4096, kv: 4096, i: 11_008, v: 32_000, dtype: 'F16', rotary: 64 }),
};

const opt125m: PublicCheckpoint = {
  name: 'facebook/opt-125m',
  config: { model_type: 'opt', hidden_size: 768, num_hidden_layers: 12, num_attention_heads: 12, ffn_dim: 3072, vocab_size: 50_272, max_position_embeddings: 2048, word_embed_proj_dim: 768, tie_word_embeddings: true },
  entries: [
    ...matrix('model.decoder.embed_tokens', 50_272, 768, 'F16'), ...matrix('model.decoder.embed_positions', 2050, 768, 'F16'), ...vector('model.decoder.final_layer_norm', 768, 'F16', true),
    ...layers(12, (layer) => [
      ...['q_proj', 'k_proj', 'v_proj', 'out_proj'].flatMap((name) => matrix(`${layer}.self_attn.${name}`, 768, 768, 'F16', true)), ...vector(`${layer}.self_attn_layer_norm`, 768, 'F16', true),
      ...matrix(`${layer}.fc1`, 3072, 768, 'F16', true), ...matrix(`${layer}.fc2`, 768, 3072, 'F16', true), ...vector(`${layer}.final_layer_norm`, 768, 'F16', true),
    ], 'model.decoder.layers'),
  ],
};

/** GPT-2 keeps its matrices as [inputs, outputs], and masks as tensors. */
const gpt2: PublicCheckpoint = {
  name: 'openai-community/gpt2',
  config: { model_type: 'gpt2', n_embd: 768, n_layer: 12, n_head: 12, n_positions: 1024, n_ctx: 1024, vocab_size: 50_257 },
  entries: [
    ...matrix('wte', 50_257, 768, 'F16'), ...matrix('wpe', 1024, 768, 'F16'), ...vector('ln_f', 768, 'F16', true),
    ...layers(12, (layer) => [
      ...vector(`${layer}.ln_1`, 768, 'F16', true), ...vector(`${layer}.ln_2`, 768, 'F16', true), [`${layer}.attn.bias`, 'F16', [1, 1, 1024, 1024]] as const,
      [`${layer}.attn.c_attn.weight`, 'F16', [768, 2304]] as const, [`${layer}.attn.c_attn.bias`, 'F16', [2304]] as const, [`${layer}.attn.c_proj.weight`, 'F16', [768, 768]] as const, [`${layer}.attn.c_proj.bias`, 'F16', [768]] as const,
      [`${layer}.mlp.c_fc.weight`, 'F16', [768, 3072]] as const, [`${layer}.mlp.c_fc.bias`, 'F16', [3072]] as const, [`${layer}.mlp.c_proj.weight`, 'F16', [3072, 768]] as const, [`${layer}.mlp.c_proj.bias`, 'F16', [768]] as const,
    ], 'h'),
  ],
};

const pythia: PublicCheckpoint = {
  name: 'EleutherAI/pythia-70m',
  config: { model_type: 'gpt_neox', hidden_size: 512, num_hidden_layers: 6, num_attention_heads: 8, intermediate_size: 2048, vocab_size: 50_304, max_position_embeddings: 2048, tie_word_embeddings: false, use_parallel_residual: true },
  entries: [
    ...matrix('gpt_neox.embed_in', 50_304, 512, 'F16'), ...matrix('embed_out', 50_304, 512, 'F16'), ...vector('gpt_neox.final_layer_norm', 512, 'F16', true),
    ...layers(6, (layer) => [
      ...vector(`${layer}.input_layernorm`, 512, 'F16', true), ...vector(`${layer}.post_attention_layernorm`, 512, 'F16', true),
      ...matrix(`${layer}.attention.query_key_value`, 1536, 512, 'F16', true), ...matrix(`${layer}.attention.dense`, 512, 512, 'F16', true),
      ...matrix(`${layer}.mlp.dense_h_to_4h`, 2048, 512, 'F16', true), ...matrix(`${layer}.mlp.dense_4h_to_h`, 512, 2048, 'F16', true),
      [`${layer}.attention.bias`, 'U8', [1, 1, 2048, 2048]] as const, [`${layer}.attention.masked_bias`, 'F16', []] as const, [`${layer}.attention.rotary_emb.inv_freq`, 'F16', [8]] as const,
    ], 'gpt_neox.layers'),
  ],
};

const falcon: PublicCheckpoint = {
  name: 'tiiuae/falcon-7b',
  config: { model_type: 'falcon', hidden_size: 4544, num_hidden_layers: 32, num_attention_heads: 71, vocab_size: 65_024, multi_query: true, parallel_attn: true, new_decoder_architecture: false, alibi: false, bias: false, tie_word_embeddings: true },
  entries: [
    ...matrix('transformer.word_embeddings', 65_024, 4544, 'BF16'), ...vector('transformer.ln_f', 4544, 'BF16', true),
    ...layers(32, (layer) => [
      ...vector(`${layer}.input_layernorm`, 4544, 'BF16', true), ...matrix(`${layer}.self_attention.query_key_value`, 4672, 4544, 'BF16'), ...matrix(`${layer}.self_attention.dense`, 4544, 4544, 'BF16'),
      ...matrix(`${layer}.mlp.dense_h_to_4h`, 18_176, 4544, 'BF16'), ...matrix(`${layer}.mlp.dense_4h_to_h`, 4544, 18_176, 'BF16'),
    ], 'transformer.h'),
  ],
};

const phi2: PublicCheckpoint = {
  name: 'microsoft/phi-2',
  config: { model_type: 'phi', hidden_size: 2560, num_hidden_layers: 32, num_attention_heads: 32, num_key_value_heads: 32, intermediate_size: 10_240, vocab_size: 51_200, max_position_embeddings: 2048, tie_word_embeddings: false },
  entries: [
    ...matrix('model.embed_tokens', 51_200, 2560, 'F16'), ...vector('model.final_layernorm', 2560, 'F16', true), ...matrix('lm_head', 51_200, 2560, 'F16', true),
    ...layers(32, (layer) => [
      ...vector(`${layer}.input_layernorm`, 2560, 'F16', true), ...['q_proj', 'k_proj', 'v_proj', 'dense'].flatMap((name) => matrix(`${layer}.self_attn.${name}`, 2560, 2560, 'F16', true)),
      ...matrix(`${layer}.mlp.fc1`, 10_240, 2560, 'F16', true), ...matrix(`${layer}.mlp.fc2`, 2560, 10_240, 'F16', true),
    ], 'model.layers'),
  ],
};

const bloom: PublicCheckpoint = {
  name: 'bigscience/bloom-560m',
  config: { model_type: 'bloom', hidden_size: 1024, n_layer: 24, n_head: 16, vocab_size: 250_880, tie_word_embeddings: true },
  entries: [
    ...matrix('word_embeddings', 250_880, 1024, 'F16'), ...vector('word_embeddings_layernorm', 1024, 'F16', true), ...vector('ln_f', 1024, 'F16', true),
    ...layers(24, (layer) => [
      ...vector(`${layer}.input_layernorm`, 1024, 'F16', true), ...vector(`${layer}.post_attention_layernorm`, 1024, 'F16', true),
      ...matrix(`${layer}.self_attention.query_key_value`, 3072, 1024, 'F16', true), ...matrix(`${layer}.self_attention.dense`, 1024, 1024, 'F16', true),
      ...matrix(`${layer}.mlp.dense_h_to_4h`, 4096, 1024, 'F16', true), ...matrix(`${layer}.mlp.dense_4h_to_h`, 1024, 4096, 'F16', true),
    ], 'h'),
  ],
};

interface Sparse { h: number; l: number; q: number; kv: number; experts: number; i: number; v: number }

/** Mixtral: experts one by one under `block_sparse_moe`. */
function mixtral({ h, l, q, kv, experts, i, v }: Sparse): Entry[] {
  return [
    ...matrix('model.embed_tokens', v, h, 'BF16'), ...vector('model.norm', h, 'BF16'), ...matrix('lm_head', v, h, 'BF16'),
    ...layers(l, (layer) => [
      ...matrix(`${layer}.self_attn.q_proj`, q, h, 'BF16'), ...matrix(`${layer}.self_attn.k_proj`, kv, h, 'BF16'), ...matrix(`${layer}.self_attn.v_proj`, kv, h, 'BF16'), ...matrix(`${layer}.self_attn.o_proj`, h, q, 'BF16'),
      ...vector(`${layer}.input_layernorm`, h, 'BF16'), ...vector(`${layer}.post_attention_layernorm`, h, 'BF16'), ...matrix(`${layer}.block_sparse_moe.gate`, experts, h, 'BF16'),
      ...Array.from({ length: experts }, (_, e) => [...matrix(`${layer}.block_sparse_moe.experts.${e}.w1`, i, h, 'BF16'), ...matrix(`${layer}.block_sparse_moe.experts.${e}.w2`, h, i, 'BF16'), ...matrix(`${layer}.block_sparse_moe.experts.${e}.w3`, i, h, 'BF16')]).flat(),
    ], 'model.layers'),
  ];
}

/** DeepSeek-V2-Lite: latent attention without a rank of queries, one dense layer, 64 experts and 2 shared ones. */
function deepseekLite(): Entry[] {
  const h = 2048;
  const mlp = (path: string, i: number): Entry[] => [...matrix(`${path}.gate_proj`, i, h, 'BF16'), ...matrix(`${path}.up_proj`, i, h, 'BF16'), ...matrix(`${path}.down_proj`, h, i, 'BF16')];
  return [
    ...matrix('model.embed_tokens', 102_400, h, 'BF16'), ...vector('model.norm', h, 'BF16'), ...matrix('lm_head', 102_400, h, 'BF16'),
    ...layers(27, (layer, index) => [
      ...matrix(`${layer}.self_attn.q_proj`, 16 * 192, h, 'BF16'), ...matrix(`${layer}.self_attn.kv_a_proj_with_mqa`, 512 + 64, h, 'BF16'), ...vector(`${layer}.self_attn.kv_a_layernorm`, 512, 'BF16'),
      ...matrix(`${layer}.self_attn.kv_b_proj`, 16 * (128 + 128), 512, 'BF16'), ...matrix(`${layer}.self_attn.o_proj`, h, 16 * 128, 'BF16'),
      ...vector(`${layer}.input_layernorm`, h, 'BF16'), ...vector(`${layer}.post_attention_layernorm`, h, 'BF16'),
      ...(index === 0 ? mlp(`${layer}.mlp`, 10_944) : [
        ...matrix(`${layer}.mlp.gate`, 64, h, 'BF16'), ...mlp(`${layer}.mlp.shared_experts`, 2 * 1408), ...Array.from({ length: 64 }, (_, e) => mlp(`${layer}.mlp.experts.${e}`, 1408)).flat(),
      ]),
    ], 'model.layers'),
  ];
}

export const publicCheckpoints: readonly PublicCheckpoint[] = [
  llama2, opt125m, gpt2, pythia, falcon, phi2, bloom,
  { name: 'mistralai/Mistral-7B-v0.1',
    config: { model_type: 'mistral', hidden_size: 4096, num_hidden_layers: 32, num_attention_heads: 32, num_key_value_heads: 8, intermediate_size: 14_336, vocab_size: 32_000, max_position_embeddings: 32_768, sliding_window: 4096, tie_word_embeddings: false },
    entries: llamaLike({ h: 4096, l: 32, q: 4096, kv: 1024, i: 14_336, v: 32_000, dtype: 'BF16' }) },
  { name: 'Qwen/Qwen2.5-0.5B',
    config: { model_type: 'qwen2', hidden_size: 896, num_hidden_layers: 24, num_attention_heads: 14, num_key_value_heads: 2, intermediate_size: 4864, vocab_size: 151_936, max_position_embeddings: 32_768, tie_word_embeddings: true, use_sliding_window: false },
    entries: llamaLike({ h: 896, l: 24, q: 896, kv: 128, i: 4864, v: 151_936, dtype: 'BF16', tied: true, qkvBias: true }) },
  { name: 'google/gemma-2-2b',
    config: { model_type: 'gemma2', hidden_size: 2304, num_hidden_layers: 26, num_attention_heads: 8, num_key_value_heads: 4, head_dim: 256, intermediate_size: 9216, vocab_size: 256_000, max_position_embeddings: 8192, sliding_window: 4096 },
    entries: llamaLike({ h: 2304, l: 26, q: 2048, kv: 1024, i: 9216, v: 256_000, dtype: 'BF16', tied: true, sandwich: true }) },
  { name: 'microsoft/Phi-3-mini-4k-instruct',
    config: { model_type: 'phi3', hidden_size: 3072, num_hidden_layers: 32, num_attention_heads: 32, num_key_value_heads: 32, intermediate_size: 8192, vocab_size: 32_064, max_position_embeddings: 4096, sliding_window: 2047, tie_word_embeddings: false },
    entries: llamaLike({ h: 3072, l: 32, q: 3072, kv: 3072, i: 8192, v: 32_064, dtype: 'BF16', fused: true }) },
  { name: 'mistralai/Mixtral-8x7B-v0.1',
    config: { model_type: 'mixtral', hidden_size: 4096, num_hidden_layers: 32, num_attention_heads: 32, num_key_value_heads: 8, intermediate_size: 14_336, vocab_size: 32_000, max_position_embeddings: 32_768, num_local_experts: 8, num_experts_per_tok: 2, tie_word_embeddings: false, sliding_window: null },
    entries: mixtral({ h: 4096, l: 32, q: 4096, kv: 1024, experts: 8, i: 14_336, v: 32_000 }) },
  { name: 'deepseek-ai/DeepSeek-V2-Lite',
    config: { model_type: 'deepseek_v2', hidden_size: 2048, num_hidden_layers: 27, num_attention_heads: 16, num_key_value_heads: 16, intermediate_size: 10_944, moe_intermediate_size: 1408, n_routed_experts: 64, n_shared_experts: 2, num_experts_per_tok: 6, first_k_dense_replace: 1, moe_layer_freq: 1,
      kv_lora_rank: 512, q_lora_rank: null, qk_nope_head_dim: 128, qk_rope_head_dim: 64, v_head_dim: 128, vocab_size: 102_400, max_position_embeddings: 163_840, tie_word_embeddings: false, topk_method: 'greedy', scoring_func: 'softmax', n_group: 1, topk_group: 1 },
    entries: deepseekLite() },
];

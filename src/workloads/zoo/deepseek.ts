import type { ZooEntry } from './entry.js';
import { aiconfigurator, remembered, severalFiles } from './sources.js';

/** DeepSeek: latent attention, and experts beside shared ones behind the first layers. */
export const deepseek: readonly ZooEntry[] = [
  { name: 'deepseek-v2-lite', hubId: 'deepseek-ai/DeepSeek-V2-Lite',
    config: { model_type: 'deepseek_v2', hidden_size: 2048, num_hidden_layers: 27, num_attention_heads: 16, num_key_value_heads: 16,
      intermediate_size: 10_944, moe_intermediate_size: 1408, n_routed_experts: 64, n_shared_experts: 2, num_experts_per_tok: 6,
      first_k_dense_replace: 1, q_lora_rank: null, kv_lora_rank: 512, qk_nope_head_dim: 128, qk_rope_head_dim: 64, v_head_dim: 128,
      hidden_act: 'silu', vocab_size: 102_400, max_position_embeddings: 163_840, tie_word_embeddings: false },
    parametersComputed: 15_706_484_224, activeParametersComputed: 2_661_150_208, parametersPublished: 15_700_000_000, publishedEvidence: 'from memory', publishedSource: remembered,
    source: 'deepseek-ai/DeepSeek-Coder-V2-Lite-Base config.json and DeepSeek-V3 inference/configs/config_16B.json', notes: [] },
  { name: 'deepseek-v2', hubId: 'deepseek-ai/DeepSeek-V2',
    config: { model_type: 'deepseek_v2', hidden_size: 5120, num_hidden_layers: 60, num_attention_heads: 128, num_key_value_heads: 128,
      intermediate_size: 12_288, moe_intermediate_size: 1536, n_routed_experts: 160, n_shared_experts: 2, num_experts_per_tok: 6,
      first_k_dense_replace: 1, q_lora_rank: 1536, kv_lora_rank: 512, qk_nope_head_dim: 128, qk_rope_head_dim: 64, v_head_dim: 128,
      hidden_act: 'silu', vocab_size: 102_400, max_position_embeddings: 163_840, tie_word_embeddings: false },
    parametersComputed: 235_741_434_880, activeParametersComputed: 21_375_800_320, parametersPublished: 236_000_000_000, publishedEvidence: 'seen', publishedSource: '236B in the DeepSeek-V2 page of the transformers documentation',
    source: 'deepseek-ai/DeepSeek-V3 inference/configs/config_236B.json; max positions as in the Lite config assumed equal', notes: [] },
  { name: 'deepseek-v3', hubId: 'deepseek-ai/DeepSeek-V3',
    config: { model_type: 'deepseek_v3', hidden_size: 7168, num_hidden_layers: 61, num_attention_heads: 128, num_key_value_heads: 128,
      intermediate_size: 18_432, moe_intermediate_size: 2048, n_routed_experts: 256, n_shared_experts: 1, num_experts_per_tok: 8,
      first_k_dense_replace: 3, q_lora_rank: 1536, kv_lora_rank: 512, qk_nope_head_dim: 128, qk_rope_head_dim: 64, v_head_dim: 128,
      hidden_act: 'silu', vocab_size: 129_280, max_position_embeddings: 163_840, tie_word_embeddings: false },
    parametersComputed: 671_026_419_200, activeParametersComputed: 37_552_297_472, parametersPublished: 671_026_419_200, publishedEvidence: 'seen', publishedSource: severalFiles,
    source: `${aiconfigurator}/deepseek-ai--DeepSeek-V3_config.json`, notes: [
      'multi-token-prediction layer (num_nextn_predict_layers) not counted in the total',
    ] },
];

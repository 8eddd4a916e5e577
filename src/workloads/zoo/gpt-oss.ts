import type { ZooEntry } from './entry.js';
import { aiconfigurator, hubList } from './sources.js';

/** GPT-OSS: mixtures of experts with attention sinks. Their matrices of experts were released in MXFP4. */
export const gptOss: readonly ZooEntry[] = [
  { name: 'gpt-oss-20b', hubId: 'openai/gpt-oss-20b',
    config: { model_type: 'gpt_oss', hidden_size: 2880, num_hidden_layers: 24, num_attention_heads: 64, num_key_value_heads: 8, head_dim: 64,
      intermediate_size: 2880, num_local_experts: 32, num_experts_per_tok: 4, hidden_act: 'silu', vocab_size: 201_088,
      max_position_embeddings: 131_072, tie_word_embeddings: false, sliding_window: 128, attention_bias: true },
    parametersComputed: 20_914_757_184, activeParametersComputed: 4_187_440_704, parametersPublished: 20_914_757_184, publishedEvidence: 'seen', publishedSource: hubList,
    source: `${aiconfigurator}/openai--gpt-oss-20b_config.json`, notes: [] },
  { name: 'gpt-oss-120b', hubId: 'openai/gpt-oss-120b',
    config: { model_type: 'gpt_oss', hidden_size: 2880, num_hidden_layers: 36, num_attention_heads: 64, num_key_value_heads: 8, head_dim: 64,
      intermediate_size: 2880, num_local_experts: 128, num_experts_per_tok: 4, hidden_act: 'silu', vocab_size: 201_088,
      max_position_embeddings: 131_072, tie_word_embeddings: false, sliding_window: 128, attention_bias: true },
    parametersComputed: 116_829_156_672, activeParametersComputed: 5_711_982_912, parametersPublished: 116_829_156_672, publishedEvidence: 'seen', publishedSource: hubList,
    source: `${aiconfigurator}/openai--gpt-oss-120b_config.json`, notes: [] },
];

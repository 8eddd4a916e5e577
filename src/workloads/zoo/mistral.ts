import type { ZooEntry } from './entry.js';
import { aiconfigurator, hubList, litgpt, severalFiles, sizeLabel } from './sources.js';

/** Mistral and its mixtures of experts. `sliding_window: null` is written out: the transformers library would take 4096 for an absent one. */
export const mistral: readonly ZooEntry[] = [
  { name: 'mistral-7b-v0.1', hubId: 'mistralai/Mistral-7B-v0.1',
    config: { model_type: 'mistral', hidden_size: 4096, num_hidden_layers: 32, num_attention_heads: 32, num_key_value_heads: 8, intermediate_size: 14_336,
      hidden_act: 'silu', vocab_size: 32_000, max_position_embeddings: 32_768, tie_word_embeddings: false, sliding_window: 4096 },
    parametersComputed: 7_241_732_096, parametersPublished: 7_241_732_096, publishedEvidence: 'seen', publishedSource: hubList,
    source: `${litgpt}, entry "Mistral-7B-v0.1"`, notes: [
      'litgpt gives a context of 4096, the sliding window; 32768 is the Hugging Face config.json as quoted in public, unverified',
    ] },
  { name: 'mistral-7b-v0.3', hubId: 'mistralai/Mistral-7B-v0.3',
    config: { model_type: 'mistral', hidden_size: 4096, num_hidden_layers: 32, num_attention_heads: 32, num_key_value_heads: 8, intermediate_size: 14_336,
      hidden_act: 'silu', vocab_size: 32_768, max_position_embeddings: 32_768, tie_word_embeddings: false, sliding_window: null },
    parametersComputed: 7_248_023_552, parametersPublished: 7_248_023_552, publishedEvidence: 'seen', publishedSource: hubList,
    source: `${litgpt}, entry "Mistral-7B-v0.3"`, notes: [] },
  { name: 'mistral-large-2407', hubId: 'mistralai/Mistral-Large-Instruct-2407',
    config: { model_type: 'mistral', hidden_size: 12_288, num_hidden_layers: 88, num_attention_heads: 96, num_key_value_heads: 8, intermediate_size: 28_672,
      hidden_act: 'silu', vocab_size: 32_768, max_position_embeddings: 32_768, tie_word_embeddings: false, sliding_window: null },
    parametersComputed: 122_610_069_504, parametersPublished: 123_000_000_000, publishedEvidence: 'nominal', publishedSource: sizeLabel,
    source: `${litgpt}, entry "Mistral-Large-Instruct-2407"`, notes: [] },
  { name: 'mixtral-8x7b', hubId: 'mistralai/Mixtral-8x7B-v0.1',
    config: { model_type: 'mixtral', hidden_size: 4096, num_hidden_layers: 32, num_attention_heads: 32, num_key_value_heads: 8, intermediate_size: 14_336,
      num_local_experts: 8, num_experts_per_tok: 2, hidden_act: 'silu', vocab_size: 32_000, max_position_embeddings: 32_768,
      tie_word_embeddings: false, sliding_window: null, rope_theta: 1_000_000, rms_norm_eps: 1e-5 },
    parametersComputed: 46_702_792_704, activeParametersComputed: 12_879_925_248, parametersPublished: 46_702_792_704, publishedEvidence: 'seen', publishedSource: severalFiles,
    source: `${litgpt}, entry "Mixtral-8x7B-v0.1"; cross-checked with ${aiconfigurator}/mistralai--Mixtral-8x7B-v0.1_config.json`, notes: [] },
  { name: 'mixtral-8x22b', hubId: 'mistralai/Mixtral-8x22B-v0.1',
    config: { model_type: 'mixtral', hidden_size: 6144, num_hidden_layers: 56, num_attention_heads: 48, num_key_value_heads: 8, intermediate_size: 16_384,
      num_local_experts: 8, num_experts_per_tok: 2, hidden_act: 'silu', vocab_size: 32_000, max_position_embeddings: 65_536,
      tie_word_embeddings: false, sliding_window: null, rope_theta: 1_000_000, rms_norm_eps: 1e-5 },
    parametersComputed: 140_620_634_112, activeParametersComputed: 39_152_031_744, parametersPublished: 140_620_634_112, publishedEvidence: 'seen', publishedSource: severalFiles,
    source: `${litgpt}, entry "Mixtral-8x22B-v0.1"; cross-checked with ${aiconfigurator}/mistralai--Mixtral-8x22B-v0.1_config.json`, notes: [] },
];

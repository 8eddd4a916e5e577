import type { ZooEntry } from './entry.js';
import { hubList, litgpt, sizeLabel } from './sources.js';

/** Mistral. `sliding_window: null` is written out: the transformers library would take 4096 for an absent one. */
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
];

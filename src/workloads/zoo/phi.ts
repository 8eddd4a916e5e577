import type { ZooEntry } from './entry.js';
import { hubList, litgpt, remembered, severalFiles } from './sources.js';

/** Phi 1.5 and 2 (parallel layers with biases) and Phi 3 and 4 (the Llama shape). */
export const phi: readonly ZooEntry[] = [
  { name: 'phi-1.5', hubId: 'microsoft/phi-1_5',
    config: { model_type: 'phi', hidden_size: 2048, num_hidden_layers: 24, num_attention_heads: 32, num_key_value_heads: 32, intermediate_size: 8192,
      hidden_act: 'gelu_new', vocab_size: 51_200, max_position_embeddings: 2048, tie_word_embeddings: false },
    parametersComputed: 1_418_270_720, parametersPublished: 1_420_000_000, publishedEvidence: 'from memory', publishedSource: remembered,
    source: `${litgpt}, entry "phi-1_5"`, notes: [] },
  { name: 'phi-2', hubId: 'microsoft/phi-2',
    config: { model_type: 'phi', hidden_size: 2560, num_hidden_layers: 32, num_attention_heads: 32, num_key_value_heads: 32, intermediate_size: 10_240,
      hidden_act: 'gelu_new', vocab_size: 51_200, max_position_embeddings: 2048, tie_word_embeddings: false },
    parametersComputed: 2_779_683_840, parametersPublished: 2_779_683_840, publishedEvidence: 'seen', publishedSource: severalFiles,
    source: `${litgpt}, entry "phi-2"; the same dimensions in microsoft/vidur vidur/config/model_config.py`, notes: [] },
  { name: 'phi-3-mini-4k', hubId: 'microsoft/Phi-3-mini-4k-instruct',
    config: { model_type: 'phi3', hidden_size: 3072, num_hidden_layers: 32, num_attention_heads: 32, num_key_value_heads: 32, intermediate_size: 8192,
      hidden_act: 'silu', vocab_size: 32_064, max_position_embeddings: 4096, tie_word_embeddings: false, sliding_window: 2048 },
    parametersComputed: 3_821_079_552, parametersPublished: 3_821_079_552, publishedEvidence: 'seen', publishedSource: hubList,
    source: `${litgpt}, entry "Phi-3-mini-4k-instruct"`, notes: [
      'sliding_window 2048 is the entry of litgpt; copies of the Hugging Face config.json have 2047',
    ] },
  { name: 'phi-4-14b', hubId: 'microsoft/phi-4',
    config: { model_type: 'phi3', hidden_size: 5120, num_hidden_layers: 40, num_attention_heads: 40, num_key_value_heads: 10, intermediate_size: 17_920,
      hidden_act: 'silu', vocab_size: 100_352, max_position_embeddings: 16_384, tie_word_embeddings: false },
    parametersComputed: 14_659_507_200, parametersPublished: 14_659_507_200, publishedEvidence: 'seen', publishedSource: hubList,
    source: `${litgpt}, entry "phi-4"`, notes: [] },
];

import type { ZooEntry } from './entry.js';
import { hubList, litgpt, remembered, severalFiles, sizeLabel } from './sources.js';

/** Gemma 1 to 3: `head_dim` apart from the hidden size, tied embeddings; from 2 on, sliding windows in a pattern and norms after each half of a layer. */
export const gemma: readonly ZooEntry[] = [
  { name: 'gemma-2b', hubId: 'google/gemma-2b',
    config: { model_type: 'gemma', hidden_size: 2048, num_hidden_layers: 18, num_attention_heads: 8, num_key_value_heads: 1, head_dim: 256, intermediate_size: 16_384,
      hidden_act: 'gelu_pytorch_tanh', vocab_size: 256_000, max_position_embeddings: 8192, tie_word_embeddings: true },
    parametersComputed: 2_506_172_416, parametersPublished: 2_506_172_416, publishedEvidence: 'from memory', publishedSource: remembered,
    source: `${litgpt}, entry "Gemma-2b"`, notes: [
      'context 8192 of abhibambhaniya/GenZ-LLM-Analyzer GenZ/Models/Model_sets/google.py; the entry of litgpt keeps its default 4096',
    ] },
  { name: 'gemma-7b', hubId: 'google/gemma-7b',
    config: { model_type: 'gemma', hidden_size: 3072, num_hidden_layers: 28, num_attention_heads: 16, num_key_value_heads: 16, head_dim: 256,
      intermediate_size: 24_576, hidden_act: 'gelu_pytorch_tanh', vocab_size: 256_000, max_position_embeddings: 8192, tie_word_embeddings: true },
    parametersComputed: 8_537_680_896, parametersPublished: 8_537_680_896, publishedEvidence: 'seen', publishedSource: severalFiles,
    source: `${litgpt}, entry "Gemma-7b"`, notes: [
      'context 8192 of abhibambhaniya/GenZ-LLM-Analyzer GenZ/Models/Model_sets/google.py; the entry of litgpt keeps its default 4096',
    ] },
  { name: 'gemma-2-2b', hubId: 'google/gemma-2-2b',
    config: { model_type: 'gemma2', hidden_size: 2304, num_hidden_layers: 26, num_attention_heads: 8, num_key_value_heads: 4, head_dim: 256, intermediate_size: 9216,
      hidden_act: 'gelu_pytorch_tanh', vocab_size: 256_000, max_position_embeddings: 8192, tie_word_embeddings: true, sliding_window: 4096 },
    parametersComputed: 2_614_341_888, parametersPublished: 2_614_341_888, publishedEvidence: 'seen', publishedSource: severalFiles,
    source: `${litgpt}, entry "Gemma-2-2b"`, notes: [] },
  { name: 'gemma-2-9b', hubId: 'google/gemma-2-9b',
    config: { model_type: 'gemma2', hidden_size: 3584, num_hidden_layers: 42, num_attention_heads: 16, num_key_value_heads: 8, head_dim: 256,
      intermediate_size: 14_336, hidden_act: 'gelu_pytorch_tanh', vocab_size: 256_000, max_position_embeddings: 8192, tie_word_embeddings: true,
      sliding_window: 4096 },
    parametersComputed: 9_241_705_984, parametersPublished: 9_241_705_984, publishedEvidence: 'seen', publishedSource: hubList,
    source: `${litgpt}, entry "Gemma-2-9b"`, notes: [] },
  { name: 'gemma-2-27b', hubId: 'google/gemma-2-27b',
    config: { model_type: 'gemma2', hidden_size: 4608, num_hidden_layers: 46, num_attention_heads: 32, num_key_value_heads: 16, head_dim: 128,
      intermediate_size: 36_864, hidden_act: 'gelu_pytorch_tanh', vocab_size: 256_000, max_position_embeddings: 8192, tie_word_embeddings: true,
      sliding_window: 4096 },
    parametersComputed: 27_227_128_320, parametersPublished: 27_227_128_320, publishedEvidence: 'seen', publishedSource: hubList,
    source: `${litgpt}, entry "Gemma-2-27b"`, notes: [] },
  { name: 'gemma-3-1b', hubId: 'google/gemma-3-1b-it',
    config: { model_type: 'gemma3_text', hidden_size: 1152, num_hidden_layers: 26, num_attention_heads: 4, num_key_value_heads: 1, head_dim: 256,
      intermediate_size: 6912, hidden_act: 'gelu_pytorch_tanh', vocab_size: 262_144, max_position_embeddings: 131_072, tie_word_embeddings: true,
      sliding_window: 512 },
    parametersComputed: 999_885_952, parametersPublished: 1_000_000_000, publishedEvidence: 'nominal', publishedSource: sizeLabel,
    source: `${litgpt}, entry "Gemma-3-1b-it"`, notes: [] },
];

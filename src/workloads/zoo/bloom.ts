import type { ZooEntry } from './entry.js';
import { bloomPaper, llmAnalysis, severalFiles } from './sources.js';

/** BLOOM: alibi positions, a norm on the embeddings, biases everywhere. */
export const bloom: readonly ZooEntry[] = [
  { name: 'bloom-560m', hubId: 'bigscience/bloom-560m',
    config: { model_type: 'bloom', hidden_size: 1024, num_hidden_layers: 24, num_attention_heads: 16, intermediate_size: 4096, hidden_act: 'gelu', vocab_size: 250_880,
      tie_word_embeddings: true },
    parametersComputed: 559_214_592, parametersPublished: 559_214_592, publishedEvidence: 'seen', publishedSource: severalFiles,
    source: `${llmAnalysis}/bigscience_bloom-560m.json`, notes: [] },
  { name: 'bloom-1b7', hubId: 'bigscience/bloom-1b7',
    config: { model_type: 'bloom', hidden_size: 2048, num_hidden_layers: 24, num_attention_heads: 16, intermediate_size: 8192, hidden_act: 'gelu', vocab_size: 250_880,
      tie_word_embeddings: true },
    parametersComputed: 1_722_408_960, parametersPublished: 1_722_408_960, publishedEvidence: 'seen', publishedSource: severalFiles,
    source: 'huggingface.co/unrahul/bloom-1b7-sym_int4 config.json', notes: [] },
  { name: 'bloom-7b1', hubId: 'bigscience/bloom-7b1',
    config: { model_type: 'bloom', hidden_size: 4096, num_hidden_layers: 30, num_attention_heads: 32, intermediate_size: 16_384, hidden_act: 'gelu',
      vocab_size: 250_880, tie_word_embeddings: true },
    parametersComputed: 7_069_016_064, parametersPublished: 7_069_016_064, publishedEvidence: 'seen', publishedSource: severalFiles,
    source: `${llmAnalysis}/bigscience_bloom-7b1.json`, notes: [] },
  { name: 'bloom-176b', hubId: 'bigscience/bloom',
    config: { model_type: 'bloom', hidden_size: 14_336, num_hidden_layers: 70, num_attention_heads: 112, intermediate_size: 57_344, hidden_act: 'gelu',
      vocab_size: 250_880, tie_word_embeddings: true },
    parametersComputed: 176_247_271_424, parametersPublished: 176_247_000_000, publishedEvidence: 'seen', publishedSource: bloomPaper,
    source: 'huggingface.co/joaoalvarenga/bloom-8bit config.json: n_embed 14336, n_layer 70, 112 heads', notes: [
      'the bloom-175b.json of cli99/llm-analysis (96 layers, 12288) is not BLOOM',
    ] },
];

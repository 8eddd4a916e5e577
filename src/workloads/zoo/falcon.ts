import type { ZooEntry } from './entry.js';
import { hubApi, litgpt, sizeLabel } from './sources.js';

/** Falcon: parallel layers; multi-query in 7b, grouped queries and two norms a layer in the later ones. */
export const falcon: readonly ZooEntry[] = [
  { name: 'falcon-7b', hubId: 'tiiuae/falcon-7b',
    config: { model_type: 'falcon', hidden_size: 4544, num_hidden_layers: 32, num_attention_heads: 71, intermediate_size: 18_176, hidden_act: 'gelu',
      vocab_size: 65_024, max_position_embeddings: 2048, tie_word_embeddings: true, multi_query: true, new_decoder_architecture: false, parallel_attn: true,
      bias: false },
    parametersComputed: 6_921_720_704, parametersPublished: 7_000_000_000, publishedEvidence: 'nominal', publishedSource: sizeLabel,
    source: `${litgpt}, entry "falcon-7b"`, notes: [
      'tied as in the default of the transformers library; the published file also stores a copy of the head (295469056 parameters more), from memory',
    ] },
  { name: 'falcon-40b', hubId: 'tiiuae/falcon-40b',
    config: { model_type: 'falcon', hidden_size: 8192, num_hidden_layers: 60, num_attention_heads: 128, intermediate_size: 32_768, hidden_act: 'gelu',
      vocab_size: 65_024, max_position_embeddings: 2048, tie_word_embeddings: true, multi_query: true, new_decoder_architecture: true, num_kv_heads: 8,
      parallel_attn: true, bias: false },
    parametersComputed: 41_303_293_952, parametersPublished: 40_000_000_000, publishedEvidence: 'nominal', publishedSource: sizeLabel,
    source: `${litgpt}, entry "falcon-40b"`, notes: [] },
  { name: 'falcon-180b', hubId: 'tiiuae/falcon-180B',
    config: { model_type: 'falcon', hidden_size: 14_848, num_hidden_layers: 80, num_attention_heads: 232, intermediate_size: 59_392, hidden_act: 'gelu',
      vocab_size: 65_024, max_position_embeddings: 2048, tie_word_embeddings: false, multi_query: true, new_decoder_architecture: true, num_kv_heads: 8,
      parallel_attn: true, bias: false },
    parametersComputed: 179_522_565_120, parametersPublished: 179_522_565_120, publishedEvidence: 'seen', publishedSource: hubApi,
    source: `${litgpt}, entry "falcon-180B"`, notes: [
      'untied: the published total only matches with a separate lm_head',
    ] },
];

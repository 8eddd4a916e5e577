import type { ZooEntry } from './entry.js';
import { severalFiles } from './sources.js';

const defaults = 'the published config.json; its shape gives the published count exactly';

/** OLMo: open models of the Allen Institute for AI. */
export const olmo: readonly ZooEntry[] = [
  { name: 'olmo-2-7b', hubId: 'allenai/OLMo-2-1124-7B',
    config: { model_type: 'olmo2', hidden_size: 4096, num_hidden_layers: 32, num_attention_heads: 32, num_key_value_heads: 32, intermediate_size: 11_008, hidden_act: 'silu', vocab_size: 100_352,
      max_position_embeddings: 4096, tie_word_embeddings: false },
    parametersComputed: 7_298_617_344, parametersPublished: 7_298_617_344, publishedEvidence: 'seen', publishedSource: severalFiles, source: defaults, notes: [] },
  { name: 'olmoe-1b-7b', hubId: 'allenai/OLMoE-1B-7B-0924',
    config: { model_type: 'olmoe', hidden_size: 2048, num_hidden_layers: 16, num_attention_heads: 16, num_key_value_heads: 16, intermediate_size: 1024, hidden_act: 'silu', vocab_size: 50_304,
      max_position_embeddings: 4096, tie_word_embeddings: false, num_experts: 64, num_experts_per_tok: 8 },
    parametersComputed: 6_919_161_856, activeParametersComputed: 1_282_017_280, parametersPublished: 6_919_161_856, publishedEvidence: 'seen', publishedSource: severalFiles, source: defaults, notes: [] },
];

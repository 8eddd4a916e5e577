import type { ZooEntry } from './entry.js';
import { severalFiles } from './sources.js';

const defaults = 'the published config.json; its shape gives the published count exactly';

/** Encoders of text. */
export const encoders: readonly ZooEntry[] = [
  { name: 'bert-base', hubId: 'google-bert/bert-base-uncased',
    config: { model_type: 'bert', hidden_size: 768, num_hidden_layers: 12, num_attention_heads: 12, intermediate_size: 3072, hidden_act: 'gelu', vocab_size: 30_522,
      max_position_embeddings: 512, type_vocab_size: 2 },
    parametersComputed: 109_482_240, parametersPublished: 109_482_240, publishedEvidence: 'seen', publishedSource: severalFiles, source: defaults, notes: [
      'the base model with its pooler; "architectures": ["BertForMaskedLM"] in a configuration of your own is the one with logits',
    ] },
  { name: 'roberta-large', hubId: 'FacebookAI/roberta-large',
    config: { model_type: 'roberta', hidden_size: 1024, num_hidden_layers: 24, num_attention_heads: 16, intermediate_size: 4096, hidden_act: 'gelu', vocab_size: 50_265,
      max_position_embeddings: 514, type_vocab_size: 1 },
    parametersComputed: 355_359_744, parametersPublished: 355_359_744, publishedEvidence: 'seen', publishedSource: severalFiles, source: defaults, notes: [
      'the base model with its pooler',
    ] },
];

import type { ModelSpec } from '../../workloads/model-spec.js';

/**
 * Models of the catalogue by ids of the tool (in small letters) that are neither their names nor their ids on the hub. The tool's
 * `meta-llama/meta-llama-3.1-70b` is Llama-2-70B.
 */
export const catalogueIds: Readonly<Record<string, string>> = {
  'openai/gpt2': 'gpt2', 'gpt-2': 'gpt2',
  'opt_125m': 'opt-125m', 'opt_350m': 'opt-350m', 'opt_1b': 'opt-1.3b', 'gpt-3_1b': 'opt-1.3b',
  'facebook/opt-7b': 'opt-6.7b', 'opt_7b': 'opt-6.7b', 'gpt-3_7b': 'opt-6.7b', 'opt_13b': 'opt-13b', 'opt_30b': 'opt-30b',
  'facebook/opt-175b': 'opt-175b', 'opt_175b': 'opt-175b', 'openai/gpt3-175b': 'opt-175b', 'gpt3-175b': 'opt-175b', 'gpt-3': 'opt-175b', 'openai/gpt-3': 'opt-175b',
  'meta-llama/llama-33b': 'llama-1-30b', 'llama-33b': 'llama-1-30b', 'llama_33b': 'llama-1-30b', 'meta-llama/llama-2-33b': 'llama-1-30b',
  'meta-llama/llama-2-7b': 'llama-2-7b', 'llama2_7b': 'llama-2-7b',
  'meta-llama/llama-2-13b': 'llama-2-13b', 'llama2_13b': 'llama-2-13b',
  'meta-llama/llama-2-70b': 'llama-2-70b', 'llama2_70b': 'llama-2-70b', 'meta-llama/meta-llama-3.1-70b': 'llama-2-70b',
  'llama3_8b': 'llama-3.1-8b', 'meta-llama/meta-llama-3.1-8b': 'llama-3.1-8b',
  'llama_405b': 'llama-3.1-405b', 'meta/llama3_405b': 'llama-3.1-405b', 'meta-llama/meta-llama-3.1-405b': 'llama-3.1-405b',
  'mistralai/mistral-7b': 'mistral-7b-v0.1', 'mistral-7b': 'mistral-7b-v0.1', 'mistral_7b': 'mistral-7b-v0.1', 'huggingfaceh4/zephyr-7b-beta': 'mistral-7b-v0.1',
  'mistralai/mistral-large': 'mistral-large-2407', 'mistral-large': 'mistral-large-2407',
  'microsoft/phi-3-mini': 'phi-3-mini-4k', 'phi-3-mini': 'phi-3-mini-4k', 'microsoft/phi3mini': 'phi-3-mini-4k', 'phi3mini': 'phi-3-mini-4k',
  'gemma_2b': 'gemma-2b', 'google/gemma-2b-it': 'gemma-2b', 'gemma_7b': 'gemma-7b', 'google/gemma-7b-it': 'gemma-7b',
  'gemma2_2b': 'gemma-2-2b', 'gemma2_9b': 'gemma-2-9b', 'gemma2_27b': 'gemma-2-27b', 'google/gemma-2-27b-it': 'gemma-2-27b',
  'mixtral_8x7b': 'mixtral-8x7b', 'mistralai/mixtral-8x7b': 'mixtral-8x7b',
  'falcon7b': 'falcon-7b', 'tiiuae/falcon-7b-instruct': 'falcon-7b', 'falcon-7b-instruct': 'falcon-7b',
};

/** What the tool's table has otherwise than the published configuration, by the catalogue's name. */
export const slips: Readonly<Record<string, Partial<ModelSpec>>> = {
  'opt-13b': { hiddenSize: 5140, embeddingWidth: 5140, intermediateSize: 4 * 5140 },
  'falcon-7b': { kvHeads: 71 },
};

/** A mixture of experts that the catalogue does not have. */
export interface Mixture {
  readonly ids: readonly string[];
  readonly name: string;
  /** In the terms of a Mixtral, whose shape it has: no shared expert, no dense layer between. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly source: string;
}

const mixtral = { model_type: 'mixtral', hidden_act: 'silu', num_key_value_heads: 8, tie_word_embeddings: false } as const;

/** Mixtral-8x22B is that of the tool: the instruct model, which has more tokens than the base model of the catalogue. */
export const mixtures: readonly Mixture[] = [
  { ids: ['mistralai/mixtral-8x22b', 'mixtral-8x22b'], name: 'mixtral-8x22b-instruct',
    config: { ...mixtral, hidden_size: 6144, num_hidden_layers: 56, num_attention_heads: 48, intermediate_size: 16_384, vocab_size: 32_768, max_position_embeddings: 65_536,
      num_local_experts: 8, num_experts_per_tok: 2 },
    source: 'mistralai/Mixtral-8x22B-Instruct-v0.1 config.json' },
  { ids: ['microsoft/phi-3.5-moe', 'phi-3.5-moe', 'microsoft/phi3moe'], name: 'phi-3.5-moe',
    config: { ...mixtral, hidden_size: 4096, num_hidden_layers: 32, num_attention_heads: 32, intermediate_size: 6400, vocab_size: 32_064, max_position_embeddings: 131_072,
      num_local_experts: 16, num_experts_per_tok: 2 },
    source: 'microsoft/Phi-3.5-MoE-instruct config.json' },
  { ids: ['databricks/dbrx-base', 'dbrx-base', 'dbrx'], name: 'dbrx',
    config: { ...mixtral, hidden_size: 6144, num_hidden_layers: 40, num_attention_heads: 48, intermediate_size: 10_752, vocab_size: 100_352, max_position_embeddings: 32_768,
      num_local_experts: 16, num_experts_per_tok: 4 },
    source: 'databricks/dbrx-base config.json' },
];

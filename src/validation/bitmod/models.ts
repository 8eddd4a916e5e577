import { modelFromHfConfig } from '../../workloads/hf-config.js';
import type { ModelSpec } from '../../workloads/model-spec.js';
import { modelNamed } from '../../workloads/models.js';

/** Yi-6B, of the shape of Llama with 4 KV heads. */
function yi6b(): ModelSpec {
  const config = {
    model_type: 'llama', hidden_size: 4096, num_hidden_layers: 32, num_attention_heads: 32, num_key_value_heads: 4, intermediate_size: 11_008,
    hidden_act: 'silu', vocab_size: 64_000, max_position_embeddings: 4096, tie_word_embeddings: false,
  };
  return modelFromHfConfig(config, 'yi-6b', 'huggingface.co/01-ai/Yi-6B config.json');
}

/** The models of the paper's figures. */
export const paperModels = ['opt-1.3b', 'phi-2', 'yi-6b', 'llama-2-7b', 'llama-2-13b', 'llama-3-8b'] as const;

const read = new Map<string, ModelSpec>();

/** The model of that name, of the catalogue or Yi-6B; undefined where there is none. */
export function modelOf(name: string): ModelSpec | undefined {
  const known = read.get(name);
  if (known !== undefined) return known;
  const spec = modelNamed(name) ?? (name === 'yi-6b' ? yi6b() : undefined);
  if (spec !== undefined) read.set(name, spec);
  return spec;
}

/** The six models of the paper. */
export function modelsOfPaper(): readonly ModelSpec[] {
  return paperModels.map((name) => modelOf(name)!);
}

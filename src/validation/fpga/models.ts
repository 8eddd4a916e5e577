import { modelNames } from '../../workloads/models.js';

/** A model as an experiment names it: a name of the catalogue, or its configuration. */
export type ModelInput = string | Readonly<Record<string, unknown>>;

/** A Llama-like layer with biases on queries, keys and values and two key-value heads (THUDM/chatglm2-6b config.json). */
const chatglm2 = {
  _name_or_path: 'chatglm2-6b', model_type: 'qwen2', hidden_size: 4096, num_hidden_layers: 28, num_attention_heads: 32, num_key_value_heads: 2,
  intermediate_size: 13_696, vocab_size: 65_024, max_position_embeddings: 32_768, tie_word_embeddings: false,
};

/** Qwen/Qwen-7B config.json; its gated layer is 22016 wide in two halves. */
const qwen7b = {
  _name_or_path: 'qwen-7b', model_type: 'qwen2', hidden_size: 4096, num_hidden_layers: 32, num_attention_heads: 32, num_key_value_heads: 32,
  intermediate_size: 11_008, vocab_size: 151_936, max_position_embeddings: 8192, tie_word_embeddings: false,
};

const spellings: readonly (readonly [RegExp, ModelInput])[] = [
  [/chatglm|\bglm-?\d?-?6b/i, chatglm2],
  [/\bqwen-7b/i, qwen7b],
  [/gpt-?2.*(345M|355M|medium)/i, 'gpt2-medium'],
  [/gpt-?2.*(774M|large)/i, 'gpt2-large'],
  [/gpt-?2.*(1\.5B|xl)/i, 'gpt2-xl'],
  [/tinyllama/i, 'tinyllama-1.1b'],
  [/bitnet.*0\.7\d?b/i, 'bitnet-b1.58-large'],
  [/^7B class/i, 'llama-2-7b'],
];

/** The model that a row names; null where it names none of ours. `LLaMA2-7B`, `Llama-2-7B` and `llama-2-7b` are one. */
export function modelIn(text: string): ModelInput | null {
  const known = spellings.find(([pattern]) => pattern.test(text));
  if (known !== undefined) return known[1];
  const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9.]/g, '');
  // The longest name that the text begins with: `gpt2-medium` before `gpt2`.
  return modelNames().filter((name) => plain(text).startsWith(plain(name))).sort((a, b) => b.length - a.length)[0] ?? null;
}

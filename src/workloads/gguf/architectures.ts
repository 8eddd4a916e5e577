import type { Keys } from './keys.js';

/** An architecture of llama.cpp that we have a family for: the fields of the config.json that the metadata stands for beyond the sizes. */
export interface GgufArchitecture {
  readonly name: string;
  /** Fields of the family's config.json, the `model_type` among them. */
  config(keys: Keys): Readonly<Record<string, unknown>>;
}

function plain(name: string, modelType: string): GgufArchitecture {
  return { name, config: () => ({ model_type: modelType }) };
}

/** With a window where the file gives one, in the layers that the family has it in. */
function windowed(name: string, modelType: string, otherwise: Readonly<Record<string, unknown>> = {}): GgufArchitecture {
  return {
    name,
    config: (keys) => {
      const window = keys.count(`${name}.attention.sliding_window`);
      return { model_type: modelType, ...(window === undefined ? otherwise : { sliding_window: window }) };
    },
  };
}

/** How many experts there are and are taken, and how wide they are, under the names of the family. */
function expertsOf(name: string, keys: Keys, fields: { readonly count: string; readonly width?: string; readonly shared?: string }): Readonly<Record<string, unknown>> {
  return {
    [fields.count]: keys.needed(`${name}.expert_count`), num_experts_per_tok: keys.needed(`${name}.expert_used_count`),
    ...(fields.width === undefined ? {} : { [fields.width]: keys.needed(`${name}.expert_feed_forward_length`) }),
    ...(fields.shared === undefined ? {} : { [fields.shared]: keys.needed(`${name}.expert_shared_feed_forward_length`) }),
  };
}

/**
 * By `general.architecture`. Mistral's models call themselves llama; those with a window or with experts say so. The first public BitNets (arch `bitnet`) are
 * Llama with sub-norms, those of bitnet.cpp its own family. Windows of Qwen are not in the metadata, and llama.cpp applies none.
 */
export const architectures: readonly GgufArchitecture[] = [
  {
    name: 'llama',
    config: (keys) => {
      if (keys.isAboveZero('llama.expert_count')) return { model_type: 'mixtral', ...expertsOf('llama', keys, { count: 'num_local_experts' }) };
      const window = keys.count('llama.attention.sliding_window');
      return window === undefined ? { model_type: 'llama' } : { model_type: 'mistral', sliding_window: window };
    },
  },
  plain('qwen2', 'qwen2'), plain('qwen3', 'qwen3'), plain('gemma', 'gemma'), windowed('gemma2', 'gemma2'),
  {
    name: 'gemma3',
    config: (keys) => {
      const slides = keys.flags('gemma3.attention.sliding_window_pattern');
      const period = slides === undefined ? keys.count('gemma3.attention.sliding_window_pattern') : undefined;
      return {
        ...windowed('gemma3', 'gemma3_text').config(keys),
        ...(slides === undefined ? {} : { layer_types: slides.map((isSliding) => (isSliding ? 'sliding_attention' : 'full_attention')) }),
        ...(period === undefined ? {} : { sliding_window_pattern: period }),
      };
    },
  },
  plain('phi2', 'phi'), windowed('phi3', 'phi3', { sliding_window: null }), plain('gpt2', 'gpt2'), plain('gptj', 'gptj'), plain('bloom', 'bloom'), plain('falcon', 'falcon'),
  { name: 'gptneox', config: (keys) => ({ model_type: 'gpt_neox', use_parallel_residual: keys.flag('gptneox.use_parallel_residual') }) },
  { name: 'qwen2moe', config: (keys) => ({ model_type: 'qwen2_moe', ...expertsOf('qwen2moe', keys, { count: 'num_experts', width: 'moe_intermediate_size', shared: 'shared_expert_intermediate_size' }) }) },
  { name: 'qwen3moe', config: (keys) => ({ model_type: 'qwen3_moe', ...expertsOf('qwen3moe', keys, { count: 'num_experts', width: 'moe_intermediate_size' }) }) },
  plain('bitnet', 'llama'), plain('bitnet-b1.58', 'bitnet'), plain('bitnet-25', 'bitnet'),
];

/** Why architectures that llama.cpp knows cannot be read as models. */
const reasons: readonly (readonly [reason: string, names: readonly string[]])[] = [
  ['it is a mixture of experts of another family', ['llama4', 'qwen3vlmoe', 'phimoe', 'olmoe', 'granitemoe', 'dbrx', 'grok', 'arctic', 'deepseek', 'gpt-oss', 'glm4moe', 'ernie4_5-moe', 'hunyuan-moe',
    'bailingmoe', 'bailingmoe2', 'dots1', 'minimax-m2', 'smallthinker', 'grovemoe', 'nomic-bert-moe']],
  ['it has latent attention, and often experts', ['deepseek2', 'minicpm3', 'plm']],
  ['it is a recurrent or state-space model, or a hybrid with one', ['mamba', 'mamba2', 'jamba', 'falcon-h1', 'plamo2', 'nemotron_h', 'granitehybrid', 'lfm2', 'qwen3next', 'rwkv', 'rwkv6', 'rwkv6qwen2', 'rwkv7', 'arwkv7']],
  ['it has an encoder, and only decoders are', ['t5', 't5encoder', 'bert', 'nomic-bert', 'jina-bert-v2', 'jina-bert-v3', 'modern-bert', 'neo-bert', 'gemma-embedding', 'clip', 'whisper', 'wavtokenizer-dec']],
  ['it has no family of ours yet', ['apertus', 'arcee', 'baichuan', 'chameleon', 'chatglm', 'codeshell', 'cogvlm', 'cohere2', 'command-r', 'deci', 'dream', 'ernie4_5', 'exaone', 'exaone4', 'gemma3n', 'glm4', 'granite',
    'hunyuan-dense', 'internlm2', 'jais', 'llada', 'maincoder', 'minicpm', 'mistral3', 'mpt', 'nemotron', 'olmo', 'olmo2', 'openelm', 'orion', 'pangu-embedded', 'plamo', 'qwen', 'qwen2vl', 'qwen3vl', 'refact', 'seed_oss',
    'smollm3', 'stablelm', 'starcoder', 'starcoder2', 'xverse']],
];

export function reasonNotModelled(name: string): string | undefined {
  return reasons.find(([, names]) => names.includes(name))?.[0];
}

/** Every name that is known, modelled or not. */
export function architectureNames(): readonly string[] {
  return [...architectures.map(({ name }) => name), ...reasons.flatMap(([, names]) => names)];
}

/** Why a known `model_type` cannot be read yet, what to do instead, and the types that this holds for. */
interface Reason {
  readonly reason: string;
  readonly remedy?: string;
  readonly types: readonly string[];
}

const reasons: readonly Reason[] = [
  { reason: 'it is a mixture of experts of a kind that is missing', types: ['phimoe', 'olmoe', 'granitemoe', 'dbrx', 'llama4', 'llama4_text'] },
  { reason: 'its latent attention differs from that of DeepSeek-V2 and V3', types: ['deepseek_v32', 'minicpm3'] },
  { reason: 'it is a recurrent or state-space model of a kind that is missing, or a hybrid with one',
    types: ['falcon_mamba', 'falcon_h1', 'jamba', 'bamba', 'zamba', 'zamba2', 'rwkv', 'recurrent_gemma', 'qwen3_next', 'nemotron_h', 'lfm2'] },
  { reason: 'it has an encoder, and only decoders are', types: ['t5', 'mt5', 't5gemma', 'bart', 'mbart', 'pegasus', 'whisper', 'bert', 'roberta', 'distilbert', 'modernbert', 'deberta-v2'] },
  { reason: 'it is multi-modal', remedy: 'give the object under its "text_config", which describes the language model',
    types: ['gemma3', 'mistral3', 'mllama', 'llava', 'llava_next', 'qwen2_vl', 'qwen2_5_vl', 'qwen3_vl', 'idefics3', 'smolvlm', 'paligemma'] },
  { reason: 'this is an old name of falcon', remedy: 'take the newer config.json of the model, with model_type "falcon"', types: ['RefinedWeb', 'RefinedWebModel'] },
  { reason: 'its configuration has no reader yet',
    types: ['baichuan', 'chatglm', 'cohere', 'cohere2', 'exaone', 'gemma3n', 'gemma3n_text', 'glm', 'glm4', 'gpt_neo', 'internlm2', 'minicpm',
      'ministral', 'mpt', 'nemotron', 'olmo', 'olmo2', 'olmo3', 'persimmon', 'qwen', 'smollm3', 'xglm'] },
];

/** Why a `model_type` that exists cannot be read; undefined for one nobody knows. */
export function reasonNotModelled(modelType: string): Pick<Reason, 'reason' | 'remedy'> | undefined {
  return reasons.find(({ types }) => types.includes(modelType));
}

/** Every `model_type` that is known but cannot be read. */
export function typesNotModelled(): readonly string[] {
  return reasons.flatMap(({ types }) => types);
}

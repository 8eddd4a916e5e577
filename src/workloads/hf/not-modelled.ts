/** Why a known `model_type` cannot be read yet, what to do instead, and the types that this holds for. */
interface Reason {
  readonly reason: string;
  readonly remedy?: string;
  readonly types: readonly string[];
}

const reasons: readonly Reason[] = [
  { reason: 'it is a mixture of experts of a kind that is missing', types: ['phimoe', 'dbrx', 'llama4', 'llama4_text'] },
  { reason: 'its latent attention differs from that of DeepSeek-V2 and V3', types: ['deepseek_v32', 'minicpm3'] },
  { reason: 'it is a recurrent or state-space model of a kind that is missing, or a hybrid with one', types: ['rwkv', 'qwen3_next', 'lfm2', 'granitemoehybrid'] },
  { reason: 'its shared blocks of attention read the input of the model too, and have low-rank changes for each place', types: ['zamba', 'zamba2'] },
  { reason: 'its layers have attention and a state-space half side by side on one input', types: ['falcon_h1', 'hymba'] },
  { reason: 'its attention has products with relative positions beside those of queries and keys', types: ['deberta', 'deberta-v2', 'xlnet', 'transfo-xl', 'wav2vec2-conformer'] },
  { reason: 'its encoder or its decoder has layers of a kind that is missing', types: ['t5gemma', 'umt5', 'longt5', 'switch_transformers', 'nllb-moe', 'led', 'longformer', 'big_bird', 'funnel', 'reformer', 'perceiver', 'electra', 'mpnet'] },
  { reason: 'its windows over an image move from layer to layer, or its stages have other sizes each', remedy: 'take "vit" or "deit", or write a graph',
    types: ['swin', 'swinv2', 'cvt', 'pvt', 'segformer', 'mobilevit', 'convnext', 'levit', 'hiera'] },
  { reason: 'its layers have scales or masks of patches that are missing', types: ['beit', 'dinov2', 'vit_mae', 'siglip', 'clip', 'clip_vision_model'] },
  { reason: 'it is an encoder of sound of a kind that is missing', types: ['wav2vec2', 'hubert', 'wavlm', 'speech_to_text', 'moonshine', 'seamless_m4t'] },
  { reason: 'it is multi-modal', remedy: 'give the object under its "text_config", which describes the language model',
    types: ['gemma3', 'mistral3', 'mllama', 'llava', 'llava_next', 'qwen2_vl', 'qwen2_5_vl', 'qwen3_vl', 'idefics3', 'smolvlm', 'paligemma'] },
  { reason: 'this is an old name of falcon', remedy: 'take the newer config.json of the model, with model_type "falcon"', types: ['RefinedWeb', 'RefinedWebModel'] },
  { reason: 'its configuration has no reader yet',
    types: ['baichuan', 'chatglm', 'exaone', 'gemma3n', 'gemma3n_text', 'glm', 'glm4', 'gpt_neo', 'internlm2', 'minicpm',
      'ministral', 'nemotron', 'persimmon', 'qwen', 'smollm3', 'xglm'] },
];

/** Why a `model_type` that exists cannot be read; undefined for one nobody knows. */
export function reasonNotModelled(modelType: string): Pick<Reason, 'reason' | 'remedy'> | undefined {
  return reasons.find(({ types }) => types.includes(modelType));
}

/** Every `model_type` that is known but cannot be read. */
export function typesNotModelled(): readonly string[] {
  return reasons.flatMap(({ types }) => types);
}

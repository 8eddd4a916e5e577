import { textNotModelled } from './diagnostics.js';
import { deepseekExperts, mixtralExperts, qwen2Experts, qwen3Experts } from './expert-families.js';
import type { ExpertRules } from './experts.js';
import { limits, type Fields } from './fields.js';
import type { WindowRule } from './masks.js';
import { encoderDecoderTypes } from './encoder-decoders.js';
import { encoderTypes } from './encoders.js';
import { recurrentTypes } from './recurrent.js';
import { visionTypes } from './vision.js';

/** A yes or no of the structure: fixed by the family, or read from a field with the library's default. */
export type Choice = boolean | { readonly field: string; readonly otherwise: boolean };

/** An option of a configuration that would change the graph in a way that is not modelled. */
export interface Refusal {
  readonly field: string;
  readonly value: boolean;
  readonly reason: string;
}

/**
 * How the transformers library reads the configuration of one `model_type`: spellings (the family's own first), defaults, structure.
 * Read from its configuration and modelling files; the library's own defaults for hidden size, layers, heads and vocabulary
 * are those of one model and would silently turn a broken file into that model, so these fields are needed.
 */
export interface FamilyRules {
  readonly hidden: readonly string[];
  readonly layers: readonly string[];
  readonly heads: readonly string[];
  readonly kvHeads: readonly string[];
  readonly intermediate: readonly string[];
  readonly context: readonly string[];
  readonly activation: readonly string[];
  /** Of an absent field; null: as many as query heads. */
  readonly defaultKvHeads: number | null;
  /** Of an absent field; null: hidden size / heads. */
  readonly defaultHeadDim: number | null;
  /** Intermediate size / hidden size of a file without it; null: needed. */
  readonly intermediateRatio: number | null;
  /** Of an absent field; null: no limit. */
  readonly defaultContext: number | 'needed' | null;
  readonly defaultActivation: string;
  readonly tiedByDefault: boolean;
  readonly window: WindowRule;
  readonly norm: 'rmsnorm' | 'layernorm';
  readonly position: 'rope' | 'learned' | 'alibi';
  /** Rows of a learned position table beyond the longest context. */
  readonly extraPositions: number;
  readonly gatedMlp: boolean;
  readonly qkvBias: Choice;
  readonly outputBias: Choice;
  readonly mlpBias: Choice;
  readonly lmHeadBias: boolean;
  readonly parallelResidual: Choice;
  readonly sharedNorm: boolean;
  readonly qkNorm: boolean;
  /** Only what most families do not have: see `ModelSpec`. */
  readonly qkNormGains?: 'all-heads';
  readonly normParameters?: 'gain' | 'none';
  readonly normPlacement?: 'on-output';
  /** The rotated share of a head: its field, and the library's default. */
  readonly rotaryShare?: { readonly field: string; readonly otherwise: number };
  readonly sandwichNorm: boolean;
  readonly subNorm: boolean;
  readonly embeddingNorm: boolean;
  readonly finalNorm: boolean;
  readonly attentionSinks: boolean;
  readonly latentAttention: boolean;
  readonly experts: ExpertRules | null;
  readonly refuses: readonly Refusal[];
}

const attentionBias = { field: 'attention_bias', otherwise: false } as const;

const llama: FamilyRules = {
  hidden: ['hidden_size'], layers: ['num_hidden_layers'], heads: ['num_attention_heads'], kvHeads: ['num_key_value_heads'],
  intermediate: ['intermediate_size'], context: ['max_position_embeddings'], activation: ['hidden_act'],
  defaultKvHeads: null, defaultHeadDim: null, intermediateRatio: null, defaultContext: 2048, defaultActivation: 'silu', tiedByDefault: false,
  window: { kind: 'none' }, norm: 'rmsnorm', position: 'rope', extraPositions: 0, gatedMlp: true,
  qkvBias: attentionBias, outputBias: attentionBias, mlpBias: { field: 'mlp_bias', otherwise: false }, lmHeadBias: false,
  parallelResidual: false, sharedNorm: false, qkNorm: false, sandwichNorm: false, subNorm: false, embeddingNorm: false, finalNorm: true,
  attentionSinks: false, latentAttention: false, experts: null, refuses: [],
};

const bidirectional: Refusal = { field: 'use_bidirectional_attention', value: true, reason: 'only causal decoders are' };

const gemma: FamilyRules = {
  ...llama, activation: ['hidden_activation', 'hidden_act'], defaultActivation: 'gelu_pytorch_tanh', tiedByDefault: true,
  defaultKvHeads: 16, defaultHeadDim: 256, defaultContext: 8192, mlpBias: false, refuses: [bidirectional],
};

const gemma2: FamilyRules = {
  ...gemma, defaultKvHeads: 4, sandwichNorm: true, window: { kind: 'all-but-last-of-period', otherwise: 4096, period: 2, periodField: null },
};

const qwen2: FamilyRules = {
  ...llama, defaultKvHeads: 32, defaultContext: 32_768, qkvBias: true, outputBias: false, mlpBias: false,
  window: { kind: 'upper-layers', otherwise: 4096, firstLayer: 28 },
};

const qwen3: FamilyRules = { ...qwen2, defaultHeadDim: 128, qkvBias: attentionBias, outputBias: attentionBias, qkNorm: true };

/** GPT-OSS has biases everywhere, in its experts and its router too, and attention sinks; the first of each two layers has a window. */
const gptOss: FamilyRules = {
  ...llama, defaultKvHeads: 8, defaultHeadDim: 64, defaultContext: 131_072, qkvBias: { field: 'attention_bias', otherwise: true }, outputBias: { field: 'attention_bias', otherwise: true },
  attentionSinks: true, window: { kind: 'all-but-last-of-period', otherwise: 128, period: 2, periodField: null },
  experts: { ...mixtralExperts, active: ['num_experts_per_tok', 'experts_per_token'], bias: true, routerBias: true },
};

const deepseekV2: FamilyRules = { ...llama, latentAttention: true, mlpBias: false, experts: deepseekExperts };

/** The next-token layers of DeepSeek-V3 (`num_nextn_predict_layers`) are for training and speculation, and not of this graph. */
const deepseekV3: FamilyRules = { ...deepseekV2, defaultContext: 4096, experts: { ...deepseekExperts, selectionBias: true, dense: { first: 3 } } };

/** GLM-4.5: grouped attention with experts in the way of DeepSeek-V3. */
const glm4Moe: FamilyRules = {
  ...llama, defaultContext: 131_072, qkvBias: attentionBias, outputBias: false, mlpBias: false, defaultHeadDim: 128, experts: { ...deepseekExperts, selectionBias: true, dense: { first: 1 } },
};

/** Decoders with layernorm, one up projection and biases, of the GPT-2 line. */
const gpt2: FamilyRules = {
  ...llama, hidden: ['n_embd', 'hidden_size'], layers: ['n_layer', 'num_hidden_layers'], heads: ['n_head', 'num_attention_heads'],
  intermediate: ['n_inner', 'intermediate_size'], context: ['n_positions', 'max_position_embeddings'], activation: ['activation_function', 'hidden_act'],
  intermediateRatio: 4, defaultContext: 'needed', defaultActivation: 'gelu_new', tiedByDefault: true,
  norm: 'layernorm', position: 'learned', gatedMlp: false, qkvBias: true, outputBias: true, mlpBias: true,
  refuses: [{ field: 'add_cross_attention', value: true, reason: 'only decoders without an encoder are' }],
};

const gptj: FamilyRules = {
  ...gpt2, defaultContext: 2048, tiedByDefault: false, position: 'rope', qkvBias: false, outputBias: false, lmHeadBias: true, parallelResidual: true, sharedNorm: true, refuses: [],
};

const gptNeox: FamilyRules = {
  ...llama, defaultActivation: 'gelu', norm: 'layernorm', gatedMlp: false, qkvBias: { field: 'attention_bias', otherwise: true },
  outputBias: { field: 'attention_bias', otherwise: true }, mlpBias: true, parallelResidual: { field: 'use_parallel_residual', otherwise: true },
};

const phi: FamilyRules = {
  ...gptNeox, defaultActivation: 'gelu_new', qkvBias: true, outputBias: true, lmHeadBias: true, parallelResidual: true, sharedNorm: true,
  refuses: [{ field: 'qk_layernorm', value: true, reason: 'norms with biases on queries and keys are missing' }],
};

/** BLOOM: alibi has no table and no longest context; the library fixes the intermediate size at 4 hidden sizes. */
const bloom: FamilyRules = {
  ...gpt2, hidden: ['hidden_size', 'n_embed'], intermediate: ['intermediate_size'], context: [], activation: ['hidden_act'],
  defaultContext: null, defaultActivation: 'gelu', position: 'alibi', embeddingNorm: true, refuses: [],
};

/** GPT-2 with one key-value head for all (StarCoder). */
const gptBigcode: FamilyRules = { ...gpt2, kvHeads: ['num_key_value_heads'], defaultKvHeads: 1, defaultActivation: 'gelu_pytorch_tanh' };

const stablelm: FamilyRules = {
  ...llama, defaultContext: 4096, norm: 'layernorm', qkvBias: { field: 'use_qkv_bias', otherwise: false }, outputBias: false, mlpBias: false,
  parallelResidual: { field: 'use_parallel_residual', otherwise: false }, sharedNorm: true, rotaryShare: { field: 'partial_rotary_factor', otherwise: 0.25 },
  refuses: [{ field: 'qk_layernorm', value: true, reason: 'norms of each head with gains of its own are missing' }],
};

const useBias = { field: 'use_bias', otherwise: true } as const;

const starcoder2: FamilyRules = {
  ...llama, defaultKvHeads: 2, defaultContext: 4096, defaultActivation: 'gelu_pytorch_tanh', tiedByDefault: true, norm: 'layernorm', gatedMlp: false,
  qkvBias: useBias, outputBias: useBias, mlpBias: useBias, window: { kind: 'every-layer', otherwise: null },
};

/** OLMo (Groeneveld et al., 2024): norms learn nothing. `clip_qkv`, a clamp of queries, keys and values, is no op of the graph. */
const olmo: FamilyRules = { ...llama, qkvBias: attentionBias, outputBias: attentionBias, mlpBias: false, norm: 'layernorm', normParameters: 'none' };

/** OLMo 2 (OLMo team, 2025): norms on the output of each half, and one norm over all queries and one over all keys. */
const olmo2: FamilyRules = { ...llama, mlpBias: false, normPlacement: 'on-output', qkNorm: true, qkNormGains: 'all-heads' };

/** OLMo 3: windows in all but each fourth layer. */
const olmo3: FamilyRules = { ...olmo2, defaultContext: 65_536, window: { kind: 'all-but-last-of-period', otherwise: 4096, period: 4, periodField: null } };

const olmoe: FamilyRules = {
  ...llama, defaultContext: 4096, mlpBias: false, qkNorm: true, qkNormGains: 'all-heads', experts: { ...mixtralExperts, count: ['num_experts', 'num_local_experts'] },
};

/** Command R: parallel layers, norms without biases, a tied head; norms of queries and keys have gains for each head. */
const cohere: FamilyRules = {
  ...llama, defaultContext: 8192, tiedByDefault: true, norm: 'layernorm', normParameters: 'gain', mlpBias: false, parallelResidual: true, sharedNorm: true, qkNormGains: 'all-heads',
};

/** MPT: alibi, and no biases, of norms neither, as the library has it. */
function mpt(fields: Fields): FamilyRules {
  const attention = fields.object('attn_config');
  if (attention?.['qk_ln'] === true) fields.problems.push(textNotModelled('attn_config/qk_ln', 'true', 'norms over queries and keys are missing'));
  if (attention?.['alibi'] === false) fields.problems.push(textNotModelled('attn_config/alibi', 'false', 'the library has this family with alibi alone'));
  const kvHeads = attention?.['kv_n_heads'];
  return {
    ...gpt2, hidden: ['d_model', 'hidden_size'], layers: ['n_layers', 'num_hidden_layers'], heads: ['n_heads', 'num_attention_heads'], defaultKvHeads: isHeadCount(kvHeads) ? kvHeads : null,
    intermediate: ['intermediate_size'], intermediateRatio: fields.integer(['expansion_ratio'], limits.heads) ?? 4, context: ['max_seq_len', 'max_position_embeddings'], defaultContext: 2048,
    activation: ['hidden_act'], defaultActivation: 'gelu', position: 'alibi', normParameters: 'gain', qkvBias: false, outputBias: false, mlpBias: false,
    refuses: [{ field: 'no_bias', value: false, reason: 'the library has this family without biases' }],
  };
}

function isHeadCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= limits.heads;
}

/** Hybrids: what their attention and their MLPs are; `hybrids.ts` has the rest. */
const hybrid: FamilyRules = { ...llama, mlpBias: false };
const jamba: FamilyRules = { ...hybrid, defaultKvHeads: 8, defaultContext: 262_144, qkvBias: false, outputBias: false, experts: { ...mixtralExperts, count: ['num_experts'] } };
const bamba: FamilyRules = { ...hybrid, defaultKvHeads: 8, defaultContext: 262_144, rotaryShare: { field: 'partial_rotary_factor', otherwise: 0.5 } };
const nemotronH: FamilyRules = {
  ...hybrid, defaultKvHeads: 8, defaultContext: 4096, activation: ['mlp_hidden_act'], defaultActivation: 'relu2', gatedMlp: false, mlpBias: { field: 'mlp_bias', otherwise: false },
};
const recurrentGemma: FamilyRules = {
  ...gemma, defaultKvHeads: null, defaultHeadDim: null, defaultContext: null, context: [], outputBias: true, mlpBias: true, rotaryShare: { field: 'partial_rotary_factor', otherwise: 0.5 }, refuses: [],
};

/** OPT: the position table has two rows more than positions; post-norm models (350m) have no final norm. */
function opt(fields: Fields): FamilyRules {
  const bias = { field: 'enable_bias', otherwise: true } as const;
  return {
    ...gpt2, hidden: ['hidden_size', 'd_model'], layers: ['num_hidden_layers'], heads: ['num_attention_heads'], intermediate: ['ffn_dim', 'intermediate_size'],
    context: ['max_position_embeddings'], intermediateRatio: null, defaultActivation: 'relu', extraPositions: 2, qkvBias: bias, outputBias: bias, mlpBias: bias,
    finalNorm: fields.flag(['do_layer_norm_before'], true) && !fields.flag(['_remove_final_layer_norm'], false),
    refuses: [{ field: 'layer_norm_elementwise_affine', value: false, reason: 'norms without parameters are missing' }],
  };
}

/**
 * Falcon: multi-query means one key-value head, unless `new_decoder_architecture` counts them in `num_kv_heads`;
 * the new architecture has a norm for each half of its parallel layer unless `num_ln_in_parallel_attn` is 1.
 */
function falcon(fields: Fields): FamilyRules {
  const bias = { field: 'bias', otherwise: false } as const;
  const isNew = fields.flag(['new_decoder_architecture'], false);
  const countsKvHeads = isNew || !fields.flag(['multi_query'], true);
  const alibi = fields.flag(['alibi'], false);
  const norms = fields.integer(['num_ln_in_parallel_attn'], 2) ?? (isNew ? 2 : 1);
  return {
    ...gpt2, hidden: ['hidden_size', 'n_embed'], layers: ['num_hidden_layers', 'n_layer'], heads: ['num_attention_heads', 'n_head'],
    kvHeads: countsKvHeads ? ['num_kv_heads', 'n_head_kv', 'num_key_value_heads'] : ['num_key_value_heads'], defaultKvHeads: countsKvHeads ? null : 1,
    intermediate: ['ffn_hidden_size', 'intermediate_size'], context: ['max_position_embeddings'], activation: ['activation', 'hidden_act'],
    defaultContext: alibi ? null : 2048, defaultActivation: 'gelu', position: alibi ? 'alibi' : 'rope', qkvBias: bias, outputBias: bias, mlpBias: bias,
    parallelResidual: { field: 'parallel_attn', otherwise: true }, sharedNorm: norms === 1, refuses: [],
  };
}

/** BitNet's first public reproductions say `llama`, but name their own class, which has the sub-norms. */
function llamaOrBitnet(fields: Fields): FamilyRules {
  return { ...llama, subNorm: fields.texts('architectures')?.includes('BitnetForCausalLM') === true };
}

/** The rules, or how the fields of a file decide them. */
type Family = FamilyRules | ((fields: Fields) => FamilyRules);

const families: ReadonlyMap<string, Family> = new Map<string, Family>([
  ['llama', llamaOrBitnet],
  ['mistral', { ...llama, defaultKvHeads: 8, defaultContext: 131_072, qkvBias: false, outputBias: false, mlpBias: false, window: { kind: 'every-layer', otherwise: 4096 } }],
  ['qwen2', qwen2],
  ['qwen3', qwen3],
  ['mixtral', { ...llama, defaultKvHeads: 8, defaultContext: 131_072, qkvBias: false, outputBias: false, mlpBias: false, window: { kind: 'every-layer', otherwise: null }, experts: mixtralExperts }],
  ['qwen2_moe', { ...qwen2, defaultKvHeads: 16, experts: qwen2Experts }],
  ['qwen3_moe', { ...qwen3, defaultKvHeads: 4, defaultHeadDim: null, experts: qwen3Experts }],
  ['gpt_oss', gptOss],
  ['glm4_moe', (fields) => ({ ...glm4Moe, qkNorm: fields.flag(['use_qk_norm'], false) })],
  ['deepseek_v2', deepseekV2],
  ['deepseek_v3', deepseekV3],
  ['kimi_k2', deepseekV3],
  ['phi', phi],
  ['phi3', { ...llama, defaultContext: 4096, qkvBias: false, outputBias: false, mlpBias: false, window: { kind: 'every-layer', otherwise: null } }],
  ['gemma', gemma],
  ['gemma2', gemma2],
  ['gemma3_text', { ...gemma2, defaultContext: 131_072, qkNorm: true, window: { kind: 'all-but-last-of-period', otherwise: 4096, period: 6, periodField: 'sliding_window_pattern' } }],
  ['opt', opt],
  ['bloom', bloom],
  ['falcon', falcon],
  ['gpt2', gpt2],
  ['gptj', gptj],
  ['codegen', gptj],
  ['gpt_bigcode', (fields) => (fields.flag(['multi_query'], true) ? gptBigcode : { ...gptBigcode, defaultKvHeads: null })],
  ['starcoder2', starcoder2],
  ['stablelm', stablelm],
  ['granite', llama],
  ['granitemoe', { ...llama, mlpBias: false, experts: mixtralExperts }],
  ['olmo', olmo],
  ['olmo2', olmo2],
  ['olmo3', olmo3],
  ['olmoe', olmoe],
  ['cohere', (fields) => ({ ...cohere, qkNorm: fields.flag(['use_qk_norm'], false) })],
  ['cohere2', { ...cohere, window: { kind: 'all-but-last-of-period', otherwise: 4096, period: 4, periodField: 'sliding_window_pattern' } }],
  ['mpt', mpt],
  ['jamba', jamba],
  ['bamba', bamba],
  ['nemotron_h', nemotronH],
  ['recurrent_gemma', recurrentGemma],
  ['gpt_neox', gptNeox],
  ['bitnet', { ...llama, defaultKvHeads: 5, defaultActivation: 'relu2', mlpBias: false, subNorm: true }],
]);

/** Every `model_type` that can be read. */
export function modelTypes(): readonly string[] {
  return [...families.keys(), ...recurrentTypes, ...encoderTypes, ...encoderDecoderTypes, ...visionTypes];
}

/** The rules of a `model_type` with attention, undefined where it cannot be read by them. */
export function rulesOf(modelType: string, fields: Fields): FamilyRules | undefined {
  const rules = families.get(modelType);
  return typeof rules === 'function' ? rules(fields) : rules;
}

import { isRecord } from '../sim/core/is-record.js';
import { InputError, type Problem } from '../sim/core/diagnostics.js';
import { absentNote, headsNotDivisible, hiddenNotDivisible, missingField, notAnObject, optionNotModelled, typeNotModelled, unknownType, unknownValue } from './hf/diagnostics.js';
import { expertsOf } from './hf/experts.js';
import { modelTypes, rulesOf, type Choice, type FamilyRules } from './hf/families.js';
import { fieldsOf, limits, type Fields } from './hf/fields.js';
import { withPlan } from './hf/hybrids.js';
import { latentOf } from './hf/latent.js';
import { masksOf } from './hf/masks.js';
import { reasonNotModelled, typesNotModelled } from './hf/not-modelled.js';
import { isRecurrent, recurrentSpec } from './hf/recurrent.js';
import { encoderDecoderSpec } from './hf/encoder-decoders.js';
import { encoderSpec } from './hf/encoders.js';
import { visionSpec } from './hf/vision.js';
import { trainingOf } from './hf/training.js';
import type { ModelSpec } from './model-spec.js';

/**
 * The model that a Hugging Face config.json describes, read as the transformers library reads it: the family's own spellings and its defaults for absent fields.
 * A default that shapes the workload is written into `notes`. Fields that no library has say what the architecture cannot: `gated_mlp`, `norm`, `position`,
 * `qk_norm`, `sub_norm`, `sandwich_norm`, `embedding_layernorm`, `attention_qkv_bias`, `lm_head_bias`, `parallel_residual`, `shared_attention_norm`, `quantization`,
 * `latent_attention`, `measured_distinct_experts`.
 * Throws an `InputError` with every problem of the file (only that of `model_type` if the family is not known: the rest has no rules to be judged by).
 */
export function modelFromHfConfig(config: unknown, name: string, source: string): ModelSpec {
  if (!isRecord(config)) throw new InputError([notAnObject(config)]);
  const fields = fieldsOf(config);
  const family = fields.text(['model_type']);
  if (family === undefined && fields.problems.length === 0) fields.problems.push(missingField('', 'model_type', []));
  if (family === undefined) throw new InputError(fields.problems);
  const spec = specOf(fields, { name, family, source });
  if (fields.problems.length > 0) throw new InputError(fields.problems);
  return spec;
}

function specOf(fields: Fields, about: Pick<ModelSpec, 'name' | 'family' | 'source'>): ModelSpec {
  const { family } = about;
  if (isRecurrent(family)) return recurrentSpec(fields, family, about);
  const encoding = encoderSpec(fields, family, about) ?? encoderDecoderSpec(fields, family, about) ?? visionSpec(fields, family, about);
  if (encoding !== undefined) return encoding;
  const rules = rulesOf(family, fields);
  if (rules === undefined) throw new InputError([problemOfType(family)]);
  return withPlan(fields, readSpec(fields, rules, about));
}

function problemOfType(type: string): Problem {
  const known = reasonNotModelled(type);
  return known === undefined ? unknownType(type, [...modelTypes(), ...typesNotModelled()]) : typeNotModelled(type, known.reason, known.remedy);
}

function readSpec(fields: Fields, rules: FamilyRules, about: Pick<ModelSpec, 'name' | 'family' | 'source'>): ModelSpec {
  const notes: string[] = [];
  const { family } = about;
  const choice = (c: Choice): boolean => (typeof c === 'boolean' ? c : fields.flag([c.field], c.otherwise));
  refuse(fields, rules);

  const layers = fields.needed(family, rules.layers, limits.layers);
  const hiddenSize = fields.needed(family, rules.hidden, limits.size);
  const heads = fields.needed(family, rules.heads, limits.heads);
  const kvHeads = kvHeadsOf(fields, rules, heads, notes);
  const latent = rules.latentAttention ? latentOf(fields, family, oneOf(fields, 'latent_attention', ['absorbed', 'expanded'] as const), notes) : undefined;
  const headDim = latent === undefined ? headDimOf(fields, rules, hiddenSize, heads, notes) : latent.nopeDim + latent.ropeDim;
  const intermediateSize = rules.intermediateRatio === null
    ? fields.needed(family, rules.intermediate, limits.size)
    : fields.integer(rules.intermediate, limits.size) ?? rules.intermediateRatio * hiddenSize;
  const vocabularySize = fields.needed(family, ['vocab_size'], limits.vocabulary);
  const maxContext = contextOf(fields, rules, family, notes);
  const position = oneOf(fields, 'position', ['rope', 'learned', 'alibi'] as const) ?? rules.position;
  const parallelResidual = fields.flag(['parallel_residual'], choice(rules.parallelResidual));
  const experts = rules.experts === null ? undefined : expertsOf(rules.experts, fields, family, layers);
  const training = trainingOf(fields, notes);

  return {
    ...about, layers, hiddenSize, heads, kvHeads, headDim, intermediateSize,
    gatedMlp: fields.flag(['gated_mlp'], rules.gatedMlp),
    activation: fields.text(rules.activation) ?? rules.defaultActivation,
    vocabularySize, maxContext,
    norm: oneOf(fields, 'norm', ['rmsnorm', 'layernorm'] as const) ?? rules.norm,
    position,
    positionRows: position === 'learned' && maxContext !== null ? maxContext + rules.extraPositions : 0,
    embeddingWidth: fields.integer(['word_embed_proj_dim'], limits.size) ?? hiddenSize,
    tiedEmbeddings: fields.flag(['tie_word_embeddings'], rules.tiedByDefault),
    qkvBias: fields.flag(['attention_qkv_bias'], choice(rules.qkvBias)),
    outputBias: choice(rules.outputBias),
    mlpBias: choice(rules.mlpBias),
    lmHeadBias: fields.flag(['lm_head_bias'], rules.lmHeadBias),
    parallelResidual,
    sharedNorm: parallelResidual && fields.flag(['shared_attention_norm'], rules.sharedNorm),
    qkNorm: fields.flag(['qk_norm'], rules.qkNorm),
    ...(rules.qkNormGains === undefined ? {} : { qkNormGains: rules.qkNormGains }),
    ...(rules.normParameters === undefined ? {} : { normParameters: rules.normParameters }),
    ...(rules.normPlacement === undefined ? {} : { normPlacement: rules.normPlacement }),
    ...(rules.rotaryShare === undefined ? {} : { rotaryShare: fields.share(rules.rotaryShare.field) ?? rules.rotaryShare.otherwise }),
    sandwichNorm: fields.flag(['sandwich_norm'], rules.sandwichNorm),
    subNorm: fields.flag(['sub_norm'], rules.subNorm),
    embeddingNorm: fields.flag(['embedding_layernorm'], rules.embeddingNorm),
    finalNorm: rules.finalNorm,
    masks: masksOf(rules.window, fields, layers, notes),
    ...(rules.attentionSinks ? { attentionSinks: true } : {}),
    ...(experts === undefined ? {} : { experts }),
    ...(latent === undefined ? {} : { latent }),
    scalesPerMatrix: training.scalesPerMatrix,
    notes,
  };
}

function refuse(fields: Fields, rules: FamilyRules): void {
  const encoder = { field: 'is_encoder_decoder', value: true, reason: 'only decoders without an encoder are' };
  for (const { field, value, reason } of [encoder, ...rules.refuses]) {
    if (fields.flag([field], !value) === value) fields.problems.push(optionNotModelled(field, value, reason));
  }
}

/** An absent count has the library's default for the family; a null means one for each query head. */
function kvHeadsOf(fields: Fields, rules: FamilyRules, heads: number, notes: string[]): number {
  const given = fields.integer(rules.kvHeads, limits.heads);
  const byDefault = fields.state(rules.kvHeads) === 'null' ? null : rules.defaultKvHeads;
  const kvHeads = given ?? byDefault ?? heads;
  const [field = 'num_key_value_heads'] = rules.kvHeads;
  if (given === undefined && byDefault !== null) notes.push(absentNote(field, byDefault));
  if (heads % kvHeads > 0) fields.problems.push(headsNotDivisible(heads, field, kvHeads));
  return kvHeads;
}

function headDimOf(fields: Fields, rules: FamilyRules, hiddenSize: number, heads: number, notes: string[]): number {
  const given = fields.integer(['head_dim'], limits.size);
  if (given !== undefined) return given;
  if (rules.defaultHeadDim !== null) {
    notes.push(absentNote('head_dim', rules.defaultHeadDim));
    return rules.defaultHeadDim;
  }
  if (hiddenSize % heads > 0) fields.problems.push(hiddenNotDivisible(rules.hidden[0] ?? 'hidden_size', hiddenSize, heads));
  return hiddenSize / heads;
}

function contextOf(fields: Fields, rules: FamilyRules, family: string, notes: string[]): number | null {
  if (rules.defaultContext === 'needed') return fields.needed(family, rules.context, limits.size);
  const given = fields.integer(rules.context, limits.size);
  if (given === undefined && rules.defaultContext !== null) notes.push(absentNote(rules.context[0] ?? '', rules.defaultContext));
  return given ?? rules.defaultContext;
}

/** The known value that a field begins with (`rope (partial)` is rope), undefined where it is absent. */
function oneOf<T extends string>(fields: Fields, field: string, known: readonly T[]): T | undefined {
  const given = fields.text([field]);
  if (given === undefined) return undefined;
  const value = known.find((k) => given.split(' ')[0] === k);
  if (value === undefined) fields.problems.push(unknownValue(field, given, known));
  return value;
}

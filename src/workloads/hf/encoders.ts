import type { Mask } from '../../sim/model/op-graph.js';
import type { EncoderOutput, ModelSpec } from '../model-spec.js';
import { absentNote, hiddenNotDivisible, layersNotDivisible, notAnIntegerFrom, textNotModelled, unknownValue } from './diagnostics.js';
import { limits, type Fields } from './fields.js';
import { headSize, plainEncoder } from './plain-spec.js';
import { trainingOf } from './training.js';

/** What a reader is told of a model. */
export type About = Pick<ModelSpec, 'name' | 'family' | 'source'>;

/** How the transformers library reads an encoder of text: spellings (the family's own first), defaults, structure. */
interface EncoderRules {
  readonly hidden: readonly string[];
  readonly layers: readonly string[];
  readonly heads: readonly string[];
  readonly intermediate: readonly string[];
  /** Rows of the position table that are no positions (RoBERTa: 2). */
  readonly extraPositions: number;
  /** Types of tokens where the file does not say; null: none whatever it says. */
  readonly tokenTypes: number | null;
  readonly activation: string;
  /** The base model has a pooler. */
  readonly pooler: boolean;
}

const bert: EncoderRules = {
  hidden: ['hidden_size'], layers: ['num_hidden_layers'], heads: ['num_attention_heads'], intermediate: ['intermediate_size'],
  extraPositions: 0, tokenTypes: 2, activation: 'gelu', pooler: true,
};

const rules: ReadonlyMap<string, EncoderRules> = new Map<string, EncoderRules>([
  ['bert', bert],
  ['roberta', { ...bert, extraPositions: 2 }],
  ['xlm-roberta', { ...bert, extraPositions: 2 }],
  ['camembert', { ...bert, extraPositions: 2 }],
  ['distilbert', { hidden: ['dim', 'hidden_size'], layers: ['n_layers', 'num_hidden_layers'], heads: ['n_heads', 'num_attention_heads'], intermediate: ['hidden_dim', 'intermediate_size'],
    extraPositions: 0, tokenTypes: null, activation: 'gelu', pooler: false }],
  ['albert', { ...bert, activation: 'gelu_new' }],
  ['modernbert', { ...bert, tokenTypes: null, pooler: false }],
]);

export const encoderTypes: readonly string[] = [...rules.keys()];

/** The encoder of text that a configuration describes, undefined for other types. The head is that of the first of its `architectures`, else the base model's. */
export function encoderSpec(fields: Fields, family: string, about: About): ModelSpec | undefined {
  const of = rules.get(family);
  if (of === undefined) return undefined;
  const notes: string[] = [];
  const layers = fields.needed(family, of.layers, limits.layers);
  const hiddenSize = fields.needed(family, of.hidden, limits.size);
  const heads = fields.needed(family, of.heads, limits.heads);
  const intermediateSize = fields.needed(family, of.intermediate, limits.size);
  const vocabularySize = fields.needed(family, ['vocab_size'], limits.vocabulary);
  const headDim = headSize(hiddenSize, heads);
  if (Number.isNaN(headDim) && !Number.isNaN(hiddenSize / heads)) fields.problems.push(hiddenNotDivisible(of.hidden[0]!, hiddenSize, heads));
  refuse(fields);
  const rows = fields.needed(family, ['max_position_embeddings'], limits.size);
  if (rows <= of.extraPositions) fields.problems.push(notAnIntegerFrom(of.extraPositions + 1, 'max_position_embeddings', rows));
  const text: ModelSpec = {
    ...plainEncoder, ...about, layers, hiddenSize, heads, kvHeads: heads, headDim, intermediateSize, vocabularySize,
    activation: fields.text(['hidden_act', 'activation', 'hidden_activation']) ?? of.activation,
    maxContext: rows - of.extraPositions, positionRows: rows,
    embeddingWidth: family === 'albert' ? fields.integer(['embedding_size'], limits.size) ?? 128 : hiddenSize,
    tiedEmbeddings: fields.flag(['tie_word_embeddings'], true),
    encoding: { input: { kind: 'tokens', tokenTypes: of.tokenTypes === null ? 0 : fields.integer(['type_vocab_size'], limits.size, 0) ?? of.tokenTypes }, outputs: outputsOf(fields, family, of.pooler), ...sharing(fields, family, layers) },
    ...trainingOf(fields, notes), notes,
  };
  return family === 'modernbert' ? modernBert(fields, text, notes) : { ...text, normPlacement: 'after-sum' };
}

/** ModernBERT (Warner et al., 2024): rotary positions, gated MLPs, no biases but where the file says, and all but each third layer look at the tokens near by. */
function modernBert(fields: Fields, text: ModelSpec, notes: string[]): ModelSpec {
  const period = fields.integer(['global_attn_every_n_layers'], limits.layers) ?? 3;
  const reach = fields.integer(['local_attention'], limits.size);
  if (reach === undefined) notes.push(absentNote('local_attention', 128));
  const side = Math.floor((reach ?? 128) / 2);
  const local: Mask = { kind: 'band', before: side, after: side };
  const full: Mask = { kind: 'full' };
  const bias = fields.flag(['attention_bias'], false);
  return {
    ...text, gatedMlp: true, position: 'rope', positionRows: 0, qkvBias: bias, outputBias: bias, mlpBias: fields.flag(['mlp_bias'], false),
    ...(fields.flag(['norm_bias'], false) ? {} : { normParameters: 'gain' as const }), firstNormAbsent: true, finalNorm: true,
    masks: Array.from({ length: period }, (_, i) => (i === 0 ? full : local)),
  };
}

/** Layers that share their weights (ALBERT): `num_hidden_groups` distinct ones. */
function sharing(fields: Fields, family: string, layers: number): { readonly distinctLayers?: number } {
  if (family !== 'albert') return {};
  const groups = fields.integer(['num_hidden_groups'], limits.layers) ?? 1;
  const inner = fields.integer(['inner_group_num'], limits.layers) ?? 1;
  if (inner > 1) fields.problems.push(textNotModelled('inner_group_num', String(inner), 'several layers in a group are missing'));
  if (!Number.isNaN(layers) && layers % groups > 0) fields.problems.push(layersNotDivisible('num_hidden_groups', groups, layers));
  return { distinctLayers: groups };
}

function refuse(fields: Fields): void {
  const kind = fields.text(['position_embedding_type']);
  if (kind !== undefined && kind !== 'absolute') fields.problems.push(textNotModelled('position_embedding_type', kind, 'products of queries with relative positions are missing'));
  if (fields.flag(['is_decoder'], false)) fields.problems.push(textNotModelled('is_decoder', 'true', 'this family is read as an encoder'));
}

const heads = ['Model', 'ForMaskedLM', 'ForPreTraining', 'ForSequenceClassification', 'ForTokenClassification', 'ForQuestionAnswering'] as const;

/** What is made of the last layer: by the first of the `architectures`. */
function outputsOf(fields: Fields, family: string, pooler: boolean): readonly EncoderOutput[] {
  const known = family === 'modernbert' ? heads.slice(0, 2) : heads;
  const head = headOf(fields, known);
  const masked: EncoderOutput = { kind: 'masked-lm', denseBias: family !== 'modernbert' || fields.flag(['classifier_bias'], false), bias: family !== 'modernbert' || fields.flag(['decoder_bias'], true) };
  const base: readonly EncoderOutput[] = pooler ? [{ kind: 'pooler' }] : [];
  switch (head) {
    case 'ForMaskedLM': return [masked];
    case 'ForPreTraining': return [...base, masked, classifier('seq_relationship', 2, 'first')];
    case 'ForSequenceClassification': return [{ kind: 'pooler' }, classifier('classifier', labelsOf(fields), 'first')];
    case 'ForTokenClassification': return [classifier('classifier', labelsOf(fields), 'all')];
    case 'ForQuestionAnswering': return [classifier('qa_outputs', 2, 'all')];
    case 'Model': case undefined: return base;
  }
}

/** The part of the first of the `architectures` that says what is made of the last layer; `Model` where there are none, undefined for one that is not known. */
export function headOf<T extends string>(fields: Fields, known: readonly T[]): T | 'Model' | undefined {
  const [name] = fields.texts('architectures') ?? [];
  if (name === undefined) return 'Model';
  const head = known.find((ending) => name.endsWith(ending));
  if (head === undefined) fields.problems.push(unknownValue('architectures', name, known));
  return head;
}

export function classifier(name: string, labels: number, tokens: 'first' | 'all'): EncoderOutput {
  return { kind: 'classifier', name, labels, tokens };
}

/** Classes of a classifier: `num_labels`, else as many as have names, else the library's 2. */
export function labelsOf(fields: Fields): number {
  const named = fields.object('id2label');
  return fields.integer(['num_labels'], limits.size) ?? (named === undefined ? 2 : Math.max(1, Object.keys(named).length));
}

import type { GatedRecurrence, Mamba, Mamba2, ModelSpec } from '../model-spec.js';
import { absentNote, channelsNotDivisible, optionNotModelled } from './diagnostics.js';
import { limits, type Fields } from './fields.js';
import { trainingOf } from './training.js';

/** The `model_type`s of models without attention. */
export const recurrentTypes = ['mamba', 'falcon_mamba', 'mamba2', 'hgrn_bit'] as const;
export type RecurrentType = (typeof recurrentTypes)[number];

export function isRecurrent(type: string): type is RecurrentType {
  return recurrentTypes.some((known) => known === type);
}

/** The model of a configuration without attention. Absent fields have the defaults of the transformers library, or of ridgerchu/matmulfreellm. */
export function recurrentSpec(fields: Fields, type: RecurrentType, about: Pick<ModelSpec, 'name' | 'family' | 'source'>): ModelSpec {
  const notes: string[] = [];
  const layers = fields.needed(type, ['num_hidden_layers', 'n_layer'], limits.layers);
  const hiddenSize = fields.needed(type, ['hidden_size', 'd_model'], limits.size);
  const vocabularySize = fields.needed(type, ['vocab_size'], limits.vocabulary);
  const integer = (name: string, otherwise: number): number => {
    const given = fields.integer([name], limits.size);
    if (given === undefined) notes.push(absentNote(name, otherwise));
    return given ?? otherwise;
  };
  const recurrence = recurrenceOf(fields, type, hiddenSize, integer);
  const bias = recurrence.kind !== 'gated' && recurrence.bias;
  return {
    ...about, layers, hiddenSize, heads: 0, kvHeads: 0, headDim: 0,
    intermediateSize: recurrence.kind === 'gated' ? gatedIntermediate(fields, hiddenSize) : recurrence.innerSize,
    gatedMlp: true, activation: fields.text(['hidden_act']) ?? 'silu', vocabularySize,
    maxContext: null, norm: 'rmsnorm', position: 'none', positionRows: 0, embeddingWidth: hiddenSize,
    tiedEmbeddings: fields.flag(['tie_word_embeddings'], type === 'mamba' || type === 'falcon_mamba'),
    qkvBias: bias, outputBias: bias, mlpBias: false, lmHeadBias: false,
    parallelResidual: false, sharedNorm: false, qkNorm: false, sandwichNorm: false, subNorm: false, embeddingNorm: false, finalNorm: true,
    masks: [{ kind: 'causal' }], recurrence, ...trainingOf(fields, notes), notes,
  };
}

function recurrenceOf(fields: Fields, type: RecurrentType, hiddenSize: number, integer: (name: string, otherwise: number) => number): Mamba | Mamba2 | GatedRecurrence {
  if (type === 'hgrn_bit') {
    if (fields.flag(['use_short_conv'], false)) fields.problems.push(optionNotModelled('use_short_conv', true, 'convolutions before the gates are missing'));
    return { kind: 'gated', innerSize: hiddenSize * (fields.integer(['expand_ratio'], limits.heads) ?? 1), lowerBounds: fields.flag(['use_lower_bound'], true) };
  }
  const innerSize = fields.integer(['intermediate_size'], limits.size) ?? integer('expand', 2) * hiddenSize;
  const taps = fields.integer(['conv_kernel'], limits.size) ?? 4;
  const biases = { bias: fields.flag(['use_bias'], false), convBias: fields.flag(['use_conv_bias'], true) };
  if (type === 'mamba') return mambaOf(fields, hiddenSize, { innerSize, taps, ...biases }, integer);
  // Falcon Mamba norms the step, B and C, without gains.
  if (type === 'falcon_mamba') return mambaOf(fields, hiddenSize, { innerSize, taps, innerNorms: 'none', ...biases }, integer);
  return mamba2Of(fields, { innerSize, taps, ...biases }, integer);
}

function mambaOf(fields: Fields, hiddenSize: number, shared: Omit<Mamba, 'kind' | 'stateSize' | 'stepRank'>, integer: (name: string, otherwise: number) => number): Mamba {
  const automatic = fields.equals('time_step_rank', 'auto') || fields.state(['time_step_rank']) !== 'given';
  return { kind: 'mamba', ...shared, stateSize: integer('state_size', 16), stepRank: automatic ? Math.ceil(hiddenSize / 16) : integer('time_step_rank', 0) };
}

function mamba2Of(fields: Fields, shared: Omit<Mamba2, 'kind' | 'stateSize' | 'heads' | 'groups'>, integer: (name: string, otherwise: number) => number): Mamba2 {
  const heads = integer('num_heads', 128);
  const groups = integer('n_groups', 8);
  if (shared.innerSize % heads > 0) fields.problems.push(channelsNotDivisible('num_heads', heads, shared.innerSize));
  return { kind: 'mamba2', ...shared, stateSize: integer('state_size', 128), heads, groups };
}

/** `hidden_ratio` (4) times 2/3 of the hidden size, up to a multiple of 256. */
function gatedIntermediate(fields: Fields, hiddenSize: number): number {
  const given = fields.integer(['intermediate_size'], limits.size);
  return given ?? 256 * Math.ceil(Math.floor((hiddenSize * (fields.integer(['hidden_ratio'], limits.heads) ?? 4) * 2) / 3) / 256);
}

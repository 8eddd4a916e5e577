import type { ModelSpec } from '../model-spec.js';
import { absentNote, hiddenNotDivisible, optionNotModelled } from './diagnostics.js';
import type { About } from './encoders.js';
import { limits, type Fields } from './fields.js';
import { headSize, plainEncoder } from './plain-spec.js';
import { trainingOf } from './training.js';

export const encoderDecoderTypes = ['t5', 'mt5', 'bart', 'mbart', 'pegasus', 'marian', 'm2m_100', 'whisper'] as const;
type EncoderDecoderType = (typeof encoderDecoderTypes)[number];

/** The encoder and decoder that a configuration describes, undefined for other types. */
export function encoderDecoderSpec(fields: Fields, family: string, about: About): ModelSpec | undefined {
  const type = encoderDecoderTypes.find((known) => known === family);
  if (type === undefined) return undefined;
  const notes: string[] = [];
  const pair = type === 't5' || type === 'mt5' ? t5(fields, type, about, notes) : bartLike(fields, type, about, notes);
  return { ...pair, ...trainingOf(fields, notes), notes };
}

/**
 * T5 (Raffel et al., 2020, and its version 1.1 with gated MLPs): norms with gains alone, no biases, a table of relative positions for each stack, and a head size of its own.
 * `T5EncoderModel` among the `architectures` is the encoder alone.
 */
function t5(fields: Fields, family: 't5' | 'mt5', about: About, notes: string[]): ModelSpec {
  const hiddenSize = fields.needed(family, ['d_model', 'hidden_size'], limits.size);
  const heads = fields.needed(family, ['num_heads', 'num_attention_heads'], limits.heads);
  const layers = fields.needed(family, ['num_layers', 'num_hidden_layers'], limits.layers);
  const given = fields.text(['feed_forward_proj']);
  const projection = given ?? (family === 't5' ? 'relu' : 'gated-gelu');
  const buckets = fields.integer(['relative_attention_num_buckets'], limits.size);
  if (buckets === undefined) notes.push(absentNote('relative_attention_num_buckets', 32));
  const stack = {
    ...about, hiddenSize, heads, kvHeads: heads, headDim: fields.needed(family, ['d_kv'], limits.size), intermediateSize: fields.needed(family, ['d_ff'], limits.size),
    gatedMlp: projection.startsWith('gated-'), activation: projection.replace(/^gated-/, ''), vocabularySize: fields.needed(family, ['vocab_size'], limits.vocabulary),
    maxContext: null, norm: 'rmsnorm', position: 'relative', positionRows: 0, relativeBuckets: buckets ?? 32, embeddingWidth: hiddenSize,
    tiedEmbeddings: fields.flag(['tie_word_embeddings'], family === 't5'), qkvBias: false, outputBias: false, mlpBias: false, embeddingNorm: false, finalNorm: true, notes: [],
  } as const;
  const encoder: ModelSpec = { ...plainEncoder, ...stack, layers, encoding: { input: { kind: 'tokens', tokenTypes: 0 }, outputs: [] } };
  if (fields.texts('architectures')?.[0]?.endsWith('EncoderModel') === true) return encoder;
  const decoderLayers = fields.integer(['num_decoder_layers'], limits.layers) ?? layers;
  return { ...plainEncoder, ...stack, layers: decoderLayers, masks: [{ kind: 'causal' }], encoder, sharesEncoderTable: true };
}

/** How families of the BART line differ. */
interface BartRules {
  readonly normPlacement?: 'after-sum';
  readonly position: 'learned' | 'sinusoidal';
  /** Rows of the position tables that are no positions. */
  readonly extraPositions: number;
  readonly embeddingNorm: boolean;
  readonly finalNorm: boolean;
}

const bartRules: Readonly<Record<Exclude<EncoderDecoderType, 't5' | 'mt5'>, BartRules>> = {
  bart: { normPlacement: 'after-sum', position: 'learned', extraPositions: 2, embeddingNorm: true, finalNorm: false },
  mbart: { position: 'learned', extraPositions: 2, embeddingNorm: true, finalNorm: true },
  pegasus: { position: 'sinusoidal', extraPositions: 0, embeddingNorm: false, finalNorm: true },
  marian: { normPlacement: 'after-sum', position: 'sinusoidal', extraPositions: 0, embeddingNorm: false, finalNorm: false },
  m2m_100: { position: 'sinusoidal', extraPositions: 0, embeddingNorm: false, finalNorm: true },
  whisper: { position: 'learned', extraPositions: 0, embeddingNorm: false, finalNorm: true },
};

/** BART (Lewis et al., 2020) and its line: two stacks of one width and shapes of their own, biases everywhere. Whisper's has none for keys, and an encoder of sound. */
function bartLike(fields: Fields, family: Exclude<EncoderDecoderType, 't5' | 'mt5'>, about: About, notes: string[]): ModelSpec {
  const { extraPositions, ...rules } = bartRules[family];
  if (family === 'bart') {
    for (const field of ['normalize_before', 'add_final_layer_norm', 'static_position_embeddings']) if (fields.flag([field], false)) fields.problems.push(optionNotModelled(field, true, 'give the model_type "mbart", or another of that form'));
  }
  const hiddenSize = fields.needed(family, ['d_model', 'hidden_size'], limits.size);
  const vocabularySize = fields.needed(family, ['vocab_size'], limits.vocabulary);
  const learned = rules.position === 'learned';
  const isWhisper = family === 'whisper';
  const rowsOf = (field: string, otherwise: number): number => {
    const given = fields.integer([field], limits.size);
    if (given === undefined) notes.push(absentNote(field, otherwise));
    return given ?? otherwise;
  };
  const rows = isWhisper ? null : learned ? fields.needed(family, ['max_position_embeddings'], limits.size) + extraPositions : 0;
  const tied = fields.flag(['tie_word_embeddings'], true);
  const stack = (side: 'encoder' | 'decoder'): ModelSpec => {
    const heads = fields.needed(family, [`${side}_attention_heads`], limits.heads);
    const headDim = headSize(hiddenSize, heads);
    if (Number.isNaN(headDim) && !Number.isNaN(hiddenSize / heads)) fields.problems.push(hiddenNotDivisible('d_model', hiddenSize, heads));
    return {
      ...plainEncoder, ...about, ...rules, layers: fields.needed(family, [`${side}_layers`], limits.layers), hiddenSize, heads, kvHeads: heads, headDim,
      intermediateSize: fields.needed(family, [`${side}_ffn_dim`], limits.size), activation: fields.text(['activation_function']) ?? (family === 'm2m_100' ? 'relu' : 'gelu'),
      vocabularySize, maxContext: null, positionRows: rows ?? (side === 'encoder' ? rowsOf('max_source_positions', 1500) : rowsOf('max_target_positions', 448)), embeddingWidth: hiddenSize,
      tiedEmbeddings: tied, ...(isWhisper ? { keyBias: false } : {}), notes: [],
    };
  };
  const own = stack('encoder');
  const encoder: ModelSpec = {
    ...own, ...(isWhisper ? { maxContext: own.positionRows } : {}),
    encoding: { input: isWhisper ? { kind: 'audio', bins: fields.needed(family, ['num_mel_bins'], limits.size) } : { kind: 'tokens', tokenTypes: 0 }, outputs: [] },
  };
  const shares = family === 'marian' ? fields.flag(['share_encoder_decoder_embeddings'], true) : true;
  const decoderVocabulary = family === 'marian' ? fields.integer(['decoder_vocab_size'], limits.vocabulary) ?? vocabularySize : vocabularySize;
  return { ...stack('decoder'), masks: [{ kind: 'causal' }], encoder, sharesEncoderTable: shares, vocabularySize: shares ? vocabularySize : decoderVocabulary };
}

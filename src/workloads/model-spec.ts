import type { Mask } from '../sim/model/op-graph.js';

/** The layers of a mixture of experts: each token goes through `active` of `count` gated MLPs. */
export interface ExpertLayers {
  readonly count: number;
  readonly active: number;
  /** Of one expert. */
  readonly intermediateSize: number;
  /** Biases in the experts. */
  readonly bias: boolean;
  /** Width of the gated MLP that every token goes through as well (all shared experts together); 0 without one. */
  readonly sharedSize: number;
  /** A scalar gate of each token on that MLP. */
  readonly sharedGate: boolean;
  readonly routerBias: boolean;
  /** A learned bias of each expert that the choice alone sees (DeepSeek-V3). */
  readonly selectionBias: boolean;
  /** Layers, from 0, with a dense MLP of the model's own intermediate size instead. */
  readonly denseLayers: readonly number[];
  /** False where an expert has one up projection and an activation; absent: gated ones. */
  readonly gated?: false;
  /** Mean distinct experts of a layer in passes of so many tokens, where they were measured. */
  readonly measured?: readonly (readonly [tokens: number, distinct: number])[];
}

/** Attention over latent vectors from which keys and values are made (DeepSeek-V2). The head size of the model is that of its queries: nopeDim + ropeDim. */
export interface LatentAttention {
  /** Rank that queries go through; null where they do not. */
  readonly queryRank: number | null;
  readonly kvRank: number;
  /** Parts of a query and key without and with rotary position. */
  readonly nopeDim: number;
  readonly ropeDim: number;
  readonly valueDim: number;
  /** Whether keys and values are made for the cache, or attention works on the latents. */
  readonly form: 'absorbed' | 'expanded';
}

/** A state-space layer in place of attention and MLP. */
export interface Mamba {
  readonly kind: 'mamba';
  /** Channels. */
  readonly innerSize: number;
  /** State elements of a channel. */
  readonly stateSize: number;
  /** Of the causal convolution. */
  readonly taps: number;
  readonly stepRank: number;
  /** Norms of the step, B and C that each token makes, with gains or without (Jamba, Falcon Mamba); absent: none. */
  readonly innerNorms?: 'gain' | 'none';
  readonly bias: boolean;
  readonly convBias: boolean;
}

export interface Mamba2 {
  readonly kind: 'mamba2';
  readonly innerSize: number;
  readonly stateSize: number;
  readonly taps: number;
  readonly heads: number;
  /** Heads of a group share B and C. */
  readonly groups: number;
  readonly bias: boolean;
  readonly convBias: boolean;
}

/** A gated linear recurrence in place of attention (HGRN), in the form of MatMul-free models. */
export interface GatedRecurrence {
  readonly kind: 'gated';
  readonly innerSize: number;
  /** Learned lower bounds of the forget gate. */
  readonly lowerBounds: boolean;
}

/** A real-gated linear recurrent unit behind a short convolution, beside a gate, in place of attention (Griffin; RecurrentGemma). */
export interface RgLru {
  readonly kind: 'rg-lru';
  /** Channels. */
  readonly width: number;
  readonly taps: number;
  /** Diagonal blocks of its two gates. */
  readonly blocks: number;
}

export type Recurrence = Mamba | Mamba2 | GatedRecurrence | RgLru;

/** What a layer of a hybrid is made of. */
export interface LayerParts {
  readonly mixer: 'attention' | 'recurrence' | 'none';
  readonly mlp: 'dense' | 'experts' | 'none';
}

/** What an encoder is given. */
export type EncoderInput =
  /** Token ids, with a table of token types where there are any. */
  | { readonly kind: 'tokens'; readonly tokenTypes: number }
  /** Frames of `bins` mel bins, two for each token: two convolutions over three frames each, the second with stride 2 (Whisper). */
  | { readonly kind: 'audio'; readonly bins: number }
  /** Patches of `size` x `size` pixels, each one token, beside `extraTokens` learned ones (class, distillation). */
  | { readonly kind: 'patches'; readonly size: number; readonly channels: number; readonly bias: boolean; readonly extraTokens: number };

/** What is made of the last layer of an encoder. */
export type EncoderOutput =
  /** A dense layer on the first token, with an activation. */
  | { readonly kind: 'pooler' }
  /** Scores of `labels` classes, for the first token or for each. */
  | { readonly kind: 'classifier'; readonly name: string; readonly labels: number; readonly tokens: 'first' | 'all' }
  /** Logits over the vocabulary behind a dense layer, an activation and a norm, for the positions whose logits are asked for. */
  | { readonly kind: 'masked-lm'; readonly denseBias: boolean; readonly bias: boolean };

/** What tells an encoder from a decoder: its tokens see both sides, and it gives one output for a prompt. */
export interface Encoding {
  readonly input: EncoderInput;
  readonly outputs: readonly EncoderOutput[];
  /** Distinct layers, each used for as many in a row; absent: all are. */
  readonly distinctLayers?: number;
}

/** A model in the terms from which its graph is built: a decoder, an encoder, or a decoder behind one. Readers and the zoo make it; optional is only what most models have none of. */
export interface ModelSpec {
  readonly name: string;
  /** The `model_type` of its config.json. */
  readonly family: string;
  readonly layers: number;
  readonly hiddenSize: number;
  /** Heads, key-value heads and head size are 0 without attention. */
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly intermediateSize: number;
  /** Gate and up projections multiplied, against one up projection. */
  readonly gatedMlp: boolean;
  readonly activation: string;
  readonly vocabularySize: number;
  /** The longest context of the model; null when it has no limit of its own. */
  readonly maxContext: number | null;
  readonly norm: 'rmsnorm' | 'layernorm';
  /** What a norm learns where it is less than its kind does: a `gain` and no bias, or nothing. */
  readonly normParameters?: 'gain' | 'none';
  /** Where the norms of a layer stand: behind each residual sum (`after-sum`: BERT, BART), or on the output of each half (`on-output`: OLMo 2). Absent: in front of each half. */
  readonly normPlacement?: 'after-sum' | 'on-output';
  /** The first layer has no norm in front of its attention (ModernBERT). */
  readonly firstNormAbsent?: true;
  /** `relative` has a table of biases of distances (T5), `sinusoidal` one that is not learned. */
  readonly position: 'rope' | 'learned' | 'alibi' | 'sinusoidal' | 'relative' | 'none';
  /** Rows of the learned position table; 0 without one. */
  readonly positionRows: number;
  /** The rotated share of each head; absent: all of it. */
  readonly rotaryShare?: number;
  /** Rows of the table of relative positions, one value for each head. */
  readonly relativeBuckets?: number;
  /** Width of the token embedding where it differs from the hidden size (projected in and out), else the hidden size. */
  readonly embeddingWidth: number;
  readonly tiedEmbeddings: boolean;
  readonly qkvBias: boolean;
  /** Of keys, where it differs from `qkvBias`. */
  readonly keyBias?: boolean;
  readonly outputBias: boolean;
  readonly mlpBias: boolean;
  readonly lmHeadBias: boolean;
  /** Attention and MLP read the same input and are added together. */
  readonly parallelResidual: boolean;
  /** One norm feeds both halves of a parallel layer. */
  readonly sharedNorm: boolean;
  /** A norm per head on queries and keys. */
  readonly qkNorm: boolean;
  /** Gains of that norm: of each head its own (Cohere), or one norm over all heads together (OLMo 2), as wide in both. Absent: one set for all heads. */
  readonly qkNormGains?: 'all-heads';
  /** Norms after attention and MLP as well as before. */
  readonly sandwichNorm: boolean;
  /** Norms in front of the output and down projections. */
  readonly subNorm: boolean;
  readonly embeddingNorm: boolean;
  /** A norm before lm_head. */
  readonly finalNorm: boolean;
  /** The mask of each layer: the list is repeated over the layers. */
  readonly masks: readonly Mask[];
  /** A learned logit of each head beside those of the keys. */
  readonly attentionSinks?: boolean;
  readonly experts?: ExpertLayers;
  readonly latent?: LatentAttention;
  readonly recurrence?: Recurrence;
  /** The parts of each layer of a hybrid; absent: the recurrence, where there is one, is the mixer of every layer. */
  readonly plan?: readonly LayerParts[];
  /** Present in an encoder. */
  readonly encoding?: Encoding;
  /** The encoder whose output the cross attention of every layer reads. */
  readonly encoder?: ModelSpec;
  /** The embedding table is that of the encoder. */
  readonly sharesEncoderTable?: boolean;
  /** Scales per weight matrix of a model trained with them (TriLM: one for each model-parallel rank), for the record; null elsewhere. */
  readonly scalesPerMatrix: number | null;
  readonly source: string;
  /** What the reader filled in or could not carry over: defaults of the transformers library, training formats. */
  readonly notes: readonly string[];
}

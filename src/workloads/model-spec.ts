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

export type Recurrence = Mamba | Mamba2 | GatedRecurrence;

/** A decoder-only model, in the terms from which its graph is built. Readers and the zoo make it; optional is only what most models have none of. */
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
  readonly position: 'rope' | 'learned' | 'alibi' | 'none';
  /** Rows of the learned position table; 0 without one. */
  readonly positionRows: number;
  /** Width of the token embedding where it differs from the hidden size (projected in and out), else the hidden size. */
  readonly embeddingWidth: number;
  readonly tiedEmbeddings: boolean;
  readonly qkvBias: boolean;
  readonly outputBias: boolean;
  readonly mlpBias: boolean;
  readonly lmHeadBias: boolean;
  /** Attention and MLP read the same input and are added together. */
  readonly parallelResidual: boolean;
  /** One norm feeds both halves of a parallel layer. */
  readonly sharedNorm: boolean;
  /** A norm per head on queries and keys. */
  readonly qkNorm: boolean;
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
  /** Scales per weight matrix of a model trained with them (TriLM: one for each model-parallel rank), for the record; null elsewhere. */
  readonly scalesPerMatrix: number | null;
  readonly source: string;
  /** What the reader filled in or could not carry over: defaults of the transformers library, training formats. */
  readonly notes: readonly string[];
}

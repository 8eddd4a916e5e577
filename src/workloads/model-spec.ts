import type { Mask } from '../sim/model/op-graph.js';

/** A decoder-only dense transformer, in the terms from which its graph is built. Readers and the zoo make it; nothing is optional. */
export interface ModelSpec {
  readonly name: string;
  /** The `model_type` of its config.json. */
  readonly family: string;
  readonly layers: number;
  readonly hiddenSize: number;
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
  readonly position: 'rope' | 'learned' | 'alibi';
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
  /** Scales per weight matrix of a model trained with them (TriLM: one for each model-parallel rank), for the record; null elsewhere. */
  readonly scalesPerMatrix: number | null;
  readonly source: string;
  /** What the reader filled in or could not carry over: defaults of the transformers library, training formats. */
  readonly notes: readonly string[];
}

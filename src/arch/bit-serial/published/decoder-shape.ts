/** What the comparison needs of a dense decoder; every model of the catalogue has these fields. */
export interface DecoderShape {
  readonly name: string;
  readonly layers: number;
  readonly hiddenSize: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly intermediateSize: number;
  /** Gate and up projections, against one up projection. */
  readonly gatedMlp: boolean;
  readonly vocabularySize: number;
  /** Inputs of lm_head. */
  readonly embeddingWidth: number;
}

/** One forward pass: all `context` tokens of the prompt in prefill, one token that sees `context` tokens in decode; `batch` sequences. */
export interface ForwardPass {
  readonly phase: 'prefill' | 'decode';
  readonly context: number;
  readonly batch: number;
}

/** One inference job: `batch` equal requests, prompt in, tokens out. Prefill yields the first output token; of an encoder its only output. */
export interface Scenario {
  readonly batch: number;
  readonly promptTokens: number;
  readonly outputTokens: number;
  /** Tokens that the decoder behind an encoder is given to begin with, the prompt being the encoder's; 1 where it is left out, the start token. Other models have none. */
  readonly decoderPromptTokens?: number;
  /** Which prompt positions get logits in prefill. */
  readonly logits: 'last' | 'all';
}

/** The shape of one forward pass (or of a run of decode passes whose context grows by one each). */
export interface Pass {
  readonly phase: 'prefill' | 'decode';
  readonly batch: number;
  /** New tokens of each sequence in one pass: the prompt in prefill, 1 in decode. */
  readonly queryTokens: number;
  /** Tokens visible to the last query of the first pass, itself included. */
  readonly firstContext: number;
  /** The same for the last pass; equal to `firstContext` for a single pass. */
  readonly lastContext: number;
  readonly logits: 'last' | 'all';
  /** Tokens of the prompts that an encoder and the decoder behind it are given: what the passes of their stacks are made from. */
  readonly prompts?: { readonly encoder: number; readonly decoder: number };
  /** Present where it is the pass of that stack and no longer that of the whole model. */
  readonly stack?: 'encoder' | 'decoder';
  /** Passes of a run whose context does not grow, as that of cross attention. */
  readonly steps?: number;
}

/** How many passes a run holds: one for each context length, or as many as it says. */
export function passCount(pass: Pass): number {
  return pass.steps ?? pass.lastContext - pass.firstContext + 1;
}

/** The tokens that the encoder of a pair is given, and those that its decoder is. */
function promptsOf({ promptTokens, decoderPromptTokens = 1 }: Scenario): NonNullable<Pass['prompts']> {
  return { encoder: promptTokens, decoder: decoderPromptTokens };
}

export function prefillPass(s: Scenario): Pass {
  return { phase: 'prefill', batch: s.batch, queryTokens: s.promptTokens, firstContext: s.promptTokens, lastContext: s.promptTokens, logits: s.logits, prompts: promptsOf(s) };
}

/** The outputTokens - 1 decode steps, the first over promptTokens + 1 tokens; undefined when there are none. */
export function decodePass(s: Scenario): Pass | undefined {
  if (s.outputTokens < 2) return undefined;
  return { phase: 'decode', batch: s.batch, queryTokens: 1, firstContext: s.promptTokens + 1, lastContext: s.promptTokens + s.outputTokens - 1, logits: 'last', prompts: promptsOf(s) };
}

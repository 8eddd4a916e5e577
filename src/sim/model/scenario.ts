/** One inference job: `batch` equal requests, prompt in, tokens out. Prefill yields the first output token. */
export interface Scenario {
  readonly batch: number;
  readonly promptTokens: number;
  readonly outputTokens: number;
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
}

/** How many passes a run holds: one for each context length. */
export function passCount(pass: Pass): number {
  return pass.lastContext - pass.firstContext + 1;
}

export function prefillPass(s: Scenario): Pass {
  return { phase: 'prefill', batch: s.batch, queryTokens: s.promptTokens, firstContext: s.promptTokens, lastContext: s.promptTokens, logits: s.logits };
}

/** The outputTokens - 1 decode steps, the first over promptTokens + 1 tokens; undefined when there are none. */
export function decodePass(s: Scenario): Pass | undefined {
  if (s.outputTokens < 2) return undefined;
  return { phase: 'decode', batch: s.batch, queryTokens: 1, firstContext: s.promptTokens + 1, lastContext: s.promptTokens + s.outputTokens - 1, logits: 'last' };
}

import type { Instant } from './exact-time.js';

/** A request and how far it has come. Its `samples` answers have one length, share the keys and values of the prompt, and go on side by side. */
export interface ServedRequest {
  readonly id: number;
  readonly promptTokens: number;
  readonly outputTokens: number;
  /** The group with whom it shares the beginning of its prompt. */
  readonly group: number;
  /** Tokens of that beginning, whole blocks; 0 where it shares none. */
  readonly prefixTokens: number;
  arrivedSeconds: number;
  /** Tokens of its answer so far. */
  generated: number;
  /** Tokens whose keys and values are there. */
  cached: number;
  /** Tokens that its prefill has to reach: the prompt, and after a preemption what was generated. */
  target: number;
  /** Bytes of what its samples and its group have in common, which no sample holds itself. */
  sharedBytes: number;
  /** Bytes that it holds beside the prefix of its group. */
  heldBytes: number;
  admittedSeconds: number | null;
  firstToken: Instant | null;
  finished: Instant | null;
  /** When its last token came. */
  lastTokenSeconds: number;
}

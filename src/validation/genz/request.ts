import type { QuantizationScheme } from '../../sim/model/quantization.js';
import type { Pass } from '../../sim/model/scenario.js';
import type { Bookkeeping } from './bookkeeping.js';
import type { Machine } from './machines.js';
import type { KnownModel } from './models.js';
import type { Precision } from './precisions.js';

export type Stage = 'prefill' | 'decode';

/** How many devices a model is split over, and how. */
export interface Devices {
  readonly tensor: number;
  readonly pipeline: number;
  readonly expert: number;
}

/** What the tool is asked for. */
export interface Request extends KnownModel {
  readonly machine: Machine;
  readonly precision: Precision;
  readonly batch: number;
  readonly promptTokens: number;
  /** Tokens of each beam after the prompt, in decode; 0 for the first step. */
  readonly outputTokens: number;
  /** Continuations of each prompt, in decode. */
  readonly beams: number;
  readonly devices: Devices;
}

/** Sequences that go through a pipeline together: floor(batch / stages), one at least; the whole batch where there is one stage. */
export function microBatch({ batch, devices: { pipeline } }: Request): number {
  return pipeline === 1 ? batch : Math.max(1, Math.floor(batch / pipeline));
}

/** The passes that a stage is put together from. */
export interface Passes {
  /** Everything but attention over the prompt and what follows it. */
  readonly all: Pass;
  /** Attention to the prompt, whose cache all beams share. */
  readonly prompt: Pass;
  /** Attention of each beam to its own tokens; null in prefill. */
  readonly suffix: Pass | null;
}

/**
 * The tool's prefill gives logits for every prompt token; ours for the last. Its decode step sees the prompt and the tokens that follow it, not
 * its own key; ours sees that too. In a pipeline these are the passes of one micro-batch.
 */
export function passesOf(request: Request, stage: Stage, ways: Bookkeeping): Passes {
  const { beams, promptTokens, outputTokens } = request;
  const batch = microBatch(request);
  if (stage === 'prefill') {
    const all: Pass = { phase: 'prefill', batch, queryTokens: promptTokens, firstContext: promptTokens, lastContext: promptTokens, logits: ways.logits === 'tool' ? 'all' : 'last' };
    return { all, prompt: all, suffix: null };
  }
  const step = (sequences: number, context: number): Pass => ({ phase: 'decode', batch: sequences, queryTokens: 1, firstContext: context, lastContext: context, logits: 'last' });
  return {
    all: step(batch * beams, promptTokens),
    prompt: step(batch, promptTokens),
    suffix: step(batch * beams, outputTokens + (ways.ownKey === 'tool' ? 0 : 1)),
  };
}

/** Bare values of one format for everything: the tool knows no scales and no zero points. */
export function schemeOf({ precision: { name, type } }: Request): QuantizationScheme {
  return {
    name, activations: type, kvCache: type, accumulator: type, embedding: type, overrides: [],
    weights: { type, groupSize: 0, scaleBits: 0, zeroPointBits: 0, sparsity: null, outlierShare: 0, outlierBits: 0 },
    source: 'bits of GenZ',
  };
}

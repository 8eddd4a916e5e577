import type { DataType } from '../../sim/model/datatype.js';
import type { Device } from '../../sim/model/device.js';
import type { QuantizationScheme } from '../../sim/model/quantization.js';
import type { Pass } from '../../sim/model/scenario.js';
import type { KnownModel } from './models.js';

/** What the tool is asked for, apart from the lengths. */
export interface Request extends KnownModel {
  readonly machine: Device;
  readonly batch: number;
  readonly weightBits: number;
  readonly activationBits: number;
  readonly cacheBits: number;
  /** One fused op in place of scores, softmax and values. */
  readonly flash: boolean;
}

export type Stage = 'prefill' | 'decode';

/** The pass that the tool calls a stage: all of `tokens` at once, or one token against `tokens` cached ones, its own not among them. */
export function passOf(request: Request, stage: Stage, tokens: number): Pass {
  return { phase: stage, batch: request.batch, queryTokens: stage === 'prefill' ? tokens : 1, firstContext: tokens, lastContext: tokens, logits: 'last' };
}

/** Bare values at the three widths: the tool knows no scales, zero points or formats. */
export function schemeOf(request: Request): QuantizationScheme {
  const weights = bareType(request.weightBits);
  const activations = bareType(request.activationBits);
  return {
    name: `w${request.weightBits}a${request.activationBits}kv${request.cacheBits}`,
    weights: { type: weights, groupSize: 0, scaleBits: 0, zeroPointBits: 0, sparsity: null, outlierShare: 0, outlierBits: 0 },
    activations, kvCache: bareType(request.cacheBits), accumulator: bareType(32), embedding: bareType(16), overrides: [],
    source: 'w_bit, a_bit and kv_bit of LLM-Viewer',
  };
}

/** A format of which only the width counts; 16 bits and more are floats. */
function bareType(bits: number): DataType {
  return { name: `${bits}-bit`, kind: bits >= 16 ? 'float' : 'integer', bits };
}

import type { Architecture } from '../model/architecture.js';
import type { Work } from './work.js';

/** Activation bytes of an op, scores included: the tensors themselves, wherever they live. */
export function activationBytesOf(work: Work): number {
  return work.inputBytes + work.outputBytes + work.scoreBytes + work.operandBytes;
}

/**
 * Bytes that must cross the chip boundary for this op, each tensor once: weights and KV cache always, scores unless attention is fused,
 * other activations unless they stay on the chip.
 */
export function compulsoryBytes(work: Work, machine: Architecture): number {
  const cacheAndWeights = work.weightBytes + work.kvReadBytes + work.kvWriteBytes;
  if (machine.keepsActivations) return cacheAndWeights;
  const scores = machine.fusesAttention ? 0 : work.scoreBytes;
  return cacheAndWeights + work.inputBytes + work.outputBytes + work.operandBytes + scores;
}

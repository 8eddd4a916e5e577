import { weightOnly, weights, type Method } from './preset.js';

/** Weights as sums of planes of signs or of zeros and ones, each plane with a scale for each group: no whole numbers, since the scales are free. */
export function binaryPlaneMethods(): readonly Method[] {
  // A sum of three signed powers of two, 7 bits each as our codec bcq3-apot stores them.
  const shiftedScale = 21;
  return [
    {
      title: 'DB-LLM',
      scheme: weightOnly('db-llm-w2', weights({ name: 'fdb', kind: 'codebook', bits: 2 }, 128, 2 * 16),
        'DB-LLM, Chen et al., ACL 2024 Findings: two planes of zeros and ones with an FP16 scale each; groups of 128 are assumed'),
      stored: 'two planes, two FP16 scales for 128', extra: 'none; zeros of the planes are not skipped here',
    },
    {
      title: 'ShiftAddLLM',
      scheme: weightOnly('shiftaddllm-w3', weights({ name: 'bcq3', kind: 'codebook', bits: 3 }, 128, 3 * shiftedScale),
        'ShiftAddLLM, You et al., NeurIPS 2024: three planes of signs, each scaled by a sum of three powers of two; groups of 128 as our codec bcq3-apot has them'),
      stored: 'three planes, 63 bits of shifts for 128', extra: 'tables of sums of eight activations: a kernel of the family shift-add, which takes whole numbers; elsewhere weights are decoded',
    },
  ];
}

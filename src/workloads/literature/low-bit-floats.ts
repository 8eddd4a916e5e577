import type { SidePath } from '../../sim/model/quantization.js';
import { headUnquantized, perOutput, scheme, weights, type Method } from './preset.js';

/** Weights in floats of four bits. */
export function lowBitFloatMethods(): readonly Method[] {
  const fp4Groups = weights('fp4', 256, 16);
  const correction: SidePath = { kind: 'low-rank', rank: 8, format: weights('fp16') };
  return [
    {
      title: 'LLM-FP4',
      scheme: {
        ...scheme('llm-fp4', { w: weights('fp4'), a: 'fp4', kv: 'fp4', embedding: 'fp4', overrides: [{ ops: ['lm_head'], weights: weights('fp4') }] },
          'LLM-FP4, Liu et al., EMNLP 2023: embeddings, weights and activations in 4-bit floats; exponent biases of channels are shifted into the weights; keys and values alike are assumed'),
        matrixBits: perOutput(1),
      },
      stored: 'FP4, an FP16 scale an output', extra: 'none: biases of activations are folded into the weights',
    },
    {
      title: 'ZeroQuant-FP', scheme: scheme('zeroquant-fp', { w: fp4Groups, a: 'fp8', kv: 'fp16', overrides: headUnquantized }, 'ZeroQuant-FP, Wu et al., 2023 (arXiv 2307.09782): FP4 weights in groups of 256 with scales that are powers of two of one another, FP8 activations'),
      stored: 'FP4, an FP16 scale for 256', extra: 'FP4 to FP8 by shifts of the exponent (free)',
    },
    {
      title: 'ZeroQuant-FP with LoRC', scheme: scheme('zeroquant-fp-lorc', { w: { ...fp4Groups, sidePath: correction }, a: 'fp8', kv: 'fp16', overrides: headUnquantized }, 'ZeroQuant-FP with the low-rank compensation of ZeroQuant-V2, Yao et al., 2023 (arXiv 2303.08302): rank 8 and FP16 factors are assumed'),
      stored: 'FP4, an FP16 scale for 256; two FP16 factors of rank 8', extra: 'two thin products (`.down`, `.up`)',
    },
  ];
}

import type { Sparsity, WeightFormat } from '../../sim/model/quantization.js';
import { withIndex } from '../sparse-index.js';
import { headUnquantized, scheme, weightOnly, weights, type Method } from './preset.js';

/** n of every m values along the reduction, with the cheaper of mask and positions. */
function nOfM(n: number, m: number): Sparsity {
  return withIndex({ pattern: 'n-m', density: n / m, span: m, selectorBits: 0, index: 'smallest' });
}

/** Any half of the values. A position would be told in a row of 4096. */
const anyHalf = withIndex({ pattern: 'unstructured', density: 0.5, span: 4096, selectorBits: 0, index: 'smallest' });

/** Weights of which some are gone: FP16 as the pruning papers have them, INT4 for arrays of integers. */
export function pruningMethods(): readonly Method[] {
  const int4 = weights('int4', 128, 16, 4);
  const whole = (name: string, w: WeightFormat, source: string): Method['scheme'] => scheme(name, { w, a: 'int8', kv: 'int8', acc: 'int32', overrides: [{ ops: ['lm_head'], weights: weights('int8') }] }, source);
  const skips = 'fewer products only where the array skips them: [see below](#half-of-the-weights)';
  return [
    { title: 'SparseGPT, Wanda (50 %)', scheme: weightOnly('pruned-50', { ...weights('fp16'), sparsity: anyHalf }, 'SparseGPT, Frantar and Alistarh, ICML 2023; Wanda, Sun et al., ICLR 2024: any half of the weights'), stored: 'half of the FP16 values, a mask', extra: skips },
    { title: 'SparseGPT, Wanda (2:4)', scheme: weightOnly('pruned-2of4', { ...weights('fp16'), sparsity: nOfM(2, 4) }, 'SparseGPT, Frantar and Alistarh, ICML 2023; Wanda, Sun et al., ICLR 2024: two of every four weights'), stored: 'half of the FP16 values, a mask', extra: skips },
    { title: '2:4 and INT4', scheme: whole('w4a8-2of4', { ...int4, sparsity: nOfM(2, 4) }, 'SparseGPT, Frantar and Alistarh, ICML 2023: pruning and quantisation together; scales are kept for 128 positions'), stored: 'half of the INT4 values, a mask, FP16 scale and zero point for 128', extra: skips },
    { title: '1:4 and INT4', scheme: whole('w4a8-1of4', { ...int4, sparsity: nOfM(1, 4) }, 'N:M sparsity, Zhou et al., ICLR 2021: one of every four weights'), stored: 'a quarter of the INT4 values, 2-bit positions, FP16 scale and zero point for 128', extra: skips },
    { title: '50 % and INT4', scheme: whole('w4a8-pruned-50', { ...int4, sparsity: anyHalf }, 'SparseGPT, Frantar and Alistarh, ICML 2023: 50 % pruned and 4 bits'), stored: 'half of the INT4 values, a mask, FP16 scale and zero point for 128', extra: skips },
    {
      title: 'LLM-Pruner (20 %)',
      scheme: { ...weightOnly('llm-pruner-20', weights('fp16'), 'LLM-Pruner, Ma et al., NeurIPS 2023: coupled heads and MLP channels removed; the same share in every layer is assumed'), keptChannels: 0.8 },
      stored: '80 % of heads and MLP channels in FP16', extra: 'none: the matrices are smaller, which every family gains from',
    },
    {
      title: 'LLM-Pruner and INT4',
      scheme: { ...scheme('w4a8-structured-20', { w: int4, a: 'int8', kv: 'int8', acc: 'int32', overrides: headUnquantized }, 'LLM-Pruner, Ma et al., NeurIPS 2023, and INT4 in groups of 128 (assumed)'), keptChannels: 0.8 },
      stored: '80 % of heads and MLP channels in INT4', extra: 'none',
    },
  ];
}

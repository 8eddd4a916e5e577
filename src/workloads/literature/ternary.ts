import { headUnquantized, perMatrix, scheme, weightOnly, weights, type Method } from './preset.js';

/** Models trained with ternary weights, five of them in a byte. */
export function ternaryMethods(): readonly Method[] {
  return [
    {
      title: 'BitNet b1.58',
      scheme: {
        ...scheme('bitnet-b1.58', { w: weights('ternary'), a: 'int8', kv: 'int8', acc: 'int32', overrides: headUnquantized }, 'BitNet b1.58, Ma et al., 2024: ternary weights with one scale a matrix, INT8 activations; an INT8 KV cache is assumed'),
        matrixBits: perMatrix(1),
      },
      stored: 'ternary at 1.6 bits, an FP16 scale a matrix', extra: 'a scale for each token is found on the fly, which costs no time here',
    },
    {
      title: 'TriLM',
      scheme: { ...weightOnly('trilm', weights('ternary'), 'Spectra, Kaushal et al., ICLR 2025: ternary weights with one scale a matrix, FP16 activations, embedding and lm_head'), matrixBits: perMatrix(1) },
      stored: 'ternary at 1.6 bits, an FP16 scale a matrix', extra: 'none',
    },
  ];
}

import { headUnquantized, perMatrix, perOutput, scheme, weightOnly, weights, type Method } from './preset.js';

/** Methods whose weights are integers with scales: they differ in how scales and codes are found, which costs nothing at run time, and in what else is quantised. */
export function wholeNumberMethods(): readonly Method[] {
  const int4Groups = weights('int4', 128, 16, 4);
  return [
    {
      title: 'SmoothQuant',
      scheme: {
        ...scheme('smoothquant', { w: weights('int8'), a: 'int8', kv: 'int8', acc: 'int32', overrides: headUnquantized },
          'SmoothQuant, Xiao et al., ICML 2023: static INT8 for every tensor of linear layers and attention products (O3); embedding and lm_head unquantised'),
        matrixBits: perMatrix(1),
      },
      stored: 'INT8, an FP16 scale a matrix', extra: 'none: activations are divided by constants that are folded into the norm before',
    },
    {
      title: 'SmoothQuant+', scheme: weightOnly('smoothquant-plus', int4Groups, 'SmoothQuant+, Pan et al., 2023 (arXiv 2312.03788): INT4 in groups of 128; a 4-bit zero point is assumed'),
      stored: 'INT4, FP16 scale and zero point for 128', extra: 'none: smoothing constants are folded into weights and norms',
    },
    {
      title: 'AWQ', scheme: weightOnly('awq', int4Groups, 'AWQ, Lin et al., MLSys 2024: INT4 in groups of 128, FP16 scale, 4-bit zero point; lm_head unquantised'),
      stored: 'INT4, FP16 scale and zero point for 128', extra: 'none: channel scales are folded into the op before',
    },
    {
      title: 'AffineQuant',
      scheme: {
        ...scheme('affinequant-w4a4', { w: weights('int4'), a: 'int4', kv: 'int4', acc: 'int32', overrides: headUnquantized },
          'AffineQuant, Ma et al., ICLR 2024: W4A4 with a scale for each output and each token; INT4 keys and values are assumed from its quantised attention products'),
        matrixBits: perOutput(1),
      },
      stored: 'INT4, an FP16 scale an output', extra: 'none: affine matrices are folded into weights; a scale for each token is found on the fly, which costs no time here',
    },
    {
      title: 'AdaDim', scheme: weightOnly('adadim-w3', weights('int3', 128, 16, 3), 'AdaDim, Heo et al., ICLR 2024: INT3 in groups of 128 along input or output, whichever suits the layer'),
      stored: 'INT3, FP16 scale and zero point for 128', extra: 'groups along the outputs scale every product and not a sum: not told apart here',
    },
    {
      title: 'MobileQuant',
      scheme: {
        ...scheme('mobilequant-w4a8', { w: weights('int4'), a: 'int8', kv: 'int8', acc: 'int32', overrides: [{ ops: ['lm_head'], weights: weights('int8') }], embedding: 'int8' },
          'MobileQuant, Tan et al., EMNLP 2024 Findings: integers only; 4-bit weights with a scale for each output, static 8-bit activations; INT8 embedding and lm_head are assumed'),
        matrixBits: perOutput(1),
      },
      stored: 'INT4, an FP16 scale an output', extra: 'none: transformations are folded, ranges are static',
    },
    {
      title: 'Agile-Quant',
      scheme: scheme('agile-quant-w4a8', { w: int4Groups, a: 'int8', kv: 'int8', acc: 'int32', overrides: headUnquantized },
        'Agile-Quant, Shen et al., AAAI 2024: GPTQ weights of 4 bits, activations of 8 bits (4 after softmax: 8 here); groups of 128 are assumed'),
      stored: 'INT4, FP16 scale and zero point for 128', extra: 'tokens are pruned by attention: not modelled, give a shorter prompt',
    },
  ];
}

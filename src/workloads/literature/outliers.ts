import type { DataType } from '../../sim/model/datatype.js';
import type { SidePath, WeightFormat } from '../../sim/model/quantization.js';
import { headUnquantized, perOutput, scheme, weightOnly, weights, type Method } from './preset.js';

/** A palette index: a value of the matrix's own. */
export function paletteIndex(bits: number): DataType {
  return { name: `palette${bits}`, kind: 'codebook', bits };
}

function sparseHalf(share: number): SidePath {
  return { kind: 'sparse', share, index: 'csr', format: weights('fp16') };
}

/**
 * 3-bit codes in groups of 16 whose scale and zero point have 3 bits each; 16 such groups share an FP16 scale and zero point for either, 64 bits,
 * 4 bits a group: 3 + (3 + 3 + 4) / 16 = 3.625 bits, and 1 % of the weights in FP16 with their column (SpQR, section 4).
 */
function spqrWeights(): WeightFormat {
  return { ...weights('int3', 16, 3 + 2, 3 + 2), sidePath: sparseHalf(0.01) };
}

/** Methods that keep what is hard to quantise in FP16 beside the codes. */
export function outlierMethods(): readonly Method[] {
  const columns: SidePath = { kind: 'columns', share: 0.001, format: weights('fp16') };
  return [
    {
      title: 'LLM.int8()',
      scheme: {
        ...scheme('llm-int8', { w: { ...weights('int8'), sidePath: columns }, a: 'int8', kv: 'fp16', acc: 'int32', overrides: headUnquantized },
          'LLM.int8(), Dettmers et al., NeurIPS 2022: INT8 with a scale for each output and each token; 0.1 % of the input features in FP16; FP32 scales as in bitsandbytes'),
        matrixBits: perOutput(2),
      },
      stored: 'INT8, an FP32 scale an output; 0.1 % of the inputs in FP16', extra: 'a product of the columns in FP16 (`.columns`); finding them and scales of tokens cost no time here, and activations move as INT8',
    },
    {
      title: 'SpQR', scheme: weightOnly('spqr', spqrWeights(), 'SpQR, Dettmers et al., ICLR 2024: 3-bit codes, groups of 16, two-level 3-bit scales and zero points, about 1 % outliers in FP16 with their positions'),
      stored: 'INT3, 10 bits of scales for 16; 1 % of the weights in FP16 with positions', extra: 'a sparse product in FP16 (`.sparse`)',
    },
    {
      title: 'SqueezeLLM',
      scheme: {
        ...weightOnly('squeezellm-w3', { ...weights(paletteIndex(3)), sidePath: sparseHalf(0.0045) },
          'SqueezeLLM, Kim et al., ICML 2024: 3-bit indices into eight FP16 values of each output; 0.45 % of the weights as a sparse FP16 matrix (CSR)'),
        matrixBits: perOutput(8),
      },
      stored: '3-bit indices, 8 FP16 values an output; 0.45 % of the weights in FP16 with positions', extra: 'a look-up for each weight (free in registers), a sparse product in FP16 (`.sparse`)',
    },
    {
      title: 'EasyQuant',
      scheme: {
        ...weightOnly('easyquant', { ...weights('int4'), sidePath: sparseHalf(0.01) },
          'EasyQuant, Tang et al., EMNLP 2023: 4-bit weights with a scale for each output, outliers ("less than 1 %": 1 % here) unchanged; their layout is assumed'),
        matrixBits: perOutput(1),
      },
      stored: 'INT4, an FP16 scale an output; 1 % of the weights in FP16 with positions', extra: 'a sparse product in FP16 (`.sparse`)',
    },
  ];
}

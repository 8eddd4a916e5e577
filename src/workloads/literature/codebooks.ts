import type { DataType } from '../../sim/model/datatype.js';
import { paletteIndex } from './outliers.js';
import { scheme, weightOnly, weights, type MatrixBits, type Method, type PresetScheme } from './preset.js';

/** Indices of vectors: `bits` for each weight. */
function vectorIndex(bits: number): DataType {
  return { name: `index${bits}`, kind: 'codebook', bits };
}

/** FP16 vectors of `length` weights in codebooks of these many entries, one set a matrix. */
function booksOf(length: number, entries: readonly number[]): number {
  return entries.reduce((bits, count) => bits + 16 * length * count, 0);
}

/** Weights as indices into codebooks, the codebooks of each matrix counted with it. */
export function codebookMethods(): readonly Method[] {
  const indexed = (name: string, entries: readonly number[], besides: Omit<MatrixBits, 'perMatrix'>, source: string): PresetScheme => ({
    ...weightOnly(name, weights(vectorIndex(entries.reduce((bits, count) => bits + Math.log2(count), 0) / 8)), source),
    matrixBits: { perMatrix: booksOf(8, entries), ...besides },
  });
  const aqlm = { perInput: 0, perOutput: 16 };
  return [
    {
      title: 'VPTQ', scheme: indexed('vptq-w2', [65_536], { perInput: 32, perOutput: 0 }, 'VPTQ, Liu et al., EMNLP 2024: vectors of 8 from 65536, a scale and a bias for each input (its released kernels)'),
      stored: '16-bit indices of vectors of 8, 1 MiB of codebook a matrix, FP16 scale and bias an input', extra: 'a look-up for each vector, as the family codebook has it',
    },
    {
      title: 'AQLM 1x16', scheme: indexed('aqlm-1x16', [65_536], aqlm, 'AQLM, Egiazarian et al., ICML 2024: vectors of 8 from 65536, a scale for each output'),
      stored: '16-bit indices of vectors of 8, 1 MiB of codebook a matrix, an FP16 scale an output', extra: 'a look-up for each vector, as the family codebook has it',
    },
    {
      title: 'AQLM 2x8', scheme: indexed('aqlm-2x8', [256, 256], aqlm, 'AQLM, Egiazarian et al., ICML 2024: sums of two vectors of 8, each from 256'),
      stored: 'two 8-bit indices of vectors of 8, 8 KiB of codebooks a matrix, an FP16 scale an output', extra: 'two look-ups and an addition for each vector',
    },
    {
      title: 'PV-Tuning', scheme: indexed('pv-tuning', [65_536], aqlm, 'PV-Tuning, Malinovskii et al., NeurIPS 2024: tunes codes and codebooks of AQLM 1x16 and stores what that stores'),
      stored: 'as AQLM 1x16', extra: 'as AQLM 1x16: the tuning is before',
    },
    {
      title: 'eDKM',
      scheme: {
        ...scheme('edkm-w3', { w: weights(paletteIndex(3)), a: 'fp16', kv: 'fp16', embedding: 'int8', overrides: [{ ops: ['lm_head'], weights: weights('int8') }] },
          'eDKM, Cho et al., 2023: 3-bit indices into eight FP16 values of each matrix; 8-bit embedding and lm_head follow from the printed size (assumed)'),
        matrixBits: { perMatrix: 8 * 16, perInput: 0, perOutput: 0 },
      },
      stored: '3-bit indices, 8 FP16 values a matrix', extra: 'a look-up for each weight (free in registers)',
    },
  ];
}

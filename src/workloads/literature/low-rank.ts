import type { DataType } from '../../sim/model/datatype.js';
import type { SidePath } from '../../sim/model/quantization.js';
import { perOutput, type, weightOnly, weights, type Method } from './preset.js';

/** Rank of the correction of INT2.1: the one whose FP16 factors make 2-bit LLaMA-7B 1.05 times as large, as printed (derived; 16 gives 1.049). */
export const int21Rank = 16;

function adapter(rank: number): SidePath {
  return { kind: 'low-rank', rank, format: weights('fp16') };
}

/** 4-bit quantiles whose FP32 scales of 64 are quantised again: 8 bits each, and one FP32 number for 256 of them. */
const doublyQuantized: DataType = type('nf4');

/** Quantised weights with a low-rank pair beside them that is not merged. */
export function lowRankMethods(): readonly Method[] {
  return [
    {
      title: 'INT2.1',
      scheme: {
        ...weightOnly('int2.1', { ...weights('int2'), sidePath: adapter(int21Rank) }, 'INT2.1, Chai et al., 2023 (arXiv 2306.08162): INT2 and an FP16 low-rank correction, 1.05 times the size; the rank follows from that factor'),
        matrixBits: perOutput(1),
      },
      stored: 'INT2, an FP16 scale an output; two FP16 factors of rank 16', extra: 'two thin products (`.down`, `.up`)',
    },
    {
      title: 'QLoRA', scheme: weightOnly('qlora', { ...weights(doublyQuantized, 64, 8 + 32 / 256), sidePath: adapter(64) }, 'QLoRA, Dettmers et al., NeurIPS 2023: NF4 in groups of 64, double quantisation, 16-bit adapters of rank 64 on all linear layers'),
      stored: 'NF4, 8.125 bits for 64; two FP16 factors of rank 64', extra: 'two thin products (`.down`, `.up`), a look-up for each weight (free in registers)',
    },
  ];
}

import { weightOnly, weights, type Method } from './preset.js';

/** Weights that stand for several. */
export function sharingMethods(): readonly Method[] {
  return [
    {
      title: 'FoldGPT',
      scheme: { ...weightOnly('foldgpt', weights('fp16'), 'FoldGPT, Liu et al., 2024 (arXiv 2407.00928): layers of a group have the same weights and norms of their own; pairs are assumed. A removed layer is a model with fewer layers'), sharedBy: 2 },
      stored: 'the FP16 matrices of every second layer', extra: 'none; a layer reads the shared weights again, so that it saves memory and no traffic',
    },
    {
      title: 'Hashed weights',
      scheme: weightOnly('hashed-8', weights({ name: 'hashed8', kind: 'codebook', bits: 16 / 8 }), 'HashedNets, Chen et al., ICML 2015: a matrix has an eighth as many FP16 values as places, a hash of the place chooses; no index is stored. That a matrix streams its values once is assumed'),
      stored: 'an eighth of the FP16 values', extra: 'a hash and a gather for each weight: not modelled, so times are a lower bound',
    },
  ];
}

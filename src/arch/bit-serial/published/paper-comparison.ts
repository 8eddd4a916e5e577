import { comparison } from './comparison.js';
import type { PublishedComparison } from '../../../sim/model/published-comparison.js';
import type { DecoderShape } from './decoder-shape.js';
import { comparisonPresets } from './options.js';

/** The six models of the paper's figures, from their configurations. */
export const paperShapes: readonly DecoderShape[] = [
  { name: 'opt-1.3b', layers: 24, hiddenSize: 2_048, heads: 32, kvHeads: 32, headDim: 64, intermediateSize: 8_192, gatedMlp: false, vocabularySize: 50_272, embeddingWidth: 2_048 },
  { name: 'phi-2', layers: 32, hiddenSize: 2_560, heads: 32, kvHeads: 32, headDim: 80, intermediateSize: 10_240, gatedMlp: false, vocabularySize: 51_200, embeddingWidth: 2_560 },
  { name: 'yi-6b', layers: 32, hiddenSize: 4_096, heads: 32, kvHeads: 4, headDim: 128, intermediateSize: 11_008, gatedMlp: true, vocabularySize: 64_000, embeddingWidth: 4_096 },
  { name: 'llama-2-7b', layers: 32, hiddenSize: 4_096, heads: 32, kvHeads: 32, headDim: 128, intermediateSize: 11_008, gatedMlp: true, vocabularySize: 32_000, embeddingWidth: 4_096 },
  { name: 'llama-2-13b', layers: 40, hiddenSize: 5_120, heads: 40, kvHeads: 40, headDim: 128, intermediateSize: 13_824, gatedMlp: true, vocabularySize: 32_000, embeddingWidth: 5_120 },
  { name: 'llama-3-8b', layers: 32, hiddenSize: 4_096, heads: 32, kvHeads: 8, headDim: 128, intermediateSize: 14_336, gatedMlp: true, vocabularySize: 128_256, embeddingWidth: 4_096 },
];

/** Figures of the paper (HPCA 2025, abstract and section V-C): speed-ups of BitMoD, means over the six models. */
const published = {
  ant: { discriminative: 1.72, generative: 1.66, mean: 1.69 },
  olive: { discriminative: 1.56, generative: 1.39, mean: 1.48 },
  fp16: { 'bitmod-lossy': [2.82, 4.18], 'bitmod-lossless': [1.99, 2.41] },
} as const;

const tasks = ['discriminative', 'generative'] as const;
const taskNames = { discriminative: 'prefill', generative: 'generation', mean: 'mean' } as const;

/** The comparison of the paper: as published, by its released simulator then and now, and without that simulator's idealisations. */
export function paperComparison(): PublishedComparison {
  const columns = [comparisonPresets['bitmod-2025-published'], comparisonPresets['bitmod-2025-head'], comparisonPresets.honest].map((options) => comparison(paperShapes, options));
  const over = (['ant', 'olive'] as const).flatMap((baseline) => ([...tasks, 'mean'] as const).map((task) => ({
    what: `lossy over ${baseline === 'ant' ? 'ANT' : 'OliVe'}, ${taskNames[task]}`,
    values: [published[baseline][task], ...columns.map((column) => column.over[baseline][task])],
  })));
  const overFp16 = (['bitmod-lossy', 'bitmod-lossless'] as const).flatMap((contender) => tasks.map((task, i) => ({
    what: `${contender.slice('bitmod-'.length)} over FP16, ${taskNames[task]}`,
    values: [published.fp16[contender][i]!, ...columns.map((column) => column.standings[task][contender].speedup)],
  })));
  return {
    name: 'Speed-up of BitMoD, mean over six models',
    columns: ['published', 'its simulator then', 'its simulator later', 'honest choices'],
    rows: [...over, ...overFp16],
    source: 'BitMoD (Chen et al., HPCA 2025, arXiv 2411.11745), abstract and section V-C; choices one by one: the family page, and archsim validate bitmod',
  };
}

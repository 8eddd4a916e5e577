import { comparison } from '../../arch/bit-serial/published/comparison.js';
import { comparisonPresets, type ComparisonOptions } from '../../arch/bit-serial/published/options.js';
import type { Difference } from '../system.js';
import { modelsOfPaper } from './models.js';

/** A choice of the published version, and the options that undo it. */
export interface Choice {
  readonly what: string;
  readonly undone: ComparisonOptions;
}

/** Every choice of the published version that its results rest on. */
export const choices: readonly Choice[] = [
  { what: 'attention is one product over all heads at once, which is not what attention computes', undone: { flattenedHeads: false } },
  { what: 'keys and values of BitMoD are moved at 16 bits, although the paper has 8', undone: { fp16Cache: false } },
  { what: 'keys and values take the cycles and buffer words of the weights: 2 cycles a step, where INT8 takes 4 (undone together with the 16 bits)', undone: { attentionAsWeights: false, fp16Cache: false } },
  { what: 'ANT and OliVe move keys and values at 16 bits, which their FP16 x INT8 multiplier cannot take', undone: { baselinesFp16Cache: false } },
  { what: 'arrays of 32 rows become arrays of 64 rows for decode, at no cost', undone: { freeReshaping: false } },
  { what: 'the 2-bit selector of a group is not stored: 0.0625 bits of metadata a weight instead of 0.078', undone: { selectorNotStored: false } },
  { what: 'weight and metadata are rounded up together to whole nibbles of the bus: 8 bits for FP4', undone: { busHoldsMetadata: false } },
  { what: 'the operand that stays fills the whole buffer of 512 KiB: nothing can load meanwhile', undone: { noDoubleBuffering: false } },
  { what: 'all 20 decode steps see 256 tokens', undone: { frozenContext: false } },
  { what: 'lm_head runs for all 256 tokens of the prompt', undone: { logitsForAllTokens: false } },
  { what: 'ANT has 11 % less silicon than FP16, and BitMoD 2 % more, its term encoders not counted', undone: { unequalArea: false, noEncoders: false } },
  { what: 'term encoders take no energy', undone: { noEncoders: false } },
  { what: 'arrays have no fill and no drain', undone: { noFill: false } },
  { what: 'areas are not scaled for place and route, although energies are (x 1.5)', undone: { unscaledArea: false } },
  { what: 'the mean that is labelled "Geo Mean" is arithmetic', undone: { arithmeticMean: false } },
  { what: 'the weight bits of ANT and OliVe are profiled by hand, and others in the later code (which are taken here)', undone: { baselineBits: 'head' } },
  { what: 'a generative task has 20 decode steps, where the text of the paper says 256', undone: { decodeSteps: 256 } },
];

/** Each choice with what lossy BitMoD's figures become without it, all others kept; then the later code, and no choice at all. */
export function differences(): readonly Difference[] {
  const published: ComparisonOptions = comparisonPresets['bitmod-2025-published'];
  return [
    { what: 'lossy BitMoD as published', size: figures(published) },
    ...choices.map(({ what, undone }) => ({ what, size: `without: ${figures({ ...published, ...undone })}` })),
    { what: 'the later code as it stands', size: figures(comparisonPresets['bitmod-2025-head']) },
    { what: 'none of these choices (bits of ANT and OliVe as in the later code)', size: figures(comparisonPresets.honest) },
  ];
}

/** Speed-ups and energy of lossy BitMoD, prefill / generation, and the mean of the two speed-ups, which the abstract quotes. */
function figures(options: ComparisonOptions): string {
  const { standings: { discriminative, generative }, over } = comparison(modelsOfPaper(), options);
  const [first, second] = [discriminative['bitmod-lossy'], generative['bitmod-lossy']];
  const against = (name: string, baseline: 'ant' | 'olive'): string => `${over[baseline].discriminative.toFixed(2)}x / ${over[baseline].generative.toFixed(2)}x over ${name} (mean ${over[baseline].mean.toFixed(2)}x)`;
  const energy = first.energy === null || second.energy === null ? 'unknown' : `${first.energy.toFixed(3)} / ${second.energy.toFixed(3)}`;
  return `${against('ANT', 'ant')}, ${against('OliVe', 'olive')}, ${first.speedup.toFixed(2)}x / ${second.speedup.toFixed(2)}x over FP16; energy ${energy} of FP16`;
}

import { reject } from '../../../sim/core/diagnostics.js';

/**
 * What the released simulator of BitMoD takes for granted, one name each. Where an option is off, or is not given, the comparison does what the hardware would
 * have to do. Sizes are in the README of the family.
 */
export interface ComparisonOptions {
  /** Attention as one product over all heads at once: Q K^T reduces over the hidden size, P V makes heads x tokens outputs of every token. Off: one product for each KV head. */
  readonly flattenedHeads?: boolean;
  /** Attention takes the bit-serial latency and the buffer words of the weights' precision. Off: those of the cache. */
  readonly attentionAsWeights?: boolean;
  /** BitMoD keeps keys and values at 16 bits. Off: 8 bits (HPCA 2025, section IV-B). */
  readonly fp16Cache?: boolean;
  /** ANT and OliVe keep keys and values at 16 bits, which their FP16 x INT8 multiplier cannot take. Off: 8 bits. */
  readonly baselinesFp16Cache?: boolean;
  /** The array of prefill becomes one of half the columns and twice the rows for decode, at no cost. Off: one shape for both. */
  readonly freeReshaping?: boolean;
  /** The 2-bit selector of a group is not stored. Off: 10 bits for a group of 128 in FP3 and FP4. */
  readonly selectorNotStored?: boolean;
  /** The weight bus of a bit-serial array is as wide as elements and metadata rounded up together to 4 bits: 8 bits for FP4. Off: elements only. */
  readonly busHoldsMetadata?: boolean;
  /** The operand that stays fills the whole buffer. Off: half of it, the other half loads meanwhile. */
  readonly noDoubleBuffering?: boolean;
  /** Every decode step sees the tokens of the prompt. Off: one more each step. */
  readonly frozenContext?: boolean;
  /** lm_head for every token of the prompt. Off: for the last. */
  readonly logitsForAllTokens?: boolean;
  /** Arrays of the published sizes, of unequal area. Off: as many rows as fit into the area of the FP16 array. */
  readonly unequalArea?: boolean;
  /** The term encoders take no area and no energy. */
  readonly noEncoders?: boolean;
  /** No fill and no drain of the array. */
  readonly noFill?: boolean;
  /** Areas are those of synthesis, although energies are scaled for place and route. */
  readonly unscaledArea?: boolean;
  /** Speed-ups over models are averaged arithmetically (under the name of a geometric mean). */
  readonly arithmeticMean?: boolean;
  /** Bits of ANT's and OliVe's weights: what the authors profiled for the paper or for the later code, or one number for all. Default: the later. */
  readonly baselineBits?: 'published' | 'head' | number;
  /** Decode steps of the generative task. Default 20, the figure of the released notebooks; the text of the paper says 256 tokens. */
  readonly decodeSteps?: number;
}

/** Every option that is on or off, in the order in which tables show them. */
export const switches = [
  'flattenedHeads', 'attentionAsWeights', 'fp16Cache', 'baselinesFp16Cache', 'freeReshaping', 'selectorNotStored', 'busHoldsMetadata', 'noDoubleBuffering',
  'frozenContext', 'logitsForAllTokens', 'unequalArea', 'noEncoders', 'noFill', 'unscaledArea', 'arithmeticMean',
] as const satisfies readonly (keyof ComparisonOptions)[];

export type Switch = (typeof switches)[number];

/** What stands in both versions of the released simulator. */
const released: ComparisonOptions = {
  baselinesFp16Cache: true, freeReshaping: true, selectorNotStored: true, busHoldsMetadata: true, noDoubleBuffering: true, frozenContext: true, logitsForAllTokens: true,
  unequalArea: true, noEncoders: true, noFill: true, unscaledArea: true, arithmeticMean: true,
};

/**
 * `bitmod-2025-published`: the code that made Figs. 7 and 8 of the paper (abdelfattah-lab/BitMoD-HPCA-25, the parent of e445a5f).
 * `bitmod-2025-head`: e445a5f, with attention for each head and an 8-bit cache. `honest`: no option on.
 */
export const comparisonPresets = {
  'bitmod-2025-published': { ...released, flattenedHeads: true, attentionAsWeights: true, fp16Cache: true, baselineBits: 'published' },
  'bitmod-2025-head': { ...released, baselineBits: 'head' },
  'honest': {},
} as const satisfies Readonly<Record<string, ComparisonOptions>>;

export type ComparisonPreset = keyof typeof comparisonPresets;

/** The preset of that name. Throws an `InputError` that lists the names. */
export function comparisonPreset(name: string): ComparisonOptions {
  const presets: Readonly<Record<string, ComparisonOptions>> = comparisonPresets;
  return Object.hasOwn(presets, name) ? presets[name]! : reject('bit-serial/unknown-preset', `unknown preset "${name}" of the published comparison`, { remedy: `choose one of ${Object.keys(comparisonPresets).join(', ')}` });
}

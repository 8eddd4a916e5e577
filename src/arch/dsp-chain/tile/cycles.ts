import { beatElements, chainLength, tokens, treeLevels, type ChainShape, type TileParameters } from './parameters.js';

/**
 * Cycles from the edge that takes the last beat of a reduction to the edge that takes its result, while nobody waits:
 *
 *   min(chain, depth) + ceil(log2(DSP groups)) + 13
 *
 * The first edge puts the beat into its skid buffer. From there on: the sparse multiplexer 1, a cascade of so many DSP blocks of four registers
 * chain + 3, lanes taken apart 1, a tree of adders over the DSP groups, the sum of the scale group 1, its multiplier 3, rounding 2, the skid
 * buffer of results 1, and the edge that takes the result.
 */
export function latencyCycles(p: ChainShape): number {
  return chainLength(p) + treeLevels(p) + 13;
}

/** Rising edges of a run of so many beats, from the one that takes its first beat to the one that takes its last result, both counted. */
export function runCycles(p: TileParameters, beats: number): number {
  return beats + latencyCycles(p);
}

/** Tokens, output features, elements of the reduction, and elements that share a scale. */
export interface TileWork {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly groupLength: number;
}

/**
 * Beats of work whose weights keep to N:M: ceil(m / 2) * ceil(n / columns) * sum over groups of ceil(length / elements of a beat). Where a group is
 * a whole number of beats this is the steady state of the array, ceil(k * N/M / depth) for each pair of tokens and block of columns.
 */
export function beatCount(p: TileParameters, { m, n, k, groupLength }: TileWork): number {
  const whole = Math.floor(k / groupLength);
  const reduction = whole * Math.ceil(groupLength / beatElements(p)) + Math.ceil((k - whole * groupLength) / beatElements(p));
  return Math.ceil(m / tokens) * Math.ceil(n / p.columns) * reduction;
}

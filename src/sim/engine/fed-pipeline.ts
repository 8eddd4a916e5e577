import type { ArrayFeed, ArrayMode } from '../model/architecture.js';
import type { Tiling } from './tiling.js';

/**
 * Cycles of an engine's control and buffers that a product takes beside its operands, its array and its results: from the start to the first beat 1, through the
 * buffer of activations 2, and from the last sum to the edge behind the last result 9, less the edge that both share (`engine-cycles.ts` of the export).
 */
export const engineEdges = 11;

/** Seconds of a product on the buses of an engine. */
export interface FeedTimes {
  /** Weights or cache on their bus, all of them. */
  readonly weights: number;
  readonly activations: number;
  readonly results: number;
  /** Activations of the first round, and results of the last: what nothing hides. */
  readonly first: number;
  readonly last: number;
}

export function feedTimes({ weights, activations, results }: ArrayFeed, tiling: Tiling, outputBytes: number): FeedTimes {
  const on = (bytes: number, rate: number | null): number => (rate === null ? 0 : bytes / rate);
  const [taken, given] = [on(tiling.inputBytes, activations), on(outputBytes, results)];
  return { weights: on(tiling.weightBytes + tiling.cacheBytes, weights), activations: taken, results: given, first: taken / tiling.rounds, last: given / tiling.rounds };
}

/** Weights or cache of a product in the rate of the memory alone, as if there were no bus. */
export function memorySeconds({ memory }: ArrayFeed, { split }: ArrayMode, { mode, weightBytes, cacheBytes }: Tiling): number {
  const { weights, kvCache } = memory[mode]!;
  return weightBytes / (weights * (split?.shares.weights ?? 1)) + cacheBytes / (kvCache * (split?.shares.kvCache ?? 1));
}

/**
 * The body of a product in R rounds, in each of which activations of A / R seconds come, the array works, and results of B / R seconds leave: `steady` where the
 * array and its streams alone set the pace,
 *
 *   max( steady, steady / R + (R - 1) / R max(A, B) )
 *
 * The first activations, the last results and one round of the array are beside it.
 */
export function fedBody(steady: number, rounds: number, { activations, results }: FeedTimes): number {
  return Math.max(steady, (steady + (rounds - 1) * Math.max(activations, results)) / rounds);
}

/** Seconds of weights that come while the first activations do: no more than the buffer of streamed operands takes. */
export function loadedAhead({ first }: FeedTimes, firstPiece: number, { slots }: ArrayMode): number {
  return Math.min(first, slots * firstPiece);
}

/** The bus that a body waits for which its rounds make longer. */
export function slowerBus({ activations, results }: FeedTimes): 'activations' | 'results' {
  return activations >= results ? 'activations' : 'results';
}

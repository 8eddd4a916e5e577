import type { Multiprocessors } from './chips.js';

/** How the partial softmax of key tiles is put together: rescaled whenever a tile raises the maximum, or with one maximum for all (FlashDecoding++). */
export type SoftmaxUpdate = 'synchronised' | 'unified';

/** Keys of a tile: those of FlashAttention-2 for heads of 128 on compute capability 8.0. */
export const usualTileKeys = 64;

/** Cycles of an SM for each score of an attention kernel, unit by unit. */
export interface ScoreCycles {
  /** Both products on the tensor cores at their peak. */
  readonly products: number;
  /** Scale and subtract, exponential, sum: what any softmax takes. */
  readonly softmax: number;
  /** What the synchronised update adds. */
  readonly update: number;
}

/**
 * Issue cycles of one score, all pipelines one after the other:
 *
 *   products = 2 d / MACs a cycle          softmax = 1 / lanes + 1 / special lanes + 1 / lanes
 *   update   = 1 / lanes                                     the comparison for the maximum
 *            + (d + 2) / (keys of a tile * lanes)            output and sum are rescaled and the maximum compared once a tile and row
 *            + 1 / (keys of a tile * special lanes)          by one exponential
 *
 * d is the size of a head. Padded rows issue the same instructions, so that they change no share.
 */
export function scoreCycles(chip: Multiprocessors, macsPerCycle: number, headDim: number, tileKeys = usualTileKeys): ScoreCycles {
  const { vectorLanes, specialLanes } = chip;
  return {
    products: (2 * headDim) / macsPerCycle,
    softmax: 2 / vectorLanes + 1 / specialLanes,
    update: 1 / vectorLanes + (headDim + 2) / (tileKeys * vectorLanes) + 1 / (tileKeys * specialLanes),
  };
}

/** The share of an attention kernel that the synchronised update takes where its instructions bind. */
export function updateShare(cycles: ScoreCycles): number {
  return cycles.update / (cycles.products + cycles.softmax + cycles.update);
}

/**
 * Passes of a vector unit of FP32 lanes over the scores, in whole passes as the engine counts them: scale and subtract, sum, and an exponential at the
 * special units' rate; the synchronised update adds the comparison and the rescaling of the outputs.
 */
export function softmaxPasses(chip: Multiprocessors, update: SoftmaxUpdate, headDim = 128, tileKeys = usualTileKeys): number {
  const exponential = Math.ceil(chip.vectorLanes / chip.specialLanes);
  const synchronised = update === 'unified' ? 0 : 1 + Math.ceil(headDim / tileKeys);
  return 2 + exponential + synchronised;
}

import type { FabricGeneration } from '../../sim/physical/on-chip/index.js';
import { widthsOf } from './array.js';
import { fabricMemory } from './fabric-memory.js';
import type { SystolicParameters } from './spec.js';

/** What the array works on for one load of weights: tokens x features, whose reduction is streamed in pieces. */
export interface Tile {
  readonly tokens: number;
  readonly features: number;
  /** Longest run of the reduction in one half of the weight buffer. */
  readonly reduction: number;
}

/** A buffer that does not hold what the tile needs. */
export interface BufferNeed {
  readonly buffer: 'weights' | 'outputs';
  readonly neededBytes: number;
  readonly availableBytes: number;
}

/**
 * The largest tile that the buffers hold. The stationary dimensions are those of the array, except that a folded reduction keeps the sums of the
 * whole tile in one half of the output buffer: weight-stationary tiles have as many tokens as fit there, input-stationary ones as many features.
 * Pieces of the reduction are whole folds.
 */
export function tileOf(p: SystolicParameters): Tile {
  const { rows, columns, dataflow } = p;
  const sums = Math.floor((p.buffers.outputs.kib * 512) / (columns * sumBytes(p)));
  const half = weightsOfHalf(p);
  switch (dataflow) {
    case 'output-stationary': return { tokens: rows, features: columns, reduction: Math.max(least, Math.floor(half / columns)) };
    case 'weight-stationary': return { tokens: Math.max(1, sums), features: columns, reduction: wholeFolds(rows, half / columns) };
    case 'input-stationary': {
      const features = Math.max(1, Math.min(sums, Math.floor(half / rows)));
      return { tokens: columns, features, reduction: wholeFolds(rows, half / features) };
    }
  }
}

/**
 * Buffers that are too small for two halves of the smallest tile. On an FPGA of a generation they have the bytes of the blocks that they are made of,
 * which are no fewer than were asked for; SRAM is compiled to the size asked for.
 */
export function tooSmall(p: SystolicParameters, generation: FabricGeneration | null = null): readonly BufferNeed[] {
  const { tokens, features, reduction } = tileOf(p);
  const needs: readonly BufferNeed[] = [
    { buffer: 'weights', neededBytes: Math.ceil(2 * features * reduction * weightBytes(p)), availableBytes: availableBytes(p, 'weights', generation) },
    { buffer: 'outputs', neededBytes: Math.ceil(2 * tokens * features * sumBytes(p)), availableBytes: availableBytes(p, 'outputs', generation) },
  ];
  return needs.filter((need) => need.neededBytes > need.availableBytes);
}

function availableBytes(p: SystolicParameters, buffer: BufferNeed['buffer'], generation: FabricGeneration | null): number {
  return generation === null ? p.buffers[buffer].kib * 1024 : fabricMemory(p, buffer, generation).capacityBytes;
}

/** Shortest piece of an output-stationary reduction, in elements: what the engine cuts in. */
const least = 16;

function wholeFolds(rows: number, reduction: number): number {
  return Math.max(1, Math.floor(reduction / rows)) * rows;
}

/** Weights in one half of their buffer, each as wide as the array takes them. */
function weightsOfHalf(p: SystolicParameters): number {
  return Math.floor((p.buffers.weights.kib * 512) / weightBytes(p));
}

function weightBytes(p: SystolicParameters): number {
  return widthsOf(p).weights / 8;
}

function sumBytes(p: SystolicParameters): number {
  return widthsOf(p).accumulator / 8;
}

import type { MappingNode } from './mapping.js';
import { homeBits, type Problem } from './problem.js';
import { extentsUnderLoop, type Splits } from './splits.js';
import { transferEnergy } from './traffic.js';
import type { Cut } from './trips.js';

/**
 * A loop nest under construction, from the outside inwards. It changes in place: a search adds a line, looks at what follows, and takes the line back.
 * `nest-lines.ts` adds lines.
 */
export interface Nest {
  readonly problem: Problem;
  splits: Splits;
  /** Values of each rank (second index) that the splits below a depth (first index) take together. */
  units: readonly (readonly number[])[];
  /** Axes passed so far. */
  depth: number;
  /** Cuts of each rank so far, with the splits that are still to come behind them. */
  readonly cuts: Cut[][];
  /** How many of them are there already. */
  readonly passed: number[];
  /** What is left of each rank. */
  readonly extents: number[];
  /** Ranks (bits) that were cut by a loop below the fused one: the next cuts must divide. */
  looped: number;
  /** Innermost memory that keeps each tensor. */
  readonly last: number[];
  readonly held: number[];
  /** Ranks of the tiles in each memory. */
  readonly tiled: number[];
  /** The buffers so far, from the outermost inwards, and the energy of what moves between them. Records behind the first `buffers` wait to be used again. */
  readonly placed: PlacedBuffer[];
  buffers: number;
  energy: number;
  /** Tensor of the buffer before; -1 at the start. */
  previous: number;
  /** The same if that buffer is in this stage, so that the two could change places; otherwise -1. */
  neighbour: number;
  readonly nodes: MappingNode[];
  /** What `quickBoundOf` worked out, and for what of it the nest has changed since. */
  readonly shares: BoundShares;
}

/** A buffer, the memory from which it is filled, and how many cuts of each rank stand above it. */
export interface PlacedBuffer {
  tensor: number;
  parent: number;
  memory: number;
  readonly above: number[];
}

/** Shares of a bound, one frame for each bound on the way from the start of the nest to here: most of them stay what they were in the frame before. */
export interface BoundShares {
  frame: number;
  /** Energy of the cheapest way of each tensor inwards. */
  readonly ways: number[];
  /** Steps of the busiest compute unit along each rank. */
  readonly spans: number[];
  /** Tensors and ranks (bits) whose shares are not those of the frame any more. */
  staleWays: number;
  staleSpans: number;
}

/** The lines that homes and the fused loop fix. Null where they alone do not fit. `useSplits` comes before anything else. */
export function startNest(problem: Problem): Nest | null {
  const { tensors, sizes, exchange, loop, memories } = problem;
  const placed: PlacedBuffer[] = [];
  let energy = 0;
  const held = memories.map(() => 0);
  const last = tensors.map(() => 0);
  const nodes: MappingNode[] = [];
  const none = sizes.map(() => 0);
  const keep = (t: number): void => {
    nodes.push({ kind: 'keep', memory: memories[exchange]!.level.name, tensor: tensors[t]!.name });
    held[exchange]! += homeBits(problem, tensors[t]!);
    last[t] = exchange;
  };
  for (let t = 0; t < tensors.length; t++) {
    const { home } = tensors[t]!;
    if (home === 'held') {
      placed.push({ tensor: t, parent: 0, memory: exchange, above: [...none] });
      energy += transferEnergy(problem, t, 0, exchange, sizes.map(() => []), none);
    }
    if (home === 'held' || home === 'whole') keep(t);
  }
  if (loop !== null) nodes.push({ kind: 'loop', rank: problem.ranks[loop.rank]!, tile: loop.tile });
  for (let t = 0; t < tensors.length; t++) if (tensors[t]!.home === 'tile') keep(t);
  if (held[exchange]! > problem.availableBits[exchange]!) return null;
  return {
    problem, splits: [], units: [], depth: 0, cuts: [], passed: none.map((_, r) => (loop?.rank === r ? 1 : 0)), extents: [...extentsUnderLoop(problem)], looped: 0,
    last, held, tiled: held.map(() => 0), placed, buffers: placed.length, energy, previous: -1, neighbour: -1, nodes, shares: { frame: 0, ways: [], spans: [], staleWays: -1, staleSpans: -1 },
  };
}

/** Gives a nest at its start the splits that it will have. */
export function useSplits(nest: Nest, splits: Splits): void {
  const { sizes, loop } = nest.problem;
  nest.splits = splits;
  nest.units = unitsOf(splits, sizes.length);
  nest.shares.frame = 0;
  nest.shares.staleWays = nest.shares.staleSpans = -1;
  for (let r = 0; r < sizes.length; r++) {
    const cuts: Cut[] = loop?.rank === r ? [{ parts: loop.tile, axis: -1 }] : [];
    for (let axis = 0; axis < splits.length; axis++) if (splits[axis]![r]! > 1) cuts.push({ parts: splits[axis]![r]!, axis });
    nest.cuts[r] = cuts;
  }
}

const units = new WeakMap<Splits, readonly (readonly number[])[]>();

function unitsOf(splits: Splits, ranks: number): readonly (readonly number[])[] {
  let known = units.get(splits);
  if (known === undefined) {
    const below = [new Array<number>(ranks).fill(1)];
    for (let a = splits.length - 1; a >= 0; a--) below.unshift(below[0]!.map((unit, r) => unit * splits[a]![r]!));
    units.set(splits, known = below);
  }
  return known;
}

/** Values of a rank that the splits still to come take together. */
export function unitOf(nest: Nest, r: number): number {
  return nest.units[nest.depth]![r]!;
}

import type { MappingNode } from './mapping.js';
import { homeBits, tilesAtATime, type Problem } from './problem.js';
import { extentsUnderLoop, type Splits } from './splits.js';
import { transferEnergy } from './traffic.js';
import { largestPart, type Cut } from './trips.js';

/**
 * A loop nest under construction, from the outside inwards. It changes in place: a search adds a line, looks at what follows, and takes the line back.
 * Each function that adds one answers what takes it back.
 */
export interface Nest {
  readonly problem: Problem;
  splits: Splits;
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
  /** The buffers so far, from the outermost inwards, and the energy of what moves between them. */
  readonly placed: PlacedBuffer[];
  energy: number;
  /** Tensor of the buffer before; -1 at the start. */
  previous: number;
  /** The same if that buffer is in this stage, so that the two could change places; otherwise -1. */
  neighbour: number;
  readonly nodes: MappingNode[];
}

/** A buffer, the memory from which it is filled, and how many cuts of each rank stand above it. */
export interface PlacedBuffer {
  readonly tensor: number;
  readonly parent: number;
  readonly memory: number;
  readonly above: readonly number[];
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
      placed.push({ tensor: t, parent: 0, memory: exchange, above: none });
      energy += transferEnergy(problem, t, 0, exchange, sizes.map(() => []), none);
    }
    if (home === 'held' || home === 'whole') keep(t);
  }
  if (loop !== null) nodes.push({ kind: 'loop', rank: problem.ranks[loop.rank]!, tile: loop.tile });
  for (let t = 0; t < tensors.length; t++) if (tensors[t]!.home === 'tile') keep(t);
  if (held[exchange]! > problem.availableBits[exchange]!) return null;
  return {
    problem, splits: [], depth: 0, cuts: [], passed: none.map((_, r) => (loop?.rank === r ? 1 : 0)), extents: [...extentsUnderLoop(problem)], looped: 0,
    last, held, tiled: held.map(() => 0), placed, energy, previous: -1, neighbour: -1, nodes,
  };
}

/** Gives a nest at its start the splits that it will have. */
export function useSplits(nest: Nest, splits: Splits): void {
  const { sizes, loop } = nest.problem;
  nest.splits = splits;
  for (let r = 0; r < sizes.length; r++) {
    const cuts: Cut[] = loop?.rank === r ? [{ parts: loop.tile, axis: -1 }] : [];
    for (let axis = 0; axis < splits.length; axis++) if (splits[axis]![r]! > 1) cuts.push({ parts: splits[axis]![r]!, axis });
    nest.cuts[r] = cuts;
  }
}

/** Values of a rank that the splits still to come take together. */
export function unitOf(nest: Nest, r: number): number {
  let unit = 1;
  for (let a = nest.depth; a < nest.splits.length; a++) unit *= nest.splits[a]![r]!;
  return unit;
}

/** Puts a loop in; `removeLoop` with the extent from before takes it out. */
export function addLoop(nest: Nest, r: number, tile: number): void {
  nest.cuts[r]!.splice(nest.passed[r]!, 0, { parts: tile, axis: -1 });
  nest.passed[r]!++;
  nest.extents[r] = tile;
  nest.nodes.push({ kind: 'loop', rank: nest.problem.ranks[r]!, tile });
}

export function removeLoop(nest: Nest, r: number, extent: number): void {
  nest.passed[r]!--;
  nest.cuts[r]!.splice(nest.passed[r]!, 1);
  nest.extents[r] = extent;
  nest.nodes.pop();
}

/** Bits that a buffer of the tensor would take here; Infinity where a register of single values cannot hold it. */
export function bufferBits({ problem, extents }: Nest, m: number, t: number): number {
  const { ranks, bitsPerValue } = problem.tensors[t]!;
  let values = 1;
  for (let r = 0; r < extents.length; r++) if ((ranks >> r) & 1) values *= extents[r]!;
  if (problem.memories[m]!.level.capacityBits === 'one-value') return values > 1 ? Infinity : bitsPerValue;
  return values * bitsPerValue * tilesAtATime(problem);
}

/** Puts a buffer of so many bits in, runs `inside` and takes it out again. */
export function withBuffer(nest: Nest, m: number, t: number, bits: number, inside: () => number): number {
  const { problem, held, tiled, last, placed, previous, neighbour, energy } = nest;
  const parent = last[t]!;
  const heldBefore = held[m]!;
  const tiledBefore = tiled[m]!;
  placed.push({ tensor: t, parent, memory: m, above: nest.passed.slice() });
  nest.energy = energy + transferEnergy(problem, t, parent, m, nest.cuts, nest.passed);
  held[m] = heldBefore + bits;
  tiled[m] = tiledBefore | problem.tensors[t]!.ranks;
  last[t] = m;
  nest.previous = nest.neighbour = t;
  nest.nodes.push({ kind: 'keep', memory: problem.memories[m]!.level.name, tensor: problem.tensors[t]!.name });
  const answer = inside();
  nest.nodes.pop();
  nest.previous = previous;
  nest.neighbour = neighbour;
  last[t] = parent;
  held[m] = heldBefore;
  tiled[m] = tiledBefore;
  nest.energy = energy;
  placed.pop();
  return answer;
}

/** Passes the next fan-out axis, runs `inside` and comes back. */
export function acrossAxis(nest: Nest, inside: () => number): number {
  const { problem, depth, passed, extents, neighbour } = nest;
  const before = [...extents];
  const lines = nest.nodes.length;
  for (let r = 0; r < extents.length; r++) {
    const next = nest.cuts[r]![passed[r]!];
    if (next?.axis !== depth) continue;
    passed[r]!++;
    extents[r] = largestPart(extents[r]!, next);
    nest.nodes.push({ kind: 'split', fanOut: problem.axes[depth]!.name, rank: problem.ranks[r]!, copies: next.parts });
  }
  nest.depth++;
  nest.neighbour = -1;
  const answer = inside();
  nest.depth--;
  nest.neighbour = neighbour;
  nest.nodes.length = lines;
  for (let r = 0; r < extents.length; r++) {
    extents[r] = before[r]!;
    if (passed[r]! > 0 && nest.cuts[r]![passed[r]! - 1]!.axis === depth) passed[r]!--;
  }
  return answer;
}

import type { Nest } from './nest.js';
import { tilesAtATime } from './problem.js';
import { transferEnergy } from './traffic.js';
import { largestPart, type Cut } from './trips.js';

/** Puts a loop in; `removeLoop` with the extent from before takes it out. */
export function addLoop(nest: Nest, r: number, tile: number): void {
  const cuts = nest.cuts[r]!;
  const at = nest.passed[r]!++;
  const cut: Cut = { parts: tile, axis: -1 };
  cuts.push(cut);
  for (let i = cuts.length - 1; i > at; i--) cuts[i] = cuts[i - 1]!;
  cuts[at] = cut;
  nest.extents[r] = tile;
  nest.nodes.push({ kind: 'loop', rank: nest.problem.ranks[r]!, tile });
}

export function removeLoop(nest: Nest, r: number, extent: number): void {
  const cuts = nest.cuts[r]!;
  const at = --nest.passed[r]!;
  for (let i = at + 1; i < cuts.length; i++) cuts[i - 1] = cuts[i]!;
  cuts.pop();
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
  const { problem, held, tiled, last, previous, neighbour, energy, shares } = nest;
  const parent = last[t]!;
  const heldBefore = held[m]!;
  const tiledBefore = tiled[m]!;
  const { staleWays } = shares;
  shares.staleWays |= 1 << t;
  noteBuffer(nest, t, parent, m);
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
  nest.buffers--;
  shares.staleWays = staleWays;
  return answer;
}

function noteBuffer(nest: Nest, t: number, parent: number, m: number): void {
  const { placed, passed } = nest;
  const buffer = placed[nest.buffers] ??= { tensor: t, parent, memory: m, above: [] };
  nest.buffers++;
  buffer.tensor = t;
  buffer.parent = parent;
  buffer.memory = m;
  for (let r = 0; r < passed.length; r++) buffer.above[r] = passed[r]!;
}

/** Passes the next fan-out axis, runs `inside` and comes back. `passing`: memories that a tensor may enter stay behind. */
export function acrossAxis(nest: Nest, passing: boolean, inside: () => number): number {
  const { problem, depth, passed, extents, neighbour, shares } = nest;
  const { staleWays } = shares;
  if (passing) shares.staleWays = -1;
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
  shares.staleWays = staleWays;
  nest.neighbour = neighbour;
  nest.nodes.length = lines;
  for (let r = 0; r < extents.length; r++) {
    extents[r] = before[r]!;
    if (passed[r]! > 0 && nest.cuts[r]![passed[r]! - 1]!.axis === depth) passed[r]!--;
  }
  return answer;
}

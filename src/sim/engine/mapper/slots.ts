import { unitOf, type Nest } from './nest.js';
import { addLoop, bufferBits, removeLoop, withBuffer } from './nest-lines.js';
import { tilesAtATime } from './problem.js';
import { divisorsOf, evenPieces } from './tiles.js';

/** The answer of a subtree that the bound refused: then more trips in the same place are refused too. */
export const refused = -1;

/** A buffer that is about to be put in, and the loops above it that are still to be decided. */
interface Slot {
  readonly nest: Nest;
  readonly memory: number;
  readonly tensor: number;
  /** Ranks (bits) that may be cut here: those of the buffer that the buffer above lacks. */
  readonly ranks: number;
  /** Ranks that a register further down wants cut to the end and that no later loop can cut. */
  readonly lastChance: number;
  /** What follows the buffer, told whether there is a loop above it here. */
  readonly inside: (looped: boolean) => number;
}

/**
 * Puts in a buffer below loops of every rank that it has and the buffer above it lacks, in every way that fits, and runs `inside` in each. Answers the ranks (bits) in the tiles of
 * buffers that were too small, here or inside; or `refused`.
 */
export function placeBelowLoops(nest: Nest, memory: number, tensor: number, inside: (looped: boolean) => number): number {
  const { tensors } = nest.problem;
  const has = tensors[tensor]!.ranks;
  const ranks = nest.previous < 0 ? has : has & ~tensors[nest.previous]!.ranks;
  return decideLoop({ nest, memory, tensor, ranks, lastChance: wantedSingle(nest, memory, tensor), inside }, 0, false);
}

function decideLoop(slot: Slot, from: number, cutAny: boolean): number {
  const { nest, memory, tensor, ranks, lastChance } = slot;
  const { sizes, rules, tensors } = nest.problem;
  let r = from;
  while (r < sizes.length && (((ranks >> r) & 1) === 0 || nest.extents[r] === 1)) r++;
  if (r === sizes.length) return close(slot, cutAny);
  const extent = nest.extents[r]!;
  const unit = unitOf(nest, r);
  const units = Math.ceil(extent / unit);
  const pieces = (lastChance >> r) & 1 ? single : (nest.looped >> r) & 1 || rules.loopPieces === 'dividing' ? divisorsOf(units) : evenPieces(units);
  let index = firstAtMost(pieces, largestFitting(slot, r) / unit);
  let blocked = index > 0 ? nest.tiled[memory]! | tensors[tensor]!.ranks : 0;
  let first = index === 0;
  for (; index < pieces.length; index++) {
    const piece = pieces[index]!;
    // Fewest trips first: where the bound refuses them, it refuses more trips too.
    const below = piece === units ? decideLoop(slot, r + 1, cutAny) : underLoop(slot, r, piece * unit);
    if (below === refused) return first ? refused : blocked;
    blocked |= below;
    if (!((below >> r) & 1)) break;
    first = false;
  }
  return blocked;
}

const single: readonly number[] = [1];

function underLoop(slot: Slot, r: number, tile: number): number {
  const { nest } = slot;
  const { looped, shares, problem } = nest;
  const { staleWays, staleSpans } = shares;
  const extent = nest.extents[r]!;
  addLoop(nest, r, tile);
  shares.staleWays |= problem.lacking[r]!;
  shares.staleSpans |= 1 << r;
  nest.looped = looped | (1 << r);
  const below = decideLoop(slot, r + 1, true);
  nest.looped = looped;
  shares.staleWays = staleWays;
  shares.staleSpans = staleSpans;
  removeLoop(nest, r, extent);
  return below;
}

/** The buffer itself, all loops above it decided. */
function close({ nest, memory, tensor, ranks, lastChance, inside }: Slot, cutAny: boolean): number {
  const { problem, held, tiled, neighbour } = nest;
  // Neighbours without a loop between them may change places: only one order is looked at.
  if (!cutAny && neighbour > tensor) return ranks;
  const unmet = lastChance === 0 ? 0 : lastChance & moreThanUnit(nest);
  if (unmet !== 0) return unmet;
  const bits = bufferBits(nest, memory, tensor);
  if (bits === Infinity) return problem.tensors[tensor]!.ranks;
  if (held[memory]! + bits > problem.availableBits[memory]!) return tiled[memory]! | problem.tensors[tensor]!.ranks;
  return withBuffer(nest, memory, tensor, bits, () => inside(cutAny));
}

/** Index of the first number of a falling list that is not above a limit. */
function firstAtMost(falling: readonly number[], limit: number): number {
  let low = 0;
  let high = falling.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (falling[middle]! > limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The most values of a rank that the buffer has room for, if the ranks decided after it were cut to the end. */
function largestFitting({ nest, memory, tensor, ranks }: Slot, rank: number): number {
  const { problem, extents, held } = nest;
  const { ranks: has, bitsPerValue } = problem.tensors[tensor]!;
  let others = problem.memories[memory]!.level.capacityBits === 'one-value' ? bitsPerValue : bitsPerValue * tilesAtATime(problem);
  for (let r = 0; r < extents.length; r++) if ((has >> r) & 1 && r !== rank) others *= r > rank && (ranks >> r) & 1 ? unitOf(nest, r) : extents[r]!;
  return (problem.availableBits[memory]! - held[memory]!) / others;
}

/** Ranks that a register of single values further down needs cut to the end, and that no loop below this buffer can cut any more. */
function wantedSingle({ problem, depth, last }: Nest, memory: number, tensor: number): number {
  const { memories, tensors } = problem;
  let wanted = 0;
  for (let k = 1; k < memories.length; k++) {
    const { level, keeps, depth: at } = memories[k]!;
    if (level.capacityBits !== 'one-value' || at < depth) continue;
    for (let w = 0; w < tensors.length; w++) if (k > last[w]! && keeps & tensors[w]!.roleBit) wanted |= tensors[w]!.ranks;
  }
  if (wanted === 0) return 0;
  // A later loop of a rank stands above a buffer that has it and below one that lacks it.
  let lacking = ~tensors[tensor]!.ranks;
  let buffers = 0;
  let having = 0;
  for (let k = 1; k < memories.length; k++) {
    const { keeps, mayKeep, depth: at } = memories[k]!;
    if (at < depth) continue;
    for (let v = 0; v < tensors.length; v++) {
      const { roleBit, ranks } = tensors[v]!;
      if ((k === memory && v === tensor) || k <= last[v]! || ((keeps | mayKeep) & roleBit) === 0) continue;
      buffers++;
      having |= ranks;
      lacking |= ~ranks;
    }
  }
  return buffers === 0 ? wanted : wanted & ~(having & lacking);
}

function moreThanUnit(nest: Nest): number {
  let mask = 0;
  for (let r = 0; r < nest.extents.length; r++) if (nest.extents[r]! > unitOf(nest, r)) mask |= 1 << r;
  return mask;
}

import type { PricedMemories } from './path.js';
import type { Problem } from './problem.js';
import { largestPart, span, trips, type Cut } from './trips.js';

/** Bits that cross the ports of each memory: in all its instances, and in the busiest one. */
export interface Traffic {
  readonly reads: Float64Array;
  readonly writes: Float64Array;
  readonly busyReads: Float64Array;
  readonly busyWrites: Float64Array;
}

export function emptyTraffic(memories: number): Traffic {
  return { reads: new Float64Array(memories), writes: new Float64Array(memories), busyReads: new Float64Array(memories), busyWrites: new Float64Array(memories) };
}

/** The compute unit as the lower end of a transfer. */
export const computeEnd: number = -1;

/**
 * Adds what a tensor moves between a memory that keeps it and the next one inwards (or the compute). A tensor of B bits whose buffer is filled in
 * every trip of the loops above it moves B x trips of the ranks that it lacks: the trips of ranks that it has cover it once. Copies that an axis
 * serves with one read count once above the axis, each for itself below. An output moves up as often, and comes down again unless it is a first sum.
 * `above`: per rank, how many of its cuts stand above the lower buffer. `wanted`: the memories (bits) whose traffic is asked for, and those whose ports are.
 */
export function addTransfer(problem: Problem, tensor: number, parent: number, child: number, cuts: readonly (readonly Cut[])[], above: ArrayLike<number>, into: Traffic, wanted: PricedMemories = everything): void {
  const t = problem.tensors[tensor]!;
  const ofParent = (wanted.traffic >> parent) & 1;
  const ofChild = child === computeEnd ? 0 : (wanted.traffic >> child) & 1;
  if (ofParent === 0 && ofChild === 0) return;
  const parentDepth = problem.memories[parent]!.depth;
  const childDepth = child === computeEnd ? problem.axes.length : problem.memories[child]!.depth;
  const shared = t.sharedAxes & ((1 << childDepth) - 1) & ~((1 << parentDepth) - 1);
  const down = t.bits * factor(problem, t.ranks, child, cuts, above, shared);
  const timesParent = (wanted.ports >> parent) & 1;
  const timesChild = child === computeEnd ? 0 : (wanted.ports >> child) & 1;
  const over = (1 << parentDepth) - 1;
  const busyParent = timesParent === 0 ? 0 : over === 0 ? down : t.bitsPerValue * busiest(problem, t.ranks, child, cuts, above, shared, over);
  const each = ofChild === 0 || shared === 0 ? down : t.bits * factor(problem, t.ranks, child, cuts, above, 0);
  const all = (1 << childDepth) - 1;
  const busyChild = timesChild === 0 ? 0 : childDepth === 0 ? each : t.bitsPerValue * busiest(problem, t.ranks, child, cuts, above, 0, all);
  if (!t.isOutput) {
    into.reads[parent]! += down;
    into.busyReads[parent]! += busyParent;
    if (child === computeEnd) return;
    into.writes[child]! += each;
    into.busyWrites[child]! += busyChild;
    return;
  }
  const perCopy = problem.rules.freeFirstSum === 'copy';
  const copies = copiesOf(problem, t.ranks, cuts, childDepth, shared);
  const first = t.bits * (perCopy ? copies : copiesOf(problem, t.ranks, cuts, parentDepth, 0));
  into.writes[parent]! += down;
  into.reads[parent]! += down - first;
  into.busyWrites[parent]! += busyParent;
  if (timesParent !== 0) into.busyReads[parent]! += busyParent - (over === 0 ? first : t.bitsPerValue * busiestFirst(problem, t.ranks, cuts, childDepth, shared, over, perCopy));
  if (child === computeEnd) return;
  const firstOfEach = t.bits * (shared === 0 ? copies : copiesOf(problem, t.ranks, cuts, childDepth, 0));
  into.reads[child]! += each;
  into.writes[child]! += each - firstOfEach;
  into.busyReads[child]! += busyChild;
  if (timesChild !== 0) into.busyWrites[child]! += busyChild - (childDepth === 0 ? firstOfEach : t.bitsPerValue * busiestFirst(problem, t.ranks, cuts, childDepth, 0, all, true));
}

/** Energy of what `addTransfer` counts. */
export function transferEnergy(problem: Problem, tensor: number, parent: number, child: number, cuts: readonly (readonly Cut[])[], above: ArrayLike<number>): number {
  const t = problem.tensors[tensor]!;
  const { level: upper, depth: parentDepth } = problem.memories[parent]!;
  const lower = child === computeEnd ? null : problem.memories[child]!;
  const readLower = lower === null ? 0 : lower.level.readEnergyPerBit;
  const writeLower = lower === null ? 0 : lower.level.writeEnergyPerBit;
  const ofLower = readLower !== 0 || writeLower !== 0;
  if (!ofLower && upper.readEnergyPerBit === 0 && upper.writeEnergyPerBit === 0) return 0;
  const childDepth = lower === null ? problem.axes.length : lower.depth;
  const shared = t.sharedAxes & ((1 << childDepth) - 1) & ~((1 << parentDepth) - 1);
  const down = factor(problem, t.ranks, child, cuts, above, shared);
  const each = !ofLower || shared === 0 ? down : factor(problem, t.ranks, child, cuts, above, 0);
  if (!t.isOutput) return t.bits * (down * upper.readEnergyPerBit + each * writeLower);
  const copies = copiesOf(problem, t.ranks, cuts, childDepth, shared);
  const first = problem.rules.freeFirstSum === 'copy' ? copies : copiesOf(problem, t.ranks, cuts, parentDepth, 0);
  const ofUpper = down * upper.writeEnergyPerBit + (down - first) * upper.readEnergyPerBit;
  if (!ofLower) return t.bits * ofUpper;
  const firstOfEach = shared === 0 ? copies : copiesOf(problem, t.ranks, cuts, childDepth, 0);
  return t.bits * (ofUpper + each * readLower + (each - firstOfEach) * writeLower);
}

const everything: PricedMemories = { traffic: -1, ports: -1 };

/** Trips of the ranks that a tensor lacks, down to the lower buffer or, at the compute, to single values. */
function factor(problem: Problem, has: number, child: number, cuts: readonly (readonly Cut[])[], above: ArrayLike<number>, together: number): number {
  let product = 1;
  for (let r = 0; r < problem.sizes.length; r++) {
    if ((has >> r) & 1) continue;
    const size = problem.sizes[r]!;
    product *= child === computeEnd ? span(size, cuts[r]!, 0, cuts[r]!.length, together) : trips(size, cuts[r]!, 0, above[r]!, together);
  }
  return product;
}

/** The same for one instance of a memory under the axes `own`, times the values of the tensor that pass it. */
function busiest(problem: Problem, has: number, child: number, cuts: readonly (readonly Cut[])[], above: ArrayLike<number>, shared: number, own: number): number {
  let product = 1;
  for (let r = 0; r < problem.sizes.length; r++) {
    const size = problem.sizes[r]!;
    if ((has >> r) & 1) product *= span(size, cuts[r]!, 0, cuts[r]!.length, own);
    else product *= child === computeEnd ? span(size, cuts[r]!, 0, cuts[r]!.length, shared | own) : trips(size, cuts[r]!, 0, above[r]!, shared | own);
  }
  return product;
}

function busiestFirst(problem: Problem, has: number, cuts: readonly (readonly Cut[])[], depth: number, shared: number, own: number, perCopy: boolean): number {
  let values = 1;
  for (let r = 0; r < problem.sizes.length; r++) if ((has >> r) & 1) values *= span(problem.sizes[r]!, cuts[r]!, 0, cuts[r]!.length, own);
  return perCopy ? values * copiesOf(problem, has, cuts, depth, shared | own) : values;
}

/** Copies that split ranks which the tensor lacks: each begins a sum of its own. */
function copiesOf(problem: Problem, has: number, cuts: readonly (readonly Cut[])[], depth: number, together: number): number {
  let product = 1;
  for (let r = 0; r < problem.sizes.length; r++) {
    if ((has >> r) & 1) continue;
    let x = problem.sizes[r]!;
    for (const cut of cuts[r]!) {
      if (cut.axis >= 0 && cut.axis < depth && !((together >> cut.axis) & 1)) product *= Math.min(x, cut.parts);
      x = largestPart(x, cut);
    }
  }
  return product;
}

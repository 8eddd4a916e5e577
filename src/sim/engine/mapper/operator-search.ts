import type { Operator } from './cascade.js';
import { computeSecondsOf, evaluate, leakageOf, portSeconds } from './evaluate.js';
import type { Mapping, MappingNode } from './mapping.js';
import { addToFrontier, covers, type EnergyTime, type Objective } from './objective.js';
import type { Problem } from './problem.js';
import { extentsUnderLoop, splitsOf, type Splits } from './splits.js';
import { divisorsOf, evenPieces } from './tiles.js';
import { addTransfer, computeEnd, emptyTraffic, pricedMemories, type Traffic, type Wanted } from './traffic.js';
import { largestPart, type Cut } from './trips.js';

/** A mapping of one operator and what it costs. */
export interface MappedOperator extends EnergyTime {
  readonly mapping: Mapping;
  /** Bits that its tiles take in the exchange memory. */
  readonly exchangeBits: number;
  /** The operator whose names the mapping uses. */
  readonly operator: Operator;
}

/**
 * The mappings of an operator that no other one beats in energy and time (for a single objective: the best one), found by branch and bound over the stated space:
 * - ranks: each as the operator gives it (merge those of equal use first, `merge.ts`);
 * - buffers: each tensor in any of the memories that may keep it, all orders of buffers within a stage, fan-outs between stages;
 * - loops: between two buffers, of any ranks; the first cut of a rank makes even pieces (ceil(x / q) units of what its copies below take, the last one smaller), cuts below it divide;
 * - fan-outs: `splitsOf`.
 * Two exchanges never make a mapping worse and so leave only slots of few ranks: a loop of a rank that the buffer below it lacks moves below that buffer
 * (it is filled less often), and a loop of a rank that the buffer above it has moves above that buffer (it holds less and moves as much).
 * The bound of a partial nest is its cost if no further loop were needed and every tensor took its cheapest way inwards: further loops only add trips.
 * Empty where nothing fits.
 */
export function searchOperator(problem: Problem, objective: Objective): readonly MappedOperator[] {
  if (problem.operator.kind === 'copy') return copyOf(problem);
  const frontier: MappedOperator[] = [];
  const starts = splitsOf(problem).map((splits) => startOf(problem, splits)).filter((nest) => nest !== null);
  const bounds = new Map(starts.map((nest) => [nest, boundOf(problem, nest)]));
  const rank = (nest: Nest): number => bounds.get(nest)!.energy * bounds.get(nest)!.seconds;
  for (const nest of starts.sort((a, b) => rank(a) - rank(b))) extend(problem, objective, nest, frontier);
  return frontier;
}

/** Least energy and least time, each for itself, that any mapping could have: never above those of `searchOperator`. Null where the homes alone do not fit. */
export function floorOf(problem: Problem): EnergyTime | null {
  if (problem.operator.kind === 'copy') return copyOf(problem)[0] ?? null;
  let floor: EnergyTime | null = null;
  for (const splits of splitsOf(problem)) {
    const nest = startOf(problem, splits);
    if (nest === null) continue;
    const bound = boundOf(problem, nest);
    floor = floor === null ? bound : { energy: Math.min(floor.energy, bound.energy), seconds: Math.min(floor.seconds, bound.seconds) };
  }
  return floor;
}

function copyOf(problem: Problem): readonly MappedOperator[] {
  const evaluation = evaluate(problem, []);
  const exchangeBits = problem.tensors.reduce((sum, tensor) => sum + (tensor.home === 'memory' ? 0 : homeBits(problem, tensor.bits, tensor.ranks, tensor.home)), 0);
  if (!evaluation.feasible || exchangeBits > problem.availableBits[problem.exchange]!) return [];
  return [{ energy: evaluation.energy, seconds: evaluation.seconds, mapping: [], exchangeBits, operator: problem.operator }];
}

function homeBits(problem: Problem, bits: number, ranks: number, home: string): number {
  const { loop } = problem;
  return home === 'tile' && loop !== null && (ranks >> loop.rank) & 1 ? (bits / problem.sizes[loop.rank]!) * Math.min(loop.tile, problem.sizes[loop.rank]!) : bits;
}

/** A loop nest under construction, from the outside inwards. */
interface Nest {
  /** Axes passed so far. */
  readonly depth: number;
  readonly splits: Splits;
  /** Cuts of each rank so far, with the splits that are still to come behind them. */
  readonly cuts: readonly (readonly Cut[])[];
  /** How many of them are there already. */
  readonly passed: readonly number[];
  readonly extents: readonly number[];
  /** Whether a rank was cut by a loop below the fused one: the next ones must divide. */
  readonly looped: number;
  /** Innermost memory that keeps each tensor; -1 where none does yet. */
  readonly last: readonly number[];
  readonly held: readonly number[];
  /** Ranks of the tiles in each memory. */
  readonly tiled: readonly number[];
  /** What the buffers so far move. */
  readonly traffic: Traffic;
  /** The tensor of the buffer just above; -1 behind buffers that stand where they must. */
  readonly previous: number;
  /** The same where that buffer is in this stage, so that the two could change places; otherwise -1. */
  readonly neighbour: number;
  readonly nodes: Mapping;
}

function startOf(problem: Problem, splits: Splits): Nest | null {
  const { tensors, sizes, exchange, loop } = problem;
  const extents = extentsUnderLoop(problem);
  const cuts: Cut[][] = sizes.map(() => []);
  const nodes: MappingNode[] = [];
  const traffic = emptyTraffic(problem.memories.length);
  const held = problem.memories.map(() => 0);
  const last = tensors.map(() => 0);
  const keep = (t: number): void => {
    nodes.push({ kind: 'keep', memory: problem.memories[exchange]!.level.name, tensor: tensors[t]!.name });
    held[exchange]! += homeBits(problem, tensors[t]!.bits, tensors[t]!.ranks, tensors[t]!.home);
    last[t] = exchange;
  };
  tensors.forEach(({ home }, t) => {
    if (home !== 'held' && home !== 'whole') return;
    if (home === 'held') addTransfer(problem, t, 0, exchange, cuts, sizes.map(() => 0), traffic);
    keep(t);
  });
  if (loop !== null) {
    cuts[loop.rank]!.push({ parts: loop.tile, axis: -1 });
    nodes.push({ kind: 'loop', rank: problem.ranks[loop.rank]!, tile: loop.tile });
  }
  tensors.forEach(({ home }, t) => {
    if (home === 'tile') keep(t);
  });
  if (held[exchange]! > problem.availableBits[exchange]!) return null;
  const passed = cuts.map((c) => c.length);
  return { depth: 0, splits, cuts: cuts.map((c, r) => [...c, ...splitsToCome(splits, r, 0)]), passed, extents, looped: 0, last, held, tiled: held.map(() => 0), traffic, previous: -1, neighbour: -1, nodes };
}

/** The splits of a rank from an axis on. */
function splitsToCome(splits: Splits, rank: number, fromAxis: number): Cut[] {
  const cuts: Cut[] = [];
  for (let axis = fromAxis; axis < splits.length; axis++) if (splits[axis]![rank]! > 1) cuts.push({ parts: splits[axis]![rank]!, axis });
  return cuts;
}

/** The answer of a subtree that the bound refused: then more trips in the same place are refused too. */
const refused = -1;

/**
 * Everything that a nest can become. Answers which ranks (bits) are in the tiles of buffers that were too small somewhere below: a rank that is in none of
 * them need not be cut further, since more trips only cost; or `refused`.
 */
function extend(problem: Problem, objective: Objective, nest: Nest, frontier: MappedOperator[]): number {
  const bound = boundOf(problem, nest);
  if (frontier.some((point) => covers(objective, point, bound.energy, bound.seconds))) return refused;
  const { memories, tensors } = problem;
  let open = false;
  let blocked = 0;
  for (let m = 1; m < memories.length; m++) {
    const { level, depth } = memories[m]!;
    if (depth !== nest.depth) continue;
    for (let t = 0; t < tensors.length; t++) {
      const must = level.keeps.includes(tensors[t]!.role);
      if (m <= nest.last[t]! || (!must && !level.mayKeep.includes(tensors[t]!.role))) continue;
      if (must) open = true;
      if (skipsRequired(problem, t, nest.last[t]!, m)) continue;
      const below = placeBelowLoops(problem, objective, nest, m, t, frontier);
      if (below !== refused) blocked |= below;
    }
  }
  if (open) return blocked;
  if (nest.depth < problem.axes.length) {
    const below = extend(problem, objective, crossAxis(problem, nest), frontier);
    return below === refused ? blocked : blocked | below;
  }
  addToFrontier(objective, frontier, { ...boundOf(problem, nest, true), mapping: nest.nodes, exchangeBits: nest.held[problem.exchange] ?? 0, operator: problem.operator });
  return blocked;
}

/** Whether a memory between the last one and this one must keep the tensor too: that one comes first. */
function skipsRequired({ memories, tensors }: Problem, t: number, last: number, m: number): boolean {
  for (let between = last + 1; between < m; between++) if (memories[between]!.level.keeps.includes(tensors[t]!.role)) return true;
  return false;
}

/** A buffer, below loops of every rank that it has and that the buffer above it lacks. */
function placeBelowLoops(problem: Problem, objective: Objective, nest: Nest, m: number, t: number, frontier: MappedOperator[]): number {
  const has = problem.tensors[t]!.ranks;
  const slot = nest.previous < 0 ? has : has & ~problem.tensors[nest.previous]!.ranks;
  const ranks: number[] = [];
  for (let r = 0; r < problem.sizes.length; r++) if ((slot >> r) & 1 && nest.extents[r]! > 1) ranks.push(r);
  const lastChance = wantedSingle(problem, nest, m, t);
  // Neighbours without a loop between them may change places: only one order is looked at.
  const inOrder = nest.neighbour <= t;
  const cut = (from: Nest, i: number, cutAny: boolean): number => {
    if (i === ranks.length) {
      if (!cutAny && !inOrder) return slot;
      const unmet = lastChance & moreThanUnit(from);
      if (unmet !== 0) return unmet;
      const placed = place(problem, from, m, t);
      return typeof placed === 'number' ? placed : extend(problem, objective, placed, frontier);
    }
    const r = ranks[i]!;
    const unit = unitOf(from, r);
    const units = Math.ceil(from.extents[r]! / unit);
    const pieces = (lastChance >> r) & 1 ? [1] : (from.looped >> r) & 1 || problem.rules.loopPieces === 'dividing' ? divisorsOf(units) : evenPieces(units);
    const most = largestFitting(problem, from, m, t, ranks.slice(i));
    let blocked = 0;
    let first = true;
    let index = firstAtMost(pieces, most / unit);
    if (index > 0) {
      blocked = nest.tiled[m]! | has;
      first = false;
    }
    for (; index < pieces.length; index++) {
      const piece = pieces[index]!;
      // Fewest trips first: where the bound refuses them, it refuses more trips too.
      const below = cut(piece === units ? from : withLoop(problem, from, r, piece * unit), i + 1, cutAny || piece < units);
      if (below === refused) return first ? refused : blocked;
      blocked |= below;
      if (!((below >> r) & 1)) break;
      first = false;
    }
    return blocked;
  };
  return cut(nest, 0, false);
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

/** The most values of the first of some ranks that a buffer has room for, if the others were cut to the end. */
function largestFitting(problem: Problem, nest: Nest, m: number, t: number, ranks: readonly number[]): number {
  const { ranks: has, bitsPerValue } = problem.tensors[t]!;
  let others = bitsPerValue;
  for (let r = 0; r < problem.sizes.length; r++) if ((has >> r) & 1 && r !== ranks[0]) others *= ranks.includes(r) ? unitOf(nest, r) : nest.extents[r]!;
  return (problem.availableBits[m]! - nest.held[m]!) / others;
}

/** Ranks that a register of single values further down needs cut to the end, and that no loop below this buffer can cut any more. */
function wantedSingle(problem: Problem, nest: Nest, m: number, t: number): number {
  const { memories, tensors } = problem;
  let wanted = 0;
  for (let k = 1; k < memories.length; k++) {
    const { level, depth } = memories[k]!;
    if (level.capacityBits !== 'one-value' || depth < nest.depth) continue;
    for (let w = 0; w < tensors.length; w++) if (k > nest.last[w]! && level.keeps.includes(tensors[w]!.role)) wanted |= tensors[w]!.ranks;
  }
  if (wanted === 0) return 0;
  // A later loop of a rank stands above a buffer that has it and below one that lacks it.
  const here = tensors[t]!.ranks;
  let lacking = ~here;
  let buffers = 0;
  let having = 0;
  for (let k = 1; k < memories.length; k++) {
    const { level, depth } = memories[k]!;
    if (depth < nest.depth) continue;
    for (let v = 0; v < tensors.length; v++) {
      const { role, ranks } = tensors[v]!;
      if ((k === m && v === t) || k <= nest.last[v]! || !(level.keeps.includes(role) || level.mayKeep.includes(role))) continue;
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

/** Values of a rank that the splits still to come take together. */
function unitOf(nest: Nest, r: number): number {
  let unit = 1;
  for (let a = nest.depth; a < nest.splits.length; a++) unit *= nest.splits[a]![r]!;
  return unit;
}

function withLoop(problem: Problem, nest: Nest, r: number, tile: number): Nest {
  const cuts = nest.cuts.map((c, s) => (s === r ? [...c.slice(0, nest.passed[r]), { parts: tile, axis: -1 }, ...splitsToCome(nest.splits, r, nest.depth)] : c));
  return {
    ...nest, cuts, passed: nest.passed.map((n, s) => (s === r ? n + 1 : n)), extents: nest.extents.map((x, s) => (s === r ? tile : x)),
    looped: nest.looped | (1 << r), nodes: [...nest.nodes, { kind: 'loop', rank: problem.ranks[r]!, tile }],
  };
}

/** The nest with one more buffer, or the ranks of the tiles for which the memory is too small. */
function place(problem: Problem, nest: Nest, m: number, t: number): Nest | number {
  const tensor = problem.tensors[t]!;
  let values = 1;
  for (let r = 0; r < problem.sizes.length; r++) if ((tensor.ranks >> r) & 1) values *= nest.extents[r]!;
  if (problem.memories[m]!.level.capacityBits === 'one-value' && values > 1) return tensor.ranks;
  const bits = nest.held[m]! + values * tensor.bitsPerValue;
  const ranks = nest.tiled[m]! | tensor.ranks;
  if (bits > problem.availableBits[m]!) return ranks;
  const { reads, writes, busyReads, busyWrites } = nest.traffic;
  const traffic = { reads: reads.slice(), writes: writes.slice(), busyReads: busyReads.slice(), busyWrites: busyWrites.slice() };
  addTransfer(problem, t, nest.last[t]!, m, nest.cuts, nest.passed, traffic, wantedOf(problem));
  return {
    ...nest, traffic, held: nest.held.map((h, i) => (i === m ? bits : h)), tiled: nest.tiled.map((mask, i) => (i === m ? ranks : mask)), last: nest.last.map((l, i) => (i === t ? m : l)), previous: t, neighbour: t,
    nodes: [...nest.nodes, { kind: 'keep', memory: problem.memories[m]!.level.name, tensor: tensor.name }],
  };
}

function crossAxis(problem: Problem, nest: Nest): Nest {
  const nodes: MappingNode[] = [...nest.nodes];
  const passed = [...nest.passed];
  const extents = [...nest.extents];
  nest.cuts.forEach((cuts, r) => {
    const next = cuts[passed[r]!];
    if (next?.axis !== nest.depth) return;
    passed[r]!++;
    extents[r] = largestPart(extents[r]!, next);
    nodes.push({ kind: 'split', fanOut: problem.axes[nest.depth]!.name, rank: problem.ranks[r]!, copies: next.parts });
  });
  return { ...nest, depth: nest.depth + 1, passed, extents, neighbour: -1, nodes };
}

const scratch: Traffic = emptyTraffic(32);
const least: Traffic = emptyTraffic(32);

/** The cost of a nest if no further loop were needed and every tensor took its cheapest way inwards, energy and ports each for itself. Of a whole nest the cost itself. */
function boundOf(problem: Problem, nest: Nest, whole = false): EnergyTime {
  const { memories, tensors } = problem;
  const count = memories.length;
  const wanted = wantedOf(problem);
  let energy = problem.operations * problem.compute.energyPerOperation;
  for (let m = 0; m < count; m++) {
    least.busyReads[m] = nest.traffic.busyReads[m]!;
    least.busyWrites[m] = nest.traffic.busyWrites[m]!;
    energy += nest.traffic.reads[m]! * memories[m]!.level.readEnergyPerBit + nest.traffic.writes[m]! * memories[m]!.level.writeEnergyPerBit;
  }
  const above: number[][] = [];
  for (let depth = nest.depth; depth <= problem.axes.length; depth++) above.push(aboveOf(nest, depth));
  for (let t = 0; t < tensors.length; t++) {
    const ways = waysInwards(problem, t, nest.last[t]!, whole ? nest.depth + 1 : nest.depth);
    let cheapest = Infinity;
    for (let m = 0; m < count; m++) least.reads[m] = least.writes[m] = Infinity;
    for (const way of ways) {
      for (let m = 0; m < count; m++) scratch.reads[m] = scratch.writes[m] = scratch.busyReads[m] = scratch.busyWrites[m] = 0;
      let parent = nest.last[t]!;
      for (const m of way) {
        addTransfer(problem, t, parent, m, nest.cuts, m === computeEnd ? nest.passed : above[memories[m]!.depth - nest.depth]!, scratch, wanted);
        parent = m;
      }
      let sum = 0;
      for (let m = 0; m < count; m++) {
        sum += scratch.reads[m]! * memories[m]!.level.readEnergyPerBit + scratch.writes[m]! * memories[m]!.level.writeEnergyPerBit;
        if (scratch.busyReads[m]! < least.reads[m]!) least.reads[m] = scratch.busyReads[m]!;
        if (scratch.busyWrites[m]! < least.writes[m]!) least.writes[m] = scratch.busyWrites[m]!;
      }
      if (sum < cheapest) cheapest = sum;
    }
    energy += cheapest;
    for (let m = 0; m < count; m++) {
      least.busyReads[m]! += least.reads[m]!;
      least.busyWrites[m]! += least.writes[m]!;
    }
  }
  let seconds = computeSecondsOf(problem, nest.cuts);
  for (let m = 0; m < count; m++) if ((wanted.ports >> m) & 1) seconds = Math.max(seconds, portSeconds(problem, m, least.busyReads[m]!, least.busyWrites[m]!));
  return { energy: energy + leakageOf(problem) * seconds, seconds };
}

const wantedCache = new WeakMap<Problem, Wanted>();

function wantedOf(problem: Problem): Wanted {
  let wanted = wantedCache.get(problem);
  if (wanted === undefined) wantedCache.set(problem, wanted = pricedMemories(problem));
  return wanted;
}

/** Cuts above a memory to come: those that are there, and the splits down to its depth. */
function aboveOf(nest: Nest, depth: number): number[] {
  return nest.cuts.map((cuts, r) => {
    let n = nest.passed[r]!;
    while (n < cuts.length && cuts[n]!.axis < depth) n++;
    return n;
  });
}

const wayCache = new WeakMap<Problem, Map<number, readonly (readonly number[])[]>>();

/** Memories that a tensor may yet pass on its way to the compute, one list for each choice, ending at the compute. */
function waysInwards(problem: Problem, t: number, last: number, depth: number): readonly (readonly number[])[] {
  let known = wayCache.get(problem);
  if (known === undefined) wayCache.set(problem, known = new Map<number, readonly (readonly number[])[]>());
  const key = (t * 64 + last) * 64 + depth;
  const cached = known.get(key);
  if (cached !== undefined) return cached;
  let ways: number[][] = [[]];
  for (let m = last + 1; m < problem.memories.length; m++) {
    const { level, depth: at } = problem.memories[m]!;
    const { role } = problem.tensors[t]!;
    if (at < depth) continue;
    if (level.keeps.includes(role)) ways = ways.map((way) => [...way, m]);
    else if (level.mayKeep.includes(role)) ways = ways.flatMap((way) => [way, [...way, m]]);
  }
  const made = ways.map((way) => [...way, computeEnd]);
  known.set(key, made);
  return made;
}

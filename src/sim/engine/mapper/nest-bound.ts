import { portSeconds, stepsAlong, together } from './evaluate.js';
import type { Nest } from './nest.js';
import type { EnergyTime } from './objective.js';
import type { Path } from './path.js';
import { addTransfer, computeEnd, emptyTraffic, transferEnergy, type Traffic } from './traffic.js';

/** Memories and fan-out axes that a bound has room for. */
const most = 32;
const sum: Traffic = emptyTraffic(most);
const ofWay: Traffic = emptyTraffic(most);
const leastReads = new Float64Array(most);
const leastWrites = new Float64Array(most);
const inwards = new Float64Array(most);
const above = Array.from({ length: most }, () => new Array<number>(most).fill(0));

/**
 * The energy of a nest if no further loop were needed and every tensor took its cheapest way inwards, and the time of its compute alone: further loops and
 * ports only add to them.
 */
export function quickBoundOf(nest: Nest): EnergyTime {
  const { problem } = nest;
  const { ways, spans, staleWays, staleSpans, frame } = nest.shares;
  const tensors = problem.tensors.length;
  const ranks = problem.sizes.length;
  const next = frame + 1;
  if (staleWays !== 0) countCutsAbove(nest);
  let steps = 1;
  for (let r = 0; r < ranks; r++) steps *= spans[next * ranks + r] = (staleSpans >> r) & 1 ? stepsAlong(problem, r, nest.cuts[r]!) : spans[frame * ranks + r]!;
  const seconds = steps / problem.compute.operationsPerSecond;
  let energy = problem.operations * problem.compute.energyPerOperation + problem.leakageWatts * seconds + nest.energy;
  for (let t = 0; t < tensors; t++) energy += ways[next * tensors + t] = (staleWays >> t) & 1 ? cheapestWay(nest, t) : ways[frame * tensors + t]!;
  return { energy, seconds };
}

/** Runs `inside` with the quick bound of the nest; what follows works out only what changes from here on. */
export function withQuickBound(nest: Nest, inside: (quick: EnergyTime) => number): number {
  const { shares } = nest;
  const { staleWays, staleSpans } = shares;
  const quick = quickBoundOf(nest);
  shares.frame++;
  shares.staleWays = shares.staleSpans = 0;
  const answer = inside(quick);
  shares.frame--;
  shares.staleWays = staleWays;
  shares.staleSpans = staleSpans;
  return answer;
}

/** The same with the time of the ports, each asked for the least that any way inwards asks of it. */
export function boundOf(nest: Nest, quick: EnergyTime): EnergyTime {
  const { problem } = nest;
  const { path, memories, priced, tensors } = problem;
  const count = memories.length;
  clear(sum, count);
  countCutsAbove(nest);
  addPlaced(nest);
  for (let t = 0; t < tensors.length; t++) addLeast(nest, t);
  let { seconds } = quick;
  for (let m = 0; m < count; m++) if ((priced.ports >> m) & 1) seconds = together(problem, seconds, portSeconds(problem, m, sum.busyReads[m]!, sum.busyWrites[m]!));
  return { energy: quick.energy + path.leakageWatts * (seconds - quick.seconds), seconds };
}

/** What one tensor adds to the energy of `quickBoundOf` at the start of a nest: the buffer that its home gives it, and its cheapest way inwards. */
export function energyOfTensor(nest: Nest, t: number): number {
  countCutsAbove(nest);
  return nest.energy + cheapestWay(nest, t);
}

/** What one tensor asks of the ports of each memory at the start of a nest. */
export function portsOfTensor(nest: Nest, t: number, reads: Float64Array, writes: Float64Array): void {
  const count = nest.problem.memories.length;
  countCutsAbove(nest);
  clear(sum, count);
  addPlaced(nest);
  addLeast(nest, t);
  for (let m = 0; m < count; m++) {
    reads[m] = sum.busyReads[m]!;
    writes[m] = sum.busyWrites[m]!;
  }
}

/** Of each memory a tensor may yet pass the least energy from there inwards, innermost memory first. */
function cheapestWay(nest: Nest, t: number): number {
  const { problem, cuts, passed, last } = nest;
  const from = last[t]!;
  for (const { parent, children } of hopsInwards(problem.path, problem.tensors[t]!.roleBit, from, nest.depth)) {
    let cheapest = Infinity;
    for (const child of children) {
      const energy = child === computeEnd ? transferEnergy(problem, t, parent, child, cuts, passed)
        : inwards[child]! + transferEnergy(problem, t, parent, child, cuts, above[problem.memories[child]!.depth]!);
      if (energy < cheapest) cheapest = energy;
    }
    inwards[parent] = cheapest;
  }
  return inwards[from]!;
}

/** Adds to `sum` what the buffers so far ask of the ports. */
function addPlaced({ problem, placed, buffers, cuts }: Nest): void {
  for (let i = 0; i < buffers; i++) {
    const { tensor, parent, memory, above: cutsAbove } = placed[i]!;
    addTransfer(problem, tensor, parent, memory, cuts, cutsAbove, sum, problem.priced);
  }
}

/** Adds to `sum` the least that any way of a tensor asks of each port. */
function addLeast(nest: Nest, t: number): void {
  const ways = waysOf(nest, t);
  if (ways.length === 1) {
    goInwards(nest, t, ways[0]!, sum);
    return;
  }
  const count = nest.problem.memories.length;
  leastReads.fill(Infinity, 0, count);
  leastWrites.fill(Infinity, 0, count);
  for (const way of ways) {
    clear(ofWay, count);
    goInwards(nest, t, way, ofWay);
    for (let m = 0; m < count; m++) {
      if (ofWay.busyReads[m]! < leastReads[m]!) leastReads[m] = ofWay.busyReads[m]!;
      if (ofWay.busyWrites[m]! < leastWrites[m]!) leastWrites[m] = ofWay.busyWrites[m]!;
    }
  }
  for (let m = 0; m < count; m++) {
    sum.busyReads[m]! += leastReads[m]!;
    sum.busyWrites[m]! += leastWrites[m]!;
  }
}

function clear({ busyReads, busyWrites }: Traffic, count: number): void {
  for (let m = 0; m < count; m++) busyReads[m] = busyWrites[m] = 0;
}

function goInwards(nest: Nest, t: number, way: readonly number[], into: Traffic): void {
  const { problem, cuts, passed } = nest;
  let parent = nest.last[t]!;
  for (const m of way) {
    addTransfer(problem, t, parent, m, cuts, m === computeEnd ? passed : above[problem.memories[m]!.depth]!, into, problem.priced);
    parent = m;
  }
}

/** For each stage to come the cuts above its memories: those that are there, and the splits down to it. */
function countCutsAbove({ problem, depth, cuts, passed }: Nest): void {
  for (let r = 0; r < cuts.length; r++) {
    const of = cuts[r]!;
    let n = passed[r]!;
    for (let d = depth; d <= problem.axes.length; d++) {
      while (n < of.length && of[n]!.axis < d) n++;
      above[d]![r] = n;
    }
  }
}

/** A memory (or where a tensor is) and the memories that the tensor may enter next, or the compute. */
interface Hop {
  readonly parent: number;
  readonly children: readonly number[];
}

const hops = new WeakMap<Path, (readonly Hop[] | undefined)[]>();

/** The memories from a depth on that a tensor of a role may yet pass, innermost first, and last where it is. */
export function hopsInwards(path: Path, role: number, last: number, depth: number): readonly Hop[] {
  let known = hops.get(path);
  if (known === undefined) hops.set(path, known = []);
  return known[(role * most + last) * most + depth] ??= everyHop(path, role, last, depth);
}

function everyHop({ memories }: Path, role: number, last: number, depth: number): readonly Hop[] {
  const made: Hop[] = [];
  let children: readonly number[] = [computeEnd];
  for (let m = memories.length - 1; m > last; m--) {
    const { keeps, mayKeep, depth: at } = memories[m]!;
    if (at < depth || ((keeps | mayKeep) & role) === 0) continue;
    made.push({ parent: m, children });
    children = keeps & role ? [m] : [...children, m];
  }
  made.push({ parent: last, children });
  return made;
}

/** The ways that a tensor may yet take: the memories on it, one list for each choice, ending at the compute. */
export function waysOf({ problem, last, depth }: Nest, t: number): readonly (readonly number[])[] {
  const { path, tensors } = problem;
  let known = ways.get(path);
  if (known === undefined) ways.set(path, known = []);
  return known[(tensors[t]!.roleBit * most + last[t]!) * most + depth] ??= everyWay(hopsInwards(path, tensors[t]!.roleBit, last[t]!, depth), last[t]!);
}

const ways = new WeakMap<Path, (readonly (readonly number[])[] | undefined)[]>();

function everyWay(of: readonly Hop[], from: number): readonly (readonly number[])[] {
  const { children } = of.find(({ parent }) => parent === from)!;
  return children.flatMap((child) => (child === computeEnd ? [[computeEnd]] : everyWay(of, child).map((way) => [child, ...way])));
}

import type { Mapping } from './mapping.js';
import { tilesAtATime, type Problem } from './problem.js';
import { addTransfer, computeEnd, emptyTraffic, type Traffic } from './traffic.js';
import { largestPart, span, type Cut } from './trips.js';

/** What one memory does for an operator. */
export interface MemoryUse {
  readonly memory: string;
  readonly readBits: number;
  readonly writeBits: number;
  readonly energy: number;
  /** Seconds that the ports of its busiest instance take. */
  readonly seconds: number;
  /** Bits of tiles that one instance holds at a time. */
  readonly heldBits: number;
}

/** A buffer that is too small for the tiles that a mapping keeps in it. */
export interface Overflow {
  readonly memory: string;
  readonly neededBits: number;
  readonly availableBits: number;
  readonly tensors: readonly string[];
}

export type Evaluation =
  | {
    readonly feasible: true;
    readonly energy: number;
    /** The largest of the component times, or their sum: `rules.overlap`. */
    readonly seconds: number;
    readonly computeSeconds: number;
    readonly computeEnergy: number;
    readonly leakageEnergy: number;
    readonly memories: readonly MemoryUse[];
  }
  | { readonly feasible: false; readonly reasons: readonly Overflow[] };

/** Energy and time of one mapping in closed form, or which buffers it overfills. A mapping that is no loop nest of the operator is a RangeError. */
export function evaluate(problem: Problem, mapping: Mapping): Evaluation {
  if (problem.operator.kind === 'copy') return evaluateCopy(problem);
  const { memories, tensors, ranks } = problem;
  const cuts: Cut[][] = ranks.map(() => []);
  const traffic = emptyTraffic(memories.length);
  const held = memories.map(() => 0);
  const kept: string[][] = memories.map(() => []);
  const last = tensors.map(({ home }): number => (home === 'memory' || home === 'held' ? 0 : -1));
  const reasons: Overflow[] = [];
  const extents = [...problem.sizes];
  for (const node of mapping) {
    if (node.kind !== 'keep') {
      const r = ranks.indexOf(node.rank);
      const axis = node.kind === 'split' ? problem.axes.findIndex(({ name }) => name === node.fanOut) : -1;
      const cut: Cut = { parts: node.kind === 'split' ? node.copies : node.tile, axis };
      if (r < 0 || cut.parts < 1 || (node.kind === 'split' && axis < 0)) throw new RangeError(`no cut of ${problem.operator.name}: ${JSON.stringify(node)}`);
      cuts[r]!.push(cut);
      extents[r] = largestPart(extents[r]!, cut);
      continue;
    }
    const m = memories.findIndex(({ level }) => level.name === node.memory);
    const t = tensors.findIndex(({ name }) => name === node.tensor);
    if (m < 0 || t < 0 || m <= last[t]!) throw new RangeError(`no buffer of ${problem.operator.name}: ${JSON.stringify(node)}`);
    const values = extents.reduce((product, x, r) => ((tensors[t]!.ranks >> r) & 1 ? product * x : product), 1);
    const handedOn = m === problem.exchange && tensors[t]!.home !== 'memory';
    held[m]! += values * tensors[t]!.bitsPerValue * (handedOn || memories[m]!.level.capacityBits === 'one-value' ? 1 : tilesAtATime(problem));
    kept[m]!.push(node.tensor);
    if (memories[m]!.level.capacityBits === 'one-value' && values > 1) {
      reasons.push({ memory: node.memory, neededBits: values * tensors[t]!.bitsPerValue, availableBits: tensors[t]!.bitsPerValue, tensors: [node.tensor] });
    }
    if (last[t]! >= 0) addTransfer(problem, t, last[t]!, m, cuts, cuts.map((c) => c.length), traffic);
    last[t] = m;
  }
  problem.availableBits.forEach((availableBits, m) => {
    if (held[m]! > availableBits) reasons.push({ memory: memories[m]!.level.name, neededBits: held[m]!, availableBits, tensors: kept[m]! });
  });
  if (reasons.length > 0) return { feasible: false, reasons };
  tensors.forEach((tensor, t) => {
    if (last[t]! < 0) throw new RangeError(`${problem.operator.name} keeps ${tensor.name} nowhere`);
    addTransfer(problem, t, last[t]!, computeEnd, cuts, cuts.map((c) => c.length), traffic);
  });
  return priced(problem, traffic, computeSecondsOf(problem, cuts), held);
}

/** Steps of the busiest compute unit over its rate. */
export function computeSecondsOf(problem: Problem, cuts: readonly (readonly Cut[])[]): number {
  let steps = 1;
  for (let r = 0; r < problem.sizes.length; r++) steps *= stepsAlong(problem, r, cuts[r]!);
  return steps / problem.compute.operationsPerSecond;
}

/** Values of a rank that the busiest compute unit goes over. */
export function stepsAlong({ sizes }: Problem, r: number, cuts: readonly Cut[]): number {
  return span(sizes[r]!, cuts, 0, cuts.length, -1);
}

/** Seconds of the ports of a memory for bits of its busiest instance. */
export function portSeconds(problem: Problem, memory: number, readBits: number, writeBits: number): number {
  const { readBitsPerSecond, writeBitsPerSecond, ports } = problem.memories[memory]!.level;
  const reading = readBits / readBitsPerSecond;
  const writing = writeBits / writeBitsPerSecond;
  return ports === 'shared' ? reading + writing : Math.max(reading, writing);
}

/** Seconds of two components, or of some and one more. */
export function together({ rules }: Problem, a: number, b: number): number {
  return rules.overlap === 'perfect' ? Math.max(a, b) : a + b;
}

function priced(problem: Problem, traffic: Traffic, computeSeconds: number, held: readonly number[]): Evaluation {
  const memories = problem.memories.map(({ level }, m): MemoryUse => ({
    memory: level.name, readBits: traffic.reads[m]!, writeBits: traffic.writes[m]!,
    energy: traffic.reads[m]! * level.readEnergyPerBit + traffic.writes[m]! * level.writeEnergyPerBit,
    seconds: portSeconds(problem, m, traffic.busyReads[m]!, traffic.busyWrites[m]!), heldBits: held[m]!,
  }));
  const seconds = memories.reduce((sofar, memory) => together(problem, sofar, memory.seconds), computeSeconds);
  const computeEnergy = problem.operations * problem.compute.energyPerOperation;
  const leakageEnergy = problem.leakageWatts * seconds;
  return { feasible: true, energy: memories.reduce((sum, memory) => sum + memory.energy, computeEnergy + leakageEnergy), seconds, computeSeconds, computeEnergy, leakageEnergy, memories };
}

/** A copy whose ends are in one memory is a name for what is there. Otherwise it is read once and written once. */
function evaluateCopy(problem: Problem): Evaluation {
  const traffic = emptyTraffic(problem.memories.length);
  const place = (home: string): number => (home === 'memory' || home === 'held' ? 0 : problem.exchange);
  const input = problem.tensors.find(({ isOutput }) => !isOutput)!;
  const output = problem.tensors.find(({ isOutput }) => isOutput)!;
  const [from, to] = [place(input.home), place(output.home)];
  if (from !== to) {
    traffic.reads[from] = traffic.busyReads[from] = input.bits;
    traffic.writes[to] = traffic.busyWrites[to] = output.bits;
  }
  return priced(problem, traffic, 0, problem.memories.map(() => 0));
}

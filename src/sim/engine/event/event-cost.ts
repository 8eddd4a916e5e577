import type { BoundBy } from '../../model/result.js';
import { ticksPerCycle, type Program } from '../../model/program.js';
import { addAnalyticCost } from '../analytic.js';
import { addCost, clearCost, emptyCost, type Cost } from '../cost.js';
import type { CostContext, Task } from '../task.js';
import { rowsOfProduct } from '../work.js';
import { runProgram, type ProgramRun } from './run-program.js';
import { bookStalls } from './stall-times.js';
import { tileProgram } from './tile-program.js';

/** An op and its epilogues: more of them than any graph has. */
const counted: Cost[] = Array.from({ length: 8 }, emptyCost);

/** The program of a task in one pass over `context` tokens: the machine's own instructions, or the tile pipeline of a matrix product; null for ops outside an array. */
export function taskProgram(at: CostContext, task: Task, mode: number, context: number): Program | null {
  const { op, epilogues, format, group } = task;
  if (at.tiled.program !== undefined) {
    return at.tiled.program({ op, epilogues, format, scheme: at.scheme, pass: at.pass, context, rows: rowsOfProduct(op, group, at.pass), mode, arrayMode: at.tiled.modes[mode]! });
  }
  return op.kind === 'linear' || op.kind === 'scores' || op.kind === 'values' ? tileProgram(at, task, op, mode, context) : null;
}

/**
 * Adds the cost of a task in `times` equal passes over `context` tokens, its times from running its program; counts and bytes are those of the closed form.
 * An op outside an array is a load, vector work and a store one after the other, which the closed form adds up exactly.
 */
export function addEventCost(at: CostContext, task: Task, mode: number, context: number, times: number, costs: readonly Cost[]): void {
  const count = task.epilogues.length + 1;
  for (let i = 0; i < count; i++) clearCost(counted[i]!);
  addAnalyticCost(at, task, mode, context, 1, counted);
  const program = taskProgram(at, task, mode, context);
  if (program !== null) takeTimes(at, mode, program, runProgram(program), count);
  for (let i = 0; i < count; i++) addCost(costs[i]!, counted[i]!, times);
}

/** Replaces the times of the closed form. Time that waits for the vector unit belongs to the epilogues, by how long each keeps it; the rest to the op. */
function takeTimes(at: CostContext, mode: number, program: Program, run: ProgramRun, count: number): void {
  const second = 1 / (ticksPerCycle * at.tiled.coreCyclesPerSecond);
  const main = counted[0]!;
  let epilogueBusy = 0;
  for (let i = 1; i < count; i++) epilogueBusy += counted[i]!.busyVector;
  const behind = epilogueBusy > 0 ? run.bound.vector * second : 0;
  for (let i = 1; i < count; i++) {
    const cost = counted[i]!;
    setTimes(cost, { compute: 0, memory: 0, vector: epilogueBusy > 0 ? (behind * cost.busyVector) / epilogueBusy : 0, overhead: 0 });
  }
  const { compute, memory, vector, overhead } = run.bound;
  // Programs know no buses of an engine but those that streams are slower for: they make a run longer by what they do in the closed form.
  setTimes(main, { compute: compute * second, memory: memory * second + main.addedByFeed, vector: vector * second - behind, overhead: overhead * second });
  const busy = { load: 0, store: 0, array: 0, vector: 0, control: 0 };
  program.units.forEach(({ role }, i) => { busy[role] += run.units[i]!.busy * second; });
  main.busyArray0 = mode === 0 ? busy.array : 0;
  main.busyArray1 = mode === 0 ? 0 : busy.array;
  if (at.tiled.feed === undefined) main.busyLoad = busy.load;
  for (let i = 1; i < count; i++) counted[i]!.busyLoad = 0;
  main.busyStore = busy.store;
  bookStalls(program, run, second, main);
  scaleVector(busy.vector, main, epilogueBusy, count);
}

/** The vector unit's busy time, shared out as the closed form has it. */
function scaleVector(busy: number, main: Cost, epilogueBusy: number, count: number): void {
  const all = epilogueBusy + main.busyVector;
  for (let i = 0; i < count; i++) counted[i]!.busyVector = all > 0 ? (busy * counted[i]!.busyVector) / all : 0;
}

function setTimes(cost: Cost, { compute, memory, vector, overhead }: BoundBy): void {
  cost.compute = compute;
  cost.memory = memory;
  cost.vector = vector;
  cost.overhead = overhead;
  cost.latency = compute + memory + vector + overhead;
}

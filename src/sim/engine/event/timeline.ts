import type { Op } from '../../model/op-graph.js';
import { ticksPerCycle, type StallCause } from '../../model/program.js';
import { decodePass, passCount, prefillPass, type Pass } from '../../model/scenario.js';
import { emptyCost, type Cost } from '../cost.js';
import { planOf } from '../mapping-plan.js';
import type { ChosenTask, MappingPlan } from '../phase.js';
import type { SimulationInput } from '../simulate.js';
import { tasksOf, type CostContext, type Task } from '../task.js';
import { passOf } from '../task-pass.js';
import { productsOf } from '../work.js';
import { addAnalyticCost } from '../analytic.js';
import { taskProgram } from './event-cost.js';
import { runProgram } from './run-program.js';

/** A stretch of time on a track: an instruction on a unit, an op, or a run of repetitions that were not stepped through. */
export interface Slice {
  readonly phase: Pass['phase'];
  readonly track: string;
  readonly label: string;
  readonly startSeconds: number;
  readonly seconds: number;
  /** Why the unit had stood still before it, and for how long. */
  readonly stall?: StallCause;
  readonly stalledSeconds?: number;
  /** How many repetitions it stands for. */
  readonly repeats?: number;
}

/** The ops of each phase on this track; the units of the machine are the others. */
export const opTrack = 'ops';

/**
 * What happens when: one prefill pass and the first decode step. Of equal layers the first is stepped through, and of a loop as many iterations as come before
 * its state repeats; the rest are one slice that says how many. Empty for a machine without tiles. So its size depends on the graph, not on the length of the run.
 */
export function timelineOf(input: SimulationInput): readonly Slice[] {
  if (input.machine.tiled === null) return [];
  const slices: Slice[] = [];
  const steps = decodePass(input.scenario);
  const plan = planOf(input.mapping ?? 'rule');
  const prefill = passSlices(input, plan, prefillPass(input.scenario), 0, slices);
  if (steps !== undefined) {
    const first = { ...steps, lastContext: steps.firstContext };
    const end = passSlices(input, plan, first, prefill, slices);
    const more = passCount(steps) - 1;
    if (more > 0) slices.push({ phase: 'decode', track: opTrack, label: `${more} more decode steps`, startSeconds: end, seconds: 0, repeats: more });
  }
  return slices;
}

/** One pass, beginning at `start`. Returns its end. */
function passSlices(input: SimulationInput, plan: MappingPlan, pass: Pass, start: number, slices: Slice[]): number {
  const { machine, scheme, graph } = input;
  if (machine.tiled === null) return start;
  const tasks = tasksOf(graph, scheme);
  let now = start;
  for (const group of graph.groups) {
    const layer = now;
    for (const task of tasks) {
      const own = task.group === group ? passOf(task, pass) : null;
      if (own === null) continue;
      const end = taskSlices(plan.choose({ machine, tiled: machine.tiled, scheme, pass: own }, task), task, now, slices);
      now = moreProducts(task, own, now, end, slices);
    }
    if (group.repeat === 1 || now === layer) continue;
    const seconds = (group.repeat - 1) * (now - layer);
    slices.push({ phase: pass.phase, track: opTrack, label: `${group.repeat - 1} more of ${group.name}`, startSeconds: now, seconds, repeats: group.repeat - 1 });
    now += seconds;
  }
  return now;
}

/** Of an op of experts one product was stepped through: the expected others are one slice. Returns its end. */
function moreProducts(task: Task, pass: Pass, start: number, end: number, slices: Slice[]): number {
  const others = productsOf(task.op, task.group, pass) - 1;
  if (others <= 0) return end;
  const seconds = others * (end - start);
  slices.push({ phase: pass.phase, track: opTrack, label: `${Number(others.toPrecision(4))} more experts of ${task.op.name}`, startSeconds: end, seconds, repeats: others });
  return end + seconds;
}

function taskSlices({ at, mode }: ChosenTask, task: Task, start: number, slices: Slice[]): number {
  const { pass, tiled } = at;
  const { phase, lastContext: context } = pass;
  const program = taskProgram(at, task, mode, context);
  const label = [task.op, ...task.epilogues].map((op: Op) => op.name).join(' + ');
  if (program === null) return serialSlices(at, task, mode, label, start, slices);
  const second = 1 / (ticksPerCycle * tiled.coreCyclesPerSecond);
  const place = slices.length;
  const run = runProgram(program, {
    executed: (instruction, ticks, stall, idle) => {
      if (instruction.ticks === 0) return;
      slices.push({
        phase, track: program.units[instruction.unit]!.name, label: instruction.label, startSeconds: start + ticks * second, seconds: instruction.ticks * second,
        ...(stall === null ? {} : { stall, stalledSeconds: idle * second }),
      });
    },
    skipped: (iterations, from, ticks) => {
      slices.push({ phase, track: opTrack, label: `${iterations} more iterations of ${label}`, startSeconds: start + from * second, seconds: ticks * second, repeats: iterations });
    },
  });
  const seconds = run.ticks * second;
  slices.splice(place, 0, { phase, track: opTrack, label, startSeconds: start, seconds });
  return start + seconds;
}

/** An op outside the array: a load, vector work and a store, one after the other. */
function serialSlices(at: CostContext, task: Task, mode: number, label: string, start: number, slices: Slice[]): number {
  const costs: Cost[] = [task.op, ...task.epilogues].map(emptyCost);
  addAnalyticCost(at, task, mode, at.pass.lastContext, 1, costs);
  const total = (of: (cost: Cost) => number): number => costs.reduce((sum, cost) => sum + of(cost), 0);
  const { phase } = at.pass;
  const seconds = total((cost) => cost.latency);
  slices.push({ phase, track: opTrack, label, startSeconds: start, seconds });
  let now = start;
  for (const [track, busy] of [['load', total((cost) => cost.busyLoad)], ['vector', total((cost) => cost.busyVector)], ['store', total((cost) => cost.busyStore)]] as const) {
    if (busy > 0) slices.push({ phase, track, label, startSeconds: now, seconds: busy });
    now += busy;
  }
  return start + seconds;
}

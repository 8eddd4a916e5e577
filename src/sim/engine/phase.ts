import type { Architecture, Fidelity } from '../model/architecture.js';
import type { Op } from '../model/op-graph.js';
import type { QuantizationScheme } from '../model/quantization.js';
import { passCount, type Pass } from '../model/scenario.js';
import { addAnalyticCost } from './analytic.js';
import { clearCost, emptyCost, type Cost } from './cost.js';
import { addSteps } from './steps.js';
import { addEventCost } from './event/event-cost.js';
import { addRooflineCost } from './roofline.js';
import type { CostContext, Task } from './task.js';
import { chooseMode } from './tiling.js';
import { emptyWork, growsWithContext, workOf } from './work.js';

/** Takes the cost of one op over all steps of a phase, for one of its `repeat` equal layers. The record is reused. */
export type CostSink = (task: Task, op: Op, cost: Cost, repeat: number) => void;

/** An op and its epilogues: more of them than any graph has. */
const sum: Cost[] = Array.from({ length: 8 }, emptyCost);
const work = emptyWork();

/** Costs every op of a phase at a fidelity; decode is integrated over every step, never sampled. */
export function costPhase(machine: Architecture, tasks: readonly Task[], scheme: QuantizationScheme, pass: Pass, fidelity: Fidelity, sink: CostSink): void {
  for (let i = 0; i < tasks.length; i++) {
    const task = tasks[i]!;
    if (fidelity === 'roofline') costRoofline(machine, task, scheme, pass, sink);
    else costTiled(machine, task, scheme, pass, fidelity, sink);
  }
}

function costRoofline(machine: Architecture, task: Task, scheme: QuantizationScheme, pass: Pass, sink: CostSink): void {
  const cost = sum[0]!;
  for (let i = -1; i < task.epilogues.length; i++) {
    const op = i < 0 ? task.op : task.epilogues[i]!;
    clearCost(cost);
    addRooflineCost(machine, task.group, op, task.format, scheme, pass, cost);
    sink(task, op, cost, task.group.repeat);
  }
}

function costTiled(machine: Architecture, task: Task, scheme: QuantizationScheme, pass: Pass, fidelity: 'analytic' | 'event', sink: CostSink): void {
  const at: CostContext = { machine, tiled: machine.tiled!, scheme, pass };
  const count = task.epilogues.length + 1;
  for (let i = 0; i < count; i++) clearCost(sum[i]!);
  const mode = modeOf(at, task);
  if (fidelity === 'event') addEvents(at, task, mode, sum);
  else if (taskGrows(at, task)) addSteps(at, task, mode, sum);
  else addAnalyticCost(at, task, mode, pass.lastContext, passCount(pass), sum);
  sink(task, task.op, sum[0]!, task.group.repeat);
  for (let i = 1; i < count; i++) sink(task, task.epilogues[i - 1]!, sum[i]!, task.group.repeat);
}

/** Runs the program of every step whose context changes it; of the others once. */
function addEvents(at: CostContext, task: Task, mode: number, sums: readonly Cost[]): void {
  const { pass } = at;
  if (!taskGrows(at, task)) {
    addEventCost(at, task, mode, pass.lastContext, passCount(pass), sums);
    return;
  }
  for (let context = pass.firstContext; context <= pass.lastContext; context++) addEventCost(at, task, mode, context, 1, sums);
}

/** The mode that a task runs on in all steps of a phase: the best at its last context. */
export function modeOf(at: CostContext, task: Task): number {
  const { op } = task;
  if (op.kind !== 'linear' && op.kind !== 'scores' && op.kind !== 'values') return 0;
  workOf(op, task.group, task.format, at.scheme, at.pass, at.pass.lastContext, work);
  return chooseMode(at, op, task, at.pass.lastContext, work);
}

/** True where a decode step costs more the longer the context. */
export function taskGrows(at: CostContext, task: Task): boolean {
  return growsWithContext(task.op) || (task.op.kind === 'cache-append' && at.tiled.concatenatesCache);
}

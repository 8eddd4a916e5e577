import type { Architecture, ArrayMode, Fidelity } from '../model/architecture.js';
import type { Op } from '../model/op-graph.js';
import type { QuantizationScheme } from '../model/quantization.js';
import { passCount, type Pass } from '../model/scenario.js';
import { addAnalyticCost } from './analytic.js';
import { clearCost, emptyCost, type Cost } from './cost.js';
import { addSteps } from './steps.js';
import { addEventCost } from './event/event-cost.js';
import { addRooflineCost } from './roofline.js';
import type { CostContext, Task } from './task.js';
import { passOf } from './task-pass.js';
import { chooseMode } from './tiling.js';
import { emptyWork, growsWithContext, productsOf, workOf } from './work.js';

/** A task on the mode that it runs on. Where that has another tile than the machine's own, the machine of `at` has it in its place. */
export interface ChosenTask {
  readonly at: CostContext;
  readonly mode: number;
  /** How good the mapping is, where it was searched. */
  readonly found?: FoundMapping;
  /** What it reads and writes on the chip by the mapping, where it does. */
  readonly kept?: Kept;
}

/** Activations of a product that do not leave the chip: its left operand, the second operand of what follows on its output, and its output. */
export interface Kept {
  readonly input: boolean;
  readonly operands: boolean;
  readonly output: boolean;
}

/** A mapping that a search has found, with its seconds in all passes of the phase: of the product and of what follows on its output, by the closed form. */
export interface FoundMapping {
  readonly mode: number;
  readonly array: ArrayMode;
  readonly seconds: number;
  /** The same of the fastest mapping of the space: `seconds` is no more than a thousandth above it. */
  readonly leastSeconds: number;
  /** The same with what the rule takes. */
  readonly ruleSeconds: number;
  /** No mapping on the machine is faster. */
  readonly lowerBoundSeconds: number;
  /** Mappings, and tiles with open pieces, whose time was worked out. */
  readonly candidates: number;
  /** True where no candidate of the space is faster than `leastSeconds`. */
  readonly optimal: boolean;
}

/** How matrix products are mapped: the same in all steps of a phase. */
export interface MappingPlan {
  choose(at: CostContext, task: Task): ChosenTask;
}

/** The mode that takes least, with the tiles of the design. */
export const rulePlan: MappingPlan = { choose: (at, task) => ({ at, mode: modeOf(at, task) }) };

/** Takes the cost of one op over all steps of a phase, for one of its `repeat` equal layers. The record is reused. */
export type CostSink = (task: Task, op: Op, cost: Cost, repeat: number) => void;

/** An op and its epilogues: more of them than any graph has. */
const sum: Cost[] = Array.from({ length: 8 }, emptyCost);
const work = emptyWork();

/** Costs every op of a phase at a fidelity; decode is integrated over every step, never sampled. The roofline knows no mappings. */
export function costPhase(machine: Architecture, tasks: readonly Task[], scheme: QuantizationScheme, pass: Pass, fidelity: Fidelity, sink: CostSink, plan: MappingPlan = rulePlan): void {
  for (let i = 0; i < tasks.length; i++) {
    const task = tasks[i]!;
    const own = passOf(task, pass);
    if (own === null) continue;
    if (fidelity === 'roofline') costRoofline(machine, task, scheme, own, sink);
    else costTiled(plan.choose({ machine, tiled: machine.tiled!, scheme, pass: own }, task), task, fidelity, sink);
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

function costTiled({ at, mode }: ChosenTask, task: Task, fidelity: 'analytic' | 'event', sink: CostSink): void {
  const count = task.epilogues.length + 1;
  for (let i = 0; i < count; i++) clearCost(sum[i]!);
  if (fidelity === 'event') addEvents(at, task, mode, sum);
  else addPhaseCost(at, task, mode, sum);
  sink(task, task.op, sum[0]!, task.group.repeat);
  for (let i = 1; i < count; i++) sink(task, task.epilogues[i - 1]!, sum[i]!, task.group.repeat);
}

/** Adds the closed form of a task over all passes of a phase. */
export function addPhaseCost(at: CostContext, task: Task, mode: number, sums: readonly Cost[]): void {
  if (taskGrows(at, task)) addSteps(at, task, mode, sums);
  else addAnalyticCost(at, task, mode, at.pass.lastContext, executionsOf(at, task), sums);
}

/** Equal executions of a task whose cost does not grow, in all passes of a phase: one a pass, or one for each distinct expert. */
function executionsOf({ pass }: CostContext, { op, group }: Task): number {
  return passCount(pass) * productsOf(op, group, pass);
}

/** Runs the program of every step whose context changes it; of the others once. */
function addEvents(at: CostContext, task: Task, mode: number, sums: readonly Cost[]): void {
  const { pass } = at;
  if (!taskGrows(at, task)) {
    addEventCost(at, task, mode, pass.lastContext, executionsOf(at, task), sums);
    return;
  }
  for (let context = pass.firstContext; context <= pass.lastContext; context++) addEventCost(at, task, mode, context, 1, sums);
}

/** The mode that the rule has a task run on in all steps of a phase: the best at its last context. */
export function modeOf(at: CostContext, task: Task): number {
  const { op } = task;
  if (op.kind !== 'linear' && op.kind !== 'scores' && op.kind !== 'values') return 0;
  workOf(op, task.group, task.format, at.scheme, at.pass, at.pass.lastContext, work);
  return chooseMode(at, op, task, at.pass.lastContext, work);
}

/** True where a decode step costs more the longer the context. */
export function taskGrows(at: CostContext, task: Task): boolean {
  return growsWithContext(task.op) || (task.op.kind === 'cache-append' && task.op.recurrent !== true && at.tiled.concatenatesCache);
}

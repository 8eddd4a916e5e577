import { computed, given, type Explained } from '../core/explained.js';
import { emptyCost, type Cost } from './cost.js';
import { addEventCost, taskProgram } from './event/event-cost.js';
import { runProgram } from './event/run-program.js';
import type { CostContext, Task } from './task.js';

/** One execution of a task and its epilogues event by event: the critical path through its instructions, by what it consists of. */
export function explainEvents(at: CostContext, task: Task, mode: number, context: number): Explained[] {
  const costs = [task.op, ...task.epilogues].map(emptyCost);
  addEventCost(at, task, mode, context, 1, costs);
  const program = taskProgram(at, task, mode, context);
  const source = program === null ? 'load, vector work and store, one after the other' : pathSource(runProgram(program).instructions, program.units.map(({ name }) => name));
  return costs.map((cost) => execution(cost, source));
}

function pathSource(instructions: number, units: readonly string[]): string {
  return `critical path through ${instructions} instructions on ${units.join(', ')}`;
}

function execution(cost: Cost, source: string): Explained {
  return computed('execution', cost.latency, 's', 'compute + memory + vector + overhead', (['compute', 'memory', 'vector', 'overhead'] as const).map((part) => given(part, cost[part], 's', source)));
}

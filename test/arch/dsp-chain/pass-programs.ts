import { modeOf } from '../../../src/sim/engine/phase.js';
import { tasksOf, type Task } from '../../../src/sim/engine/task.js';
import { rowsOf } from '../../../src/sim/engine/work.js';
import type { SimulationInput } from '../../../src/sim/engine/simulate.js';
import type { Program } from '../../../src/sim/model/program.js';
import { decodePass, prefillPass, type Pass } from '../../../src/sim/model/scenario.js';
import { inputOfExample, stepAt } from '../../kit/fixtures.js';

export type Phase = 'prefill' | 'decode';

/** A bundled experiment with a prompt of so many tokens, or a decode step that sees so many. */
export function experimentAt(file: string, phase: Phase, tokens: number, changes: Readonly<Record<string, unknown>> = {}): { readonly input: SimulationInput; readonly pass: Pass; readonly tasks: readonly Task[] } {
  const scenario = phase === 'prefill' ? { 'workload.scenario.promptTokens': tokens, 'workload.scenario.outputTokens': 1 } : stepAt(tokens);
  const input = inputOfExample(file, { ...scenario, ...changes });
  return { input, pass: phase === 'prefill' ? prefillPass(input.scenario) : decodePass(input.scenario)!, tasks: tasksOf(input.graph, input.scheme) };
}

/** The program of a task in the last pass of a phase. */
export function programOf({ machine, scheme }: SimulationInput, pass: Pass, task: Task, mode?: number): Program {
  const { op, epilogues, format, group } = task;
  const tiled = machine.tiled!;
  return tiled.program!({ op, epilogues, format, scheme, pass, context: pass.lastContext, rows: rowsOf(group, pass), mode: mode ?? modeOf({ machine, tiled, scheme, pass }, task) });
}

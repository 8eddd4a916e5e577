import { workerData } from 'piscina';
import type { Evaluation, SearchProblem } from '../problem/search-problem.js';
import { columnsOf } from './evaluation-columns.js';
import { evaluated } from './inline.js';
import type { ProblemSource, WorkerAnswer, WorkerTask } from './worker-task.js';

/** The problem of this thread, made once. */
let problem: Promise<SearchProblem> | undefined;

/** What a thread of the pool does: the evaluations of a task, telling in shared memory which one it is at. */
export default async function evaluateTask({ designs, fidelities, place }: WorkerTask): Promise<WorkerAnswer> {
  problem ??= problemFrom(workerData as ProblemSource);
  const own = await problem.catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
  if (typeof own === 'string') return { cannot: own };
  const width = own.space.parameters.length;
  const start = performance.now();
  const evaluations: Evaluation[] = [];
  for (let i = 0; i < fidelities.length; i++) {
    Atomics.store(place, 0, i);
    const design: number[] = [];
    for (let j = i * width; j < (i + 1) * width; j++) design.push(designs[j]!);
    evaluations.push(evaluated(own, { design, fidelity: fidelities[i]! }));
  }
  return { columns: columnsOf(evaluations, own.objectives.length, own.constraints.length), milliseconds: performance.now() - start };
}

async function problemFrom({ module, name, argument }: ProblemSource): Promise<SearchProblem> {
  const exports = await import(module) as Readonly<Record<string, (argument: unknown) => SearchProblem | Promise<SearchProblem>>>;
  return exports[name]!(argument);
}

import type { Json } from '../agents/agent.js';
import type { EvaluationColumns } from './evaluation-columns.js';

/** Where a thread gets the problem: a function of a module that makes it, or a promise of it, from plain JSON. */
export interface ProblemSource {
  /** URL of the module. */
  readonly module: string;
  readonly name: string;
  readonly argument: Json;
}

export interface WorkerTask {
  /** Designs behind one another. */
  readonly designs: Float64Array;
  readonly fidelities: Uint8Array;
  /** Shared with who gave the task: the design that is being evaluated. */
  readonly place: Int32Array;
}

/** The evaluations, or why this thread has no problem. */
export type WorkerAnswer = { readonly columns: EvaluationColumns; readonly milliseconds: number } | { readonly cannot: string };

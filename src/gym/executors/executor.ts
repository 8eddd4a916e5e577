import type { Design } from '../../sim/model/design-space.js';
import type { Evaluation } from '../problem/search-problem.js';

/** One evaluation that is to be made. */
export interface Job {
  readonly design: Design;
  /** An index of the problem's fidelities. */
  readonly fidelity: number;
}

/** Who makes evaluations. What goes wrong with a design is a failure of that design; the others are evaluated all the same. */
export interface Executor {
  /** Threads beside this one; 0 where it does the work itself. */
  readonly workers: number;
  /**
   * The evaluations of jobs, in their order, in pieces as they are ready. Work begins with the call, not with the first piece. After `signal` no new piece is begun, and
   * the rest never comes. One call at a time. Throws `InputError` where nobody can evaluate anything.
   */
  evaluate(jobs: readonly Job[], signal?: AbortSignal): AsyncIterable<readonly Evaluation[]>;
  close(): Promise<void>;
}

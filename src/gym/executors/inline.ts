import { checkedEvaluation, failed } from '../problem/evaluation.js';
import type { Evaluation, SearchProblem } from '../problem/search-problem.js';
import type { Executor, Job } from './executor.js';

/** Time after which others get their turn: Ctrl-C, for one. */
const turnMs = 50;

/** Evaluates in this thread. A design that hangs or exhausts the memory takes this thread with it. */
export function inlineExecutor(problem: SearchProblem): Executor {
  let turnEnds = performance.now() + turnMs;
  return {
    workers: 0,
    evaluate: async function* (jobs, signal) {
      for (let from = 0; from < jobs.length && signal?.aborted !== true;) {
        const piece: Evaluation[] = [];
        while (from < jobs.length && (piece.length === 0 || performance.now() < turnEnds)) piece.push(evaluated(problem, jobs[from++]!));
        yield piece;
        if (performance.now() < turnEnds) continue;
        await new Promise((resolve) => { setImmediate(resolve); });
        turnEnds = performance.now() + turnMs;
      }
    },
    close: () => Promise.resolve(),
  };
}

/** The evaluation of one job; what is thrown, and what is no number, is a failure of it. */
export function evaluated(problem: SearchProblem, { design, fidelity }: Job): Evaluation {
  try {
    return checkedEvaluation(problem, problem.evaluate(design, fidelity));
  } catch (error) {
    return failed(`the evaluator threw: ${error instanceof Error ? error.message : String(error)}`, problem.constraints.length);
  }
}

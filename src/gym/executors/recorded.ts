import type { Evaluation, SearchProblem } from '../problem/search-problem.js';
import { evaluated } from './inline.js';
import type { Executor } from './executor.js';
import { evaluationOfRow, type LineWriter, type TrajectoryRow } from '../study/trajectory.js';

/** Takes evaluations from the rows of trajectories, by digest. What they do not have is evaluated in this thread. */
export function recordedExecutor(problem: SearchProblem, digest: LineWriter['digest'], rows: readonly TrajectoryRow[]): Executor {
  const known = new Map(rows.map((row) => [row.digest, row]));
  return {
    workers: 0,
    evaluate: async function* (jobs, signal) {
      for (let from = 0; from < jobs.length && signal?.aborted !== true; from += pieceSize) {
        yield jobs.slice(from, from + pieceSize).map((job): Evaluation => {
          const row = known.get(digest(job.design, job.fidelity));
          return row === undefined ? evaluated(problem, job) : evaluationOfRow(row);
        });
        await new Promise((resolve) => { setImmediate(resolve); });
      }
    },
    close: () => Promise.resolve(),
  };
}

const pieceSize = 256;

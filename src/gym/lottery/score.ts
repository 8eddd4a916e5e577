import { hypervolumeArchive } from '../measure/progress.js';
import { costsOf, isLegal, referenceCosts } from '../problem/evaluation.js';
import type { Evaluation, SearchProblem } from '../problem/search-problem.js';

/** What runs are compared by. */
export interface ScoreKind {
  /** The name of the objective, or `hypervolume`. */
  readonly name: string;
  readonly direction: 'minimise' | 'maximise';
  readonly unit?: string;
  /** Scores, all to be maximised, as values of the objective, and back. */
  valueOf(score: number): number;
  /** An empty search. */
  begin(): RunningScore;
}

/** The score of what a search has found so far. */
export interface RunningScore {
  /** Null before the first legal design. */
  readonly score: number | null;
  add(evaluation: Evaluation): void;
}

/** The hypervolume where a problem has two or three objectives and a reference point, else the first objective. */
export function scoreKind(problem: SearchProblem): ScoreKind {
  const reference = referenceCosts(problem);
  const { objectives } = problem;
  if (objectives.length > 1 && objectives.length <= 3 && reference !== null) {
    return { name: 'hypervolume', direction: 'maximise', valueOf: (score) => score, begin: () => runningVolume(problem, reference) };
  }
  const { name, direction, unit } = objectives[0]!;
  return { name, direction, ...(unit === undefined ? {} : { unit }), valueOf: (score) => (direction === 'minimise' && score !== 0 ? -score : score), begin: () => runningBest(problem) };
}

function runningBest(problem: SearchProblem): RunningScore {
  let score: number | null = null;
  return {
    get score() { return score; },
    add: (evaluation) => {
      if (!isLegal(evaluation)) return;
      const own = -costsOf(problem, evaluation)![0]!;
      if (score === null || own > score) score = own;
    },
  };
}

function runningVolume(problem: SearchProblem, reference: readonly number[]): RunningScore {
  const archive = hypervolumeArchive(reference);
  let isFound = false;
  return {
    get score() { return isFound ? archive.value : null; },
    add: (evaluation) => {
      if (!isLegal(evaluation)) return;
      isFound = true;
      archive.add(costsOf(problem, evaluation)!);
    },
  };
}

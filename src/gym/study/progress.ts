import type { Trial } from '../agents/agent.js';
import { frontArchive } from '../measure/front.js';
import { hypervolumeArchive, type HypervolumeArchive } from '../measure/progress.js';
import { costsOf, isLegal, referenceCosts } from '../problem/evaluation.js';
import type { SearchProblem } from '../problem/search-problem.js';

/** A trial and its place in the trajectory. */
export interface Numbered extends Trial { readonly index: number }

/** A legal trial that is better in an objective than all before it. */
export interface Improvement {
  readonly objective: number;
  readonly trial: Numbered;
  /** The best before it; null for the first legal trial. */
  readonly previous: Numbered | null;
}

/** How far a search is. */
export interface SearchProgress {
  readonly evaluations: number;
  readonly legal: number;
  readonly failures: number;
  /** The best trial of each objective; null before the first legal one. */
  readonly best: readonly (Numbered | null)[];
  readonly improvements: readonly Improvement[];
  /** Of all legal trials; null where the problem has no reference point, or more than three objectives. */
  readonly hypervolume: number | null;
  /** Designs that broke each limit. */
  readonly broken: readonly number[];
  front(): readonly Numbered[];
}

export interface ProgressTracker extends SearchProgress {
  add(trial: Numbered): void;
}

export function trackProgress(problem: SearchProblem): ProgressTracker {
  const last = (problem.fidelities?.length ?? 1) - 1;
  const front = frontArchive<Numbered>(problem);
  const reference = referenceCosts(problem);
  const volume: HypervolumeArchive | null = reference === null || reference.length > 3 ? null : hypervolumeArchive(reference);
  const best: (Numbered | null)[] = problem.objectives.map(() => null);
  const bestCosts = problem.objectives.map(() => Infinity);
  const improvements: Improvement[] = [];
  const broken = problem.constraints.map(() => 0);
  let [evaluations, legal, failures] = [0, 0, 0];
  return {
    get evaluations() { return evaluations; },
    get legal() { return legal; },
    get failures() { return failures; },
    get hypervolume() { return volume === null ? null : volume.value; },
    best, improvements, broken,
    front: () => front.items(),
    add: (trial) => {
      const { evaluation, fidelity = last } = trial;
      evaluations++;
      if (evaluation.failure !== undefined) failures++;
      if (fidelity !== last) return;
      if (!isLegal(evaluation)) {
        for (let i = 0; i < broken.length; i++) if (evaluation.violations[i]! > 0) broken[i]!++;
        return;
      }
      legal++;
      const costs = costsOf(problem, evaluation)!;
      front.add(trial);
      volume?.add(costs);
      for (let i = 0; i < costs.length; i++) {
        if (costs[i]! >= bestCosts[i]!) continue;
        improvements.push({ objective: i, trial, previous: best[i]! });
        best[i] = trial;
        bestCosts[i] = costs[i]!;
      }
    },
  };
}

import { createRng } from '../sim/core/rng.js';
import { designKey } from '../sim/model/design-space.js';
import type { AgentKind, AgentState, Hyperparameters, SearchTask, Trial } from './agents/agent.js';
import { frontOf } from './measure/front.js';
import { hypervolume } from './measure/hypervolume.js';
import { costsOf, isLegal, referenceCosts } from './problem/evaluation.js';
import type { Evaluation, SearchProblem } from './problem/search-problem.js';

export interface SearchOptions {
  /** Evaluations that the agent may ask for; those of designs that it asked for before count too. */
  readonly budget: number;
  readonly seed: number;
  readonly hyperparameters?: Hyperparameters;
}

export interface SearchResult {
  /** In the order in which they were asked for. */
  readonly trials: readonly Trial[];
  /** The legal trials of full fidelity that no other dominates, by their costs. With one objective: the best. */
  readonly front: readonly Trial[];
  /** Asked for: the length of `trials`. */
  readonly evaluations: number;
  /** Of them were made, the others known. */
  readonly evaluated: number;
  readonly legal: number;
  /** Of the front; null where the problem has no reference point, or more than three objectives, for which it may take very long. */
  readonly hypervolume: number | null;
  /** What the agent remembers; null where the budget ended within a batch, which it then never saw. */
  readonly state: AgentState | null;
}

export function taskOf(problem: SearchProblem, budget: number): SearchTask {
  return { space: problem.space, objectives: problem.objectives, referenceCosts: referenceCosts(problem), constraints: problem.constraints.length, budget, fidelities: problem.fidelities?.length ?? 1 };
}

/** Runs an agent until its budget is spent or it has nothing more to try. Same problem, agent, options: same trials. */
export function search(problem: SearchProblem, kind: AgentKind, { budget, seed, hyperparameters = {} }: SearchOptions): SearchResult {
  if (!Number.isSafeInteger(budget) || budget < 1) throw new RangeError(`a budget is a count of evaluations, not ${budget}`);
  const agent = kind.create(taskOf(problem, budget), hyperparameters, createRng(seed));
  const trials: Trial[] = [];
  const last = (problem.fidelities?.length ?? 1) - 1;
  /** By fidelity. */
  const known = Array.from({ length: last + 1 }, () => new Map<string, Evaluation>());
  let legal = 0;
  let isWhole = true;
  while (trials.length < budget) {
    const batch = agent.propose();
    if (batch.length === 0) break;
    const asked = batch.slice(0, budget - trials.length);
    const evaluated = asked.map((proposal): Trial => {
      const fidelity = proposal.fidelity ?? last;
      const key = designKey(proposal.design);
      const seen = known[fidelity]!.get(key);
      const evaluation = seen ?? problem.evaluate(proposal.design, fidelity);
      if (seen === undefined) known[fidelity]!.set(key, evaluation);
      const trial: Trial = { ...proposal, evaluation };
      if (fidelity === last && isLegal(evaluation)) legal++;
      return trial;
    });
    trials.push(...evaluated);
    isWhole = asked.length === batch.length;
    if (isWhole) agent.observe(evaluated);
  }
  const front = frontOf(problem, trials.filter(({ fidelity = last }) => fidelity === last));
  return {
    trials, front, evaluations: trials.length, evaluated: known.reduce((sum, one) => sum + one.size, 0), legal,
    hypervolume: volumeOf(problem, front), state: isWhole ? agent.save() : null,
  };
}

function volumeOf(problem: SearchProblem, front: readonly Trial[]): number | null {
  const reference = referenceCosts(problem);
  return reference === null || reference.length > 3 ? null : hypervolume(front.map(({ evaluation }) => costsOf(problem, evaluation)!), reference);
}

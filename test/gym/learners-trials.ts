import type { AgentKind } from '../../src/gym/agents/agent.js';
import type { SearchProblem } from '../../src/gym/problem/search-problem.js';
import { search } from '../../src/gym/search.js';
import { reachedOf, type Optimum } from './learners-optimum.js';

/** What is asked of agents at 200 evaluations, of the median of eleven seeds: the share of the hypervolume, and how much worse than the optimum the best design may be. */
export const asked: Readonly<Record<'tpe' | 'smac', { readonly share: number; readonly regret: number }>> = { tpe: { share: 0.857, regret: 0.27 }, smac: { share: 0.93, regret: 0.02 } };

/** What seeds reach with 200 evaluations each, from the least to the largest: shares of the hypervolume, or regrets. */
export function reachedBy(problem: SearchProblem, optimum: Optimum, kind: AgentKind, seeds: number): readonly number[] {
  return Array.from({ length: seeds }, (_, i) => reachedOf(problem, optimum, search(problem, kind, { budget: 200, seed: i + 1 }))).sort((a, b) => a - b);
}

export function elevenOf(problem: SearchProblem, optimum: Optimum, kind: AgentKind): readonly number[] {
  return reachedBy(problem, optimum, kind, 11);
}

export function medianOf(sorted: readonly number[]): number {
  return sorted[sorted.length >> 1]!;
}

/** Least, lower quartile, median, upper quartile, largest of eleven. */
export function shownEleven(values: readonly number[]): string {
  return [0, 2, 5, 8, 10].map((i) => values[i]!.toFixed(3)).join(' ');
}

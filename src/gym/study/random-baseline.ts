import { createRng } from '../../sim/core/rng.js';
import { sampleDesign } from '../../sim/model/design-space.js';
import type { Executor } from '../executors/executor.js';
import { hypervolume } from '../measure/hypervolume.js';
import { costsOf, isLegal, referenceCosts } from '../problem/evaluation.js';
import type { Evaluation, SearchProblem } from '../problem/search-problem.js';

/** What random search gets with the same budget, estimated from designs drawn for this. */
export interface RandomBaseline {
  readonly budget: number;
  /** Designs that were drawn. */
  readonly designs: number;
  /** Of them are legal. */
  readonly legal: number;
  /** For each objective the median of the best value in so many draws; null where more than half of such searches find nothing legal. */
  readonly best: readonly (number | null)[];
  /** The median hypervolume of as many searches as the designs give; null where the problem has no reference point or too many objectives. */
  readonly hypervolume: number | null;
}

export interface BaselineOptions {
  readonly budget: number;
  readonly designs: number;
  readonly seed: number;
  readonly executor: Executor;
  readonly signal: AbortSignal | undefined;
}

/**
 * Median of the best of N draws, from P designs drawn: the r-th best of them, r / P = 1 - 2^(-1/N), so that half of all searches find one at least as good. With fewer than
 * 1.5 N designs the estimate is the best of them at most.
 */
export async function randomBaseline(problem: SearchProblem, { budget, designs, seed, executor, signal }: BaselineOptions): Promise<RandomBaseline> {
  const rng = createRng(seed);
  const fidelity = (problem.fidelities?.length ?? 1) - 1;
  const evaluations: Evaluation[] = [];
  for await (const piece of executor.evaluate(Array.from({ length: designs }, () => ({ design: sampleDesign(problem.space, rng), fidelity })), signal)) evaluations.push(...piece);
  const costs = evaluations.map((evaluation) => (isLegal(evaluation) ? costsOf(problem, evaluation)! : null));
  const legal = costs.filter((one) => one !== null);
  const rank = Math.floor(evaluations.length * (1 - 2 ** (-1 / budget)));
  return {
    budget, designs: evaluations.length, legal: legal.length,
    best: problem.objectives.map(({ direction }, i) => {
      const cost = legal.map((one) => one[i]!).sort((a, b) => a - b)[rank];
      return cost === undefined ? null : direction === 'minimise' ? cost : -cost;
    }),
    hypervolume: medianVolume(problem, costs, budget),
  };
}

function medianVolume(problem: SearchProblem, costs: readonly (readonly number[] | null)[], budget: number): number | null {
  const reference = referenceCosts(problem);
  if (reference === null || reference.length > 3 || costs.length < budget) return null;
  const volumes = Array.from({ length: Math.floor(costs.length / budget) }, (_, i) => hypervolume(costs.slice(i * budget, (i + 1) * budget).filter((one) => one !== null), reference)).sort((a, b) => a - b);
  return (volumes[(volumes.length - 1) >> 1]! + volumes[volumes.length >> 1]!) / 2;
}

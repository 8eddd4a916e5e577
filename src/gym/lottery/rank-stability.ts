import type { Rng } from '../../sim/core/rng.js';
import { meanScore } from './bootstrap.js';
import { scoreOrNothing, type Outcome } from './outcome.js';
import { kendallTau } from './rank-agreement.js';

/** How sure the order of the agents is at a budget. */
export interface RankStability {
  readonly budget: number;
  /** Agents, the best first; equal ones in the order in which they were given. */
  readonly order: readonly string[];
  /** Kendall's tau with the order at the largest budget; null where one of the two has none. */
  readonly withLast: number | null;
  /** Mean of Kendall's tau with the orders of resamples of the runs, and the share of these with the same best agent. */
  readonly withResamples: number | null;
  readonly sameBest: number;
}

const resamples = 500;

/** `judged` of each agent at this budget, `last` at the largest one. */
export function rankStability(budget: number, agents: readonly { readonly agent: string; readonly judged: readonly Outcome[]; readonly last: readonly Outcome[] }[], rng: Rng): RankStability {
  const meansOf = (runs: readonly (readonly Outcome[])[]): number[] => runs.map((one) => scoreOrNothing(meanScore(one)));
  const means = meansOf(agents.map(({ judged }) => judged));
  const order = agents.map((_, i) => i).sort((a, b) => (means[b]! > means[a]! ? 1 : means[b]! < means[a]! ? -1 : a - b));
  let [same, sum, count] = [0, 0, 0];
  for (let i = 0; i < resamples; i++) {
    const drawn = meansOf(agents.map(({ judged }) => judged.map(() => rng.pick(judged))));
    if (drawn[order[0]!] === Math.max(...drawn)) same++;
    const tau = kendallTau(means, drawn);
    if (tau === null) continue;
    sum += tau;
    count++;
  }
  return {
    budget, order: order.map((i) => agents[i]!.agent), withLast: kendallTau(means, meansOf(agents.map(({ last }) => last))),
    withResamples: count === 0 ? null : sum / count, sameBest: same / resamples,
  };
}

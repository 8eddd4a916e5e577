import { scoreOrNothing } from './outcome.js';
import type { Tuned } from './tuned.js';

/**
 * Whether no agent is better than another once all are tuned, the claim of ArchGym (Krishnan et al., ISCA 2023). `holds`: the intervals of all have a value in common, so that
 * these runs tell no agent from another, which is less than to say that they are equal. `fails`: they have none. `open`: too few agents or runs to say.
 */
export interface Claim {
  readonly budget: number;
  readonly verdict: 'holds' | 'fails' | 'open';
  /** Why it is open. */
  readonly reason: string | null;
  /** The agent with the best mean, and those whose intervals end below the beginning of its own. */
  readonly best: string | null;
  readonly apart: readonly string[];
  /** Agents whose intervals begin above what random search gets with as many samples. */
  readonly aboveRandom: readonly string[];
}

/** Runs of an agent that are needed for an interval that means something. */
export const leastJudged = 5;

export function claimOf(budget: number, agents: readonly { readonly agent: string; readonly tuned: Tuned }[], random: number | null): Claim {
  const low = ({ tuned }: { readonly tuned: Tuned }): number => scoreOrNothing(tuned.interval.low);
  const high = ({ tuned }: { readonly tuned: Tuned }): number => scoreOrNothing(tuned.interval.high);
  const best = agents.length === 0 ? null : agents.reduce((a, b) => (scoreOrNothing(b.tuned.mean) > scoreOrNothing(a.tuned.mean) ? b : a));
  const reason = agents.length < 2 ? 'it takes two agents' : agents.some(({ tuned }) => tuned.judged.length < leastJudged) ? `it takes ${leastJudged} seeds` : agents.some(({ tuned }) => tuned.judged.some(({ isCensored }) => isCensored)) ? 'some of the runs that judge are not whole' : null;
  const isCommon = Math.max(...agents.map(low)) <= Math.min(...agents.map(high));
  return {
    budget, reason, verdict: reason !== null ? 'open' : isCommon ? 'holds' : 'fails', best: best?.agent ?? null,
    apart: best === null ? [] : agents.filter((one) => high(one) < low(best)).map(({ agent }) => agent),
    aboveRandom: random === null ? [] : agents.filter((one) => low(one) > random).map(({ agent }) => agent),
  };
}

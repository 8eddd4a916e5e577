import { designKey } from '../../sim/model/design-space.js';
import type { Proposal } from '../agents/agent.js';
import type { Job } from '../executors/executor.js';
import type { Evaluation } from '../problem/search-problem.js';

/** Evaluations that are remembered for designs that come again. */
const mostKnown = 1_000_000;

/** What was evaluated before, by design and fidelity. */
export interface KnownEvaluations {
  remember(proposal: Proposal, evaluation: Evaluation): void;
  /** What of a batch is known, by place, and what is to be evaluated: each design once, with the places that wait for it. */
  plan(batch: readonly Proposal[], recorded: (place: number) => Evaluation | undefined): BatchPlan;
}

export interface BatchPlan {
  readonly found: (Evaluation | undefined)[];
  readonly jobs: readonly Job[];
  readonly places: readonly (readonly number[])[];
}

/** Remembers nothing: for agents that ask for no design twice. */
export function noKnownEvaluations(fidelities: number): KnownEvaluations {
  return {
    remember: () => undefined,
    plan: (batch, recorded) => {
      const jobs: Job[] = [];
      const places: number[][] = [];
      const found = batch.map(({ design, fidelity = fidelities - 1 }, place) => {
        const row = recorded(place);
        if (row === undefined) {
          jobs.push({ design, fidelity });
          places.push([place]);
        }
        return row;
      });
      return { found, jobs, places };
    },
  };
}

/** `fidelities` is how many there are; the last one is meant where a proposal names none. */
export function knownEvaluations(fidelities: number): KnownEvaluations {
  const known = Array.from({ length: fidelities }, () => new Map<string, Evaluation>());
  const last = fidelities - 1;
  const remember: KnownEvaluations['remember'] = ({ design, fidelity = last }, evaluation) => {
    const own = known[fidelity]!;
    if (own.size < mostKnown) own.set(designKey(design), evaluation);
  };
  return {
    remember,
    plan: (batch, recorded) => {
      const jobs: Job[] = [];
      const places: number[][] = [];
      const planned = new Map<string, number[]>();
      const found = batch.map((proposal, place): Evaluation | undefined => {
        const { design, fidelity = last } = proposal;
        const row = recorded(place);
        if (row !== undefined) {
          remember(proposal, row);
          return row;
        }
        const key = designKey(design);
        const seen = known[fidelity]!.get(key);
        if (seen !== undefined) return seen;
        const same = planned.get(`${fidelity} ${key}`);
        if (same !== undefined) {
          same.push(place);
          return undefined;
        }
        const own = [place];
        planned.set(`${fidelity} ${key}`, own);
        jobs.push({ design, fidelity });
        places.push(own);
        return undefined;
      });
      return { found, jobs, places };
    },
  };
}

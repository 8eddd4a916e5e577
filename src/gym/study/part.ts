import type { Agent, AgentKind, Hyperparameters, Json } from '../agents/agent.js';

/** A part of a search whose proposals depend on no result: evaluations `from` to before `to` of `total`. */
export interface SearchPart {
  /** From 1 on. */
  readonly part: number;
  readonly parts: number;
  /** Evaluations of the whole search. */
  readonly total: number;
}

export function partRange({ part, parts, total }: SearchPart): { readonly from: number; readonly to: number } {
  return { from: Math.floor(((part - 1) * total) / parts), to: Math.floor((part * total) / parts) };
}

/** What the trajectory of a part says beside the hyperparameters of its agent, so that it cannot be taken for another. */
export function partHyperparameters(hyperparameters: Hyperparameters, { part, parts, total }: SearchPart): Hyperparameters {
  return { ...hyperparameters, part: `${part}/${parts}`, total };
}

/** The agent that proposes only this part of what `agent` would. `agent` must be one that looks at no result: what comes before the part is not evaluated. */
export function agentOfPart(agent: AgentKind, own: SearchPart): AgentKind {
  const { from, to } = partRange(own);
  const agentFrom = (inner: Agent, start: number): Agent => {
    let place = start;
    return {
      propose: () => {
        while (place < to) {
          const batch = inner.propose();
          if (batch.length === 0) break;
          const wanted = batch.slice(Math.max(0, from - place), to - place);
          place += batch.length;
          if (wanted.length > 0) return wanted;
          inner.observe([]);
        }
        return [];
      },
      observe: (trials) => { inner.observe(trials); },
      save: () => ({ place, inner: inner.save() }),
    };
  };
  return {
    ...agent,
    create: (task, hyperparameters, rng) => agentFrom(agent.create({ ...task, budget: own.total }, withoutPart(hyperparameters), rng), 0),
    restore: (task, hyperparameters, state) => {
      const { place, inner } = state as { readonly place: number; readonly inner: Json };
      return agentFrom(agent.restore({ ...task, budget: own.total }, withoutPart(hyperparameters), inner), place);
    },
  };
}

function withoutPart(hyperparameters: Hyperparameters): Hyperparameters {
  return Object.fromEntries(Object.entries(hyperparameters).filter(([name]) => name !== 'part' && name !== 'total'));
}

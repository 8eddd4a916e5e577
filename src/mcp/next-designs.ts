import { InputError } from '../sim/core/diagnostics.js';
import { createRng } from '../sim/core/rng.js';
import { designKey } from '../sim/model/design-space.js';
import type { Agent, AgentKind, Hyperparameters, Proposal, Trial } from '../gym/agents/agent.js';
import type { SearchProblem } from '../gym/problem/search-problem.js';
import { taskOf } from '../gym/search.js';
import { ownDesign } from './diagnostics.js';

export interface NextOptions {
  readonly hyperparameters: Hyperparameters;
  readonly seed: number;
  readonly budget: number;
}

/** Agents that remember every trial and nothing of what they proposed: they learn from designs of others, too. */
export const openAgents: readonly string[] = ['random', 'exhaustive', 'tpe', 'motpe', 'smac', 'gp-bo'];

/**
 * The designs that an agent wants evaluated after these trials: of its batch those that are not among them yet; empty where it has nothing more to try. The agent begins anew
 * and is told the trials in their order, so that the answer depends on the arguments alone, and is that of a search that was never interrupted. Trials of other designs are told
 * between two batches to agents that can learn from them; the others refuse them (`mcp/own-design`).
 */
export function nextDesigns(problem: SearchProblem, kind: AgentKind, trials: readonly Trial[], { hyperparameters, seed, budget }: NextOptions): readonly Proposal[] {
  const task = taskOf(problem, budget);
  const last = task.fidelities - 1;
  const keyOf = ({ design, fidelity = last }: Proposal): string => `${fidelity} ${designKey(design)}`;
  let agent: Agent = kind.create(task, hyperparameters, createRng(seed));
  let at = 0;
  for (;;) {
    const before = agent.save();
    const batch = agent.propose();
    if (batch.length === 0 || at === trials.length) return batch;
    const wanted = placesByKey(batch.map(keyOf));
    const found = new Array<Trial | undefined>(batch.length).fill(undefined);
    const others: Trial[] = [];
    let missing = batch.length;
    while (missing > 0 && at < trials.length) {
      const trial = trials[at]!;
      const place = wanted.get(keyOf(trial))?.shift();
      if (place === undefined) {
        if (!openAgents.includes(kind.id)) throw new InputError([ownDesign(kind.id, at, openAgents)]);
        others.push(trial);
        at++;
        // What comes before a batch is begun is known to who proposes it.
        if (missing === batch.length) break;
        continue;
      }
      found[place] = { ...batch[place]!, evaluation: trial.evaluation };
      missing--;
      at++;
    }
    if (missing === batch.length) agent = kind.restore(task, hyperparameters, before);
    else if (missing > 0) return batch.filter((_, place) => found[place] === undefined);
    else agent.observe(found as Trial[]);
    if (others.length > 0) agent.observe(others);
  }
}

/** Where each key stands, in order: a batch may have a design twice. */
function placesByKey(keys: readonly string[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  keys.forEach((key, place) => {
    const known = places.get(key);
    if (known === undefined) places.set(key, [place]);
    else known.push(place);
  });
  return places;
}

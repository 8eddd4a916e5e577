import type { Cascade } from './cascade.js';
import { unwound, type CascadeMapping } from './cascade-mapping.js';
import { chainOf } from './chain.js';
import type { Node } from './chain-nodes.js';
import { closeRun } from './closing.js';
import type { Hierarchy } from './hierarchy.js';
import { coveredBy, valueOf, type EnergyTime, type Objective } from './objective.js';
import { operatorCosts } from './operator-costs.js';
import type { EvaluationRules } from './rules.js';
import { searchBestFirst } from './search.js';
import { growRun, openRun, steps } from './steps.js';

export interface CascadeSearchOptions {
  readonly objective: Objective;
  readonly rules: EvaluationRules;
  /** `none`: every tensor is in the outermost memory between operators. `one-loop`: neighbours hand tensors on in the exchange memory, whole or under one common loop. */
  readonly fusion: 'none' | 'one-loop';
  /** Partial mappings that are looked at; then the best so far is given, with its gap. */
  readonly limit?: number;
}

export interface CascadeAnswer {
  /** Null where an operator fits in no way. */
  readonly optimum: CascadeMapping | null;
  readonly value: number;
  readonly lowerBound: number;
  /** value / lowerBound - 1: 0 where the optimum is proven. */
  readonly gap: number;
  readonly visited: number;
  /** Operators searched for their mappings. */
  readonly searches: number;
}

/**
 * The mapping of a cascade with the least energy, time or product of both, operators one after the other. The search goes over the chain: a state is how many operators are done and
 * which intermediates are whole in the exchange memory; a step is one operator alone, or a run of neighbours under one loop whose tile divides its rank. A tensor of a run
 * is handed on in tiles, whole, or through the outermost memory; a tensor that lacks the rank of the loop may be held for the whole run. Of two ways to one state that one
 * beats in energy and time the other is dropped. Bounds: what is done, the floors of what is decided, and of the rest the least that any home of its tensors allows.
 */
export function searchCascade(hierarchy: Hierarchy, cascade: Cascade, options: CascadeSearchOptions): CascadeAnswer {
  const { objective, rules, fusion, limit = 200_000 } = options;
  const costs = operatorCosts(hierarchy, cascade, rules, objective);
  const chain = chainOf(hierarchy, cascade, costs, objective, fusion);
  if (chain === null) return { optimum: null, value: Infinity, lowerBound: Infinity, gap: 0, visited: 0, searches: 0 };
  const reached = new Map<string, EnergyTime[]>();
  const { best, value, lowerBound, gap, visited } = searchBestFirst<Node>({
    starts: [{ at: 'state', ahead: chain.rest[0]!, next: 0, whole: [], wholeBits: 0, energy: 0, seconds: 0, way: null }],
    isWhole: (node) => node.at === 'state' && node.next === cascade.operators.length,
    bound: ({ energy, seconds, ahead }) => valueOf(objective, energy + ahead.energy, seconds + ahead.seconds),
    admits: (node) => {
      if (node.at !== 'state') return true;
      const key = `${node.next} ${node.whole.join(' ')}`;
      const others = reached.get(key) ?? [];
      if (coveredBy(objective, others, node)) return false;
      others.push(node);
      reached.set(key, others);
      return true;
    },
    next: (node) => {
      switch (node.at) {
        case 'state': return steps(chain, node);
        case 'opening': return openRun(chain, node);
        case 'run': return growRun(chain, node);
        case 'closing': return closeRun(chain, objective, node);
      }
    },
  }, { limit });
  return { optimum: best?.at === 'state' ? unwound(chain, best) : null, value, lowerBound, gap, visited, searches: costs.searches() };
}

import type { Rng } from '../../sim/core/rng.js';
import { designKey, type Design, type DesignSpace } from '../../sim/model/design-space.js';
import type { SearchTask } from './agent.js';
import { defineAgent } from './define-agent.js';
import { individualOf, type Individual } from './individual.js';
import { actionOf, codeOf, drawAction, freshPolicy, leastDeviation, stepped, type Action, type Policy } from './policy.js';
import { compareScalar, drawWeights, widened, type CostRange } from './scalar.js';
import { withTried } from './tried.js';

/** A distribution of designs, and what it is to become good at. */
interface Head {
  readonly policies: readonly Policy[];
  /** Of the objectives. */
  readonly weights: readonly number[];
  /** Running mean of the rewards; null before the first. */
  readonly baseline: number | null;
  /** The best designs by these weights, of all that was seen since the head began. */
  readonly elites: readonly Individual[];
  /** Designs of its own since the best of them. */
  readonly waited: number;
}

interface State {
  heads: readonly Head[];
  /** The last designs: what is rewarded is to be better than they are. */
  recent: readonly Individual[];
  range: CostRange | null;
  tried: readonly string[];
  /** Designs that were evaluated. */
  spent: number;
  /** Of the batch that was proposed, design by design, head after head in turn. */
  actions: readonly (readonly Action[])[];
}

/** How far the baseline follows the mean reward of a batch. */
const baselineRate = 0.1;
/** Draws for a design that was not tried, before one is proposed again. */
const mostDraws = 50;
/** Fewest designs of a batch. */
const leastBatch = 4;
/** A batch steps as far as so many designs: a larger one is a better estimate of the same gradient. */
const mostCounted = 8;

/**
 * REINFORCE with self-imitation: every parameter has a distribution of its own; a batch of n designs is drawn, and each distribution is moved along sum_i (R_i - b) grad ln p(a_i) + n m / k sum_j grad ln p(e_j), and towards more
 * entropy, the less the more of the budget is spent. The reward R is the share of the last designs that a design beats by Deb's rules (equal ones count half), so that it is in [0, 1] whatever the units and however rarely designs are legal; b is the
 * running mean of R; e_j are the k best designs so far (Abolafia et al., arXiv 1801.03526, 2018), and m is how much they count. With several objectives there are several heads with weights of their own, which share what they saw. When
 * nothing better comes for long, all begin anew.
 */
export const policyGradient = defineAgent({
  id: 'policy-gradient', summary: 'Draws designs from a distribution for each parameter, and moves these towards the best ones and what was better than the last',
  source: 'Williams, Machine Learning 8, 1992 (REINFORCE); Abolafia, Norouzi, Shen, Zhao, Le, arXiv 1801.03526, 2018', objectives: 'one',
  settings: {
    batchShare: { type: 'real', low: 0.0001, high: 1, scale: 'log', default: 0.02, meaning: 'Designs of a batch as a share of the budget; at least 4' },
    heads: { type: 'integer', low: 1, high: 64, scale: 'log', default: 6, meaning: 'Distributions, each with weights of its own, where there are several objectives' },
    rate: { type: 'real', low: 0.0001, high: 10, scale: 'log', default: 0.3, meaning: 'Length of a step for one design; for 8 at most' },
    entropy: { type: 'real', low: 1e-6, high: 1, scale: 'log', default: 0.1, meaning: 'Share of the entropy bonus at the beginning: the larger, the longer distributions stay wide' },
    imitation: { type: 'real', low: 1e-6, high: 10, scale: 'log', default: 0.4, meaning: 'How much the best designs count beside those of the batch' },
    elites: { type: 'integer', low: 1, high: 1000, scale: 'log', default: 4, meaning: 'Best designs that are imitated' },
    deviation: { type: 'real', low: 0.01, high: 1, scale: 'log', default: 0.3, meaning: 'First deviation of numbers, as a share of their range' },
    memory: { type: 'integer', low: 1, high: 10_000, scale: 'log', default: 100, meaning: 'Last designs that rewards compare with; at least a batch' },
    patience: { type: 'integer', low: 1, high: 1_000_000, scale: 'log', default: 150, meaning: 'Designs of a head without a better one before it begins anew, with other weights of the objectives' },
  },
  start: ({ task, settings, rng }): State => ({ heads: Array.from({ length: task.objectives.length === 1 ? 1 : settings.heads }, () => freshHead(task, settings.deviation, rng)), recent: [], range: null, tried: [], spent: 0, actions: [] }),
  propose: ({ task: { space, budget }, settings, rng }, state) => {
    const { heads } = state;
    const taken = new Set(state.tried);
    state.actions = Array.from({ length: Math.max(leastBatch, Math.round(settings.batchShare * budget)) }, (_, i) => newActions(space, heads[i % heads.length]!.policies, taken, rng));
    return state.actions.map((actions) => ({ design: designOf(space, actions) }));
  },
  observe: ({ task, settings, rng }, state, trials) => {
    const { actions, heads } = state;
    const seen = trials.map((trial) => individualOf(task, trial));
    const range = state.range = seen.reduce(widened, state.range);
    const recent = state.recent = [...state.recent, ...seen].slice(-Math.max(settings.memory, seen.length));
    state.tried = withTried(state.tried, trials.map(({ design }) => design));
    state.spent += seen.length;
    const entropy = settings.entropy * Math.max(0, 1 - state.spent / task.budget);
    state.heads = heads.map((head, h) => {
      const own = seen.flatMap((_, i) => (i % heads.length === h ? [i] : []));
      const order = (a: Individual, b: Individual): number => compareScalar(a, b, head.weights, range);
      const elites = [...head.elites, ...seen].sort(order).slice(0, settings.elites);
      const waited = elites[0] === head.elites[0] ? head.waited + own.length : 0;
      if (waited >= settings.patience) return freshHead(task, settings.deviation, rng);
      if (own.length === 0) return { ...head, elites, waited };
      const rewards = own.map((i) => rewardOf(seen[i]!, recent, order));
      const mean = rewards.reduce((sum, reward) => sum + reward, 0) / rewards.length;
      const baseline = head.baseline ?? mean;
      const counted = Math.min(1, mostCounted / own.length);
      const gains = [...rewards.map((reward) => counted * (reward - baseline)), ...elites.map(() => (counted * own.length * settings.imitation) / elites.length)];
      const policies = head.policies.map((policy, p) => {
        const parameter = task.space.parameters[p]!;
        const chosen = [...own.map((i) => actions[i]![p]!), ...elites.map(({ design }) => actionOf(parameter, design[p]!))];
        return stepped(policy, chosen, gains, settings.rate, counted * own.length * entropy, leastDeviation(parameter));
      });
      return { ...head, policies, elites, waited, baseline: baseline + baselineRate * (mean - baseline) };
    });
    state.actions = [];
  },
});

function freshHead({ space, objectives }: SearchTask, deviation: number, rng: Rng): Head {
  return { policies: space.parameters.map((parameter) => freshPolicy(parameter, deviation)), weights: drawWeights(rng, objectives.length), baseline: null, elites: [], waited: 0 };
}

/** Actions for a design that is not taken, if a few draws find one; its key is then. */
function newActions(space: DesignSpace, policies: readonly Policy[], taken: Set<string>, rng: Rng): readonly Action[] {
  for (let draw = 1; ; draw++) {
    const actions = policies.map((policy) => drawAction(policy, rng));
    const key = designKey(designOf(space, actions));
    if (taken.has(key) && draw < mostDraws) continue;
    taken.add(key);
    return actions;
  }
}

function designOf({ parameters }: DesignSpace, actions: readonly Action[]): Design {
  return parameters.map((parameter, i) => codeOf(parameter, actions[i]!));
}

function rewardOf(one: Individual, recent: readonly Individual[], order: (a: Individual, b: Individual) => number): number {
  const points = recent.reduce((sum, other) => {
    const found = order(other, one);
    return sum + (found > 0 ? 1 : found < 0 ? 0 : 0.5);
  }, 0);
  return points / recent.length;
}

import type { Rng } from '../../sim/core/rng.js';
import { designKey, type Design, type DesignSpace } from '../../sim/model/design-space.js';
import type { SearchTask } from './agent.js';
import { defineAgent } from './define-agent.js';
import { individualOf, type Individual } from './individual.js';
import { codeOf, drawAction, freshPolicy, stepped, type Action, type Policy } from './policy.js';
import { compareScalar, drawWeights, widened, type CostRange } from './scalar.js';

/** What begins anew with a restart. */
interface Run {
  readonly policies: readonly Policy[];
  /** Of the objectives. */
  readonly weights: readonly number[];
  /** The last designs: what is rewarded is to be better than they are. */
  readonly memory: readonly Individual[];
  /** Running mean of the rewards. */
  readonly baseline: number;
  readonly best: Individual | null;
  /** Designs since the best one. */
  readonly waited: number;
}

interface State {
  run: Run;
  range: CostRange | null;
  /** Of the batch that was proposed, design by design. */
  actions: readonly (readonly Action[])[];
}

/** How far the baseline follows the mean reward of a batch. */
const baselineRate = 0.1;
/** Draws for a design that is in memory, or in the batch, before it is proposed again. */
const mostDraws = 5;

/**
 * REINFORCE: every parameter has a distribution of its own; a batch is drawn, and each distribution is moved along sum_i (R_i - b) grad ln p(a_i), and towards
 * more entropy. The reward R is the share of the last designs that a design beats by Deb's rules (equal ones count half), so that it is in [0, 1] whatever the units and
 * however rarely designs are legal; b is the running mean of R. When nothing better comes for long the policies begin anew, with other weights of the objectives.
 */
export const policyGradient = defineAgent({
  id: 'policy-gradient', summary: 'Draws designs from a distribution for each parameter, and moves these towards what was better than the last designs', source: 'Williams, Machine Learning 8, 1992 (REINFORCE)', objectives: 'one',
  settings: {
    batch: { type: 'integer', low: 1, high: 1000, scale: 'log', default: 8, meaning: 'Designs of a batch' },
    rate: { type: 'real', low: 0.0001, high: 10, scale: 'log', default: 0.3, meaning: 'Length of a step for one design' },
    entropy: { type: 'real', low: 1e-6, high: 1, scale: 'log', default: 0.02, meaning: 'Share of the entropy bonus: the larger, the longer distributions stay wide' },
    deviation: { type: 'real', low: 0.01, high: 1, scale: 'log', default: 0.2, meaning: 'First deviation of numbers, as a share of their range' },
    memory: { type: 'integer', low: 1, high: 10_000, scale: 'log', default: 32, meaning: 'Last designs that rewards compare with; at least a batch' },
    patience: { type: 'integer', low: 1, high: 1_000_000, scale: 'log', default: 200, meaning: 'Designs without a better one before the policies begin anew' },
  },
  start: ({ task, settings, rng }): State => ({ run: freshRun(task, settings.deviation, rng), range: null, actions: [] }),
  propose: ({ task: { space }, settings, rng }, state) => {
    const { policies, memory } = state.run;
    const taken = new Set(memory.map(({ design }) => designKey(design)));
    state.actions = Array.from({ length: settings.batch }, () => newActions(space, policies, taken, rng));
    return state.actions.map((actions) => ({ design: designOf(space, actions) }));
  },
  observe: ({ task, settings, rng }, state, trials) => {
    const seen = trials.map((trial) => individualOf(task, trial));
    const range = state.range = seen.reduce(widened, state.range);
    const { run } = state;
    const order = (a: Individual, b: Individual): number => compareScalar(a, b, run.weights, range);
    const memory = [...run.memory, ...seen].slice(-Math.max(settings.memory, seen.length));
    const rewards = seen.map((one) => rewardOf(one, memory, order));
    const advantages = rewards.map((reward) => reward - run.baseline);
    const policies = run.policies.map((policy, p) => stepped(policy, state.actions.map((actions) => actions[p]!), advantages, settings.rate, settings.entropy));
    const mean = rewards.reduce((sum, reward) => sum + reward, 0) / rewards.length;
    const best = seen.reduce((a, b) => (a === null || order(b, a) < 0 ? b : a), run.best);
    const waited = best === run.best ? run.waited + seen.length : 0;
    state.run = waited >= settings.patience ? freshRun(task, settings.deviation, rng)
      : { policies, weights: run.weights, memory, baseline: run.baseline + baselineRate * (mean - run.baseline), best, waited };
    state.actions = [];
  },
});

function freshRun({ space, objectives }: SearchTask, deviation: number, rng: Rng): Run {
  return { policies: space.parameters.map((parameter) => freshPolicy(parameter, deviation)), weights: drawWeights(rng, objectives.length), memory: [], baseline: 0.5, best: null, waited: 0 };
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

function rewardOf(one: Individual, memory: readonly Individual[], order: (a: Individual, b: Individual) => number): number {
  const points = memory.reduce((sum, other) => {
    const found = order(other, one);
    return sum + (found > 0 ? 1 : found < 0 ? 0 : 0.5);
  }, 0);
  return points / memory.length;
}

import type { Rng } from '../../sim/core/rng.js';
import { fromUnit, sampleDesign, toUnit, valueCount, type Design, type DesignSpace, type Parameter } from '../../sim/model/design-space.js';
import { failureViolation, type Score } from '../problem/evaluation.js';
import type { SearchTask } from './agent.js';
import { defineAgent } from './define-agent.js';
import { individualOf, type Individual } from './individual.js';
import { drawWeights, scalarCost, widened, type CostRange } from './scalar.js';

interface Chain {
  current: Individual | null;
  /** Of the objectives: chains go for different ends of the front. */
  readonly weights: readonly number[];
}

/** The mean of the steps for the worse that were met, by which a step is judged. */
interface Worsening { count: number; sum: number }

interface State {
  readonly chains: readonly Chain[];
  range: CostRange | null;
  evaluations: number;
  readonly ofCosts: Worsening;
  readonly ofViolations: Worsening;
}

/**
 * Chains that step to a neighbour if it is better, and with probability exp(-d / (T m)) if it is worse by d, m being the mean step for the worse so far. T falls
 * geometrically over the budget (Kirkpatrick, Gelatt, Vecchi, Science 220, 1983). Between designs that are not legal d is of the violation.
 */
export const simulatedAnnealing = defineAgent({
  id: 'simulated-annealing', summary: 'Steps to neighbours, at first also to worse ones, less and less often', source: 'Kirkpatrick, Gelatt, Vecchi, Science 220, 1983', objectives: 'one',
  settings: {
    chains: { type: 'integer', low: 1, high: 256, scale: 'log', default: 4, meaning: 'Chains side by side: the designs of a batch' },
    hot: { type: 'real', low: 0.001, high: 100, scale: 'log', default: 0.5, meaning: 'First temperature, in mean steps for the worse' },
    cold: { type: 'real', low: 1e-6, high: 10, scale: 'log', default: 0.01, meaning: 'Last temperature' },
    step: { type: 'real', low: 0.001, high: 1, scale: 'log', default: 0.2, meaning: 'Longest step of a number at the first temperature, as a share of its range; it falls with the root of the temperature' },
  },
  start: ({ task, settings, rng }): State => ({
    chains: Array.from({ length: settings.chains }, () => ({ current: null, weights: drawWeights(rng, task.objectives.length) })),
    range: null, evaluations: 0, ofCosts: { count: 0, sum: 0 }, ofViolations: { count: 0, sum: 0 },
  }),
  propose: ({ task, settings, rng }, state) => {
    const reach = settings.step * Math.sqrt(temperature(settings, state, task) / settings.hot);
    return state.chains.map(({ current }) => ({ design: current === null ? sampleDesign(task.space, rng) : stepped(task.space, current.design, reach, rng) }));
  },
  observe: ({ task, settings, rng }, state, trials) => {
    const warmth = temperature(settings, state, task);
    state.chains.forEach((chain, i) => {
      const next = individualOf(task, trials[i]!);
      state.range = widened(state.range, next);
      if (chain.current === null || accepts(chain, next, state, warmth, rng)) chain.current = next;
    });
    state.evaluations += trials.length;
  },
});

function temperature({ hot, cold }: { readonly hot: number; readonly cold: number }, { evaluations }: State, { budget }: SearchTask): number {
  return hot * (Math.min(hot, cold) / hot) ** Math.min(1, evaluations / budget);
}

function accepts({ current, weights }: Chain, next: Score, state: State, warmth: number, rng: Rng): boolean {
  const before = current!;
  // Drawn for every step, so that numbers do not depend on what others did.
  const chance = rng.next();
  if (next.violation === failureViolation || before.violation === failureViolation) return before.violation === failureViolation;
  const areLegal = before.violation === 0 && next.violation === 0 && before.costs !== null && next.costs !== null;
  const worse = areLegal ? scalarCost(next.costs, weights, state.range) - scalarCost(before.costs, weights, state.range) : next.violation - before.violation;
  if (worse <= 0) return true;
  const mean = areLegal ? state.ofCosts : state.ofViolations;
  mean.count++;
  mean.sum += worse;
  return chance < Math.exp(-worse / (warmth * (mean.sum / mean.count)));
}

/** The design with one parameter changed: to any other value where there is no order, else by up to `reach` of its range, at least to the next value. */
function stepped(space: DesignSpace, design: Design, reach: number, rng: Rng): Design {
  const open = space.parameters.map((_, i) => i).filter((i) => valueCount(space.parameters[i]!) !== 1);
  if (open.length === 0) return design;
  const i = rng.pick(open);
  return design.with(i, steppedCode(space.parameters[i]!, design[i]!, reach, rng));
}

function steppedCode(parameter: Parameter, code: number, reach: number, rng: Rng): number {
  if (parameter.type === 'categorical') return (code + rng.integer(1, parameter.values.length - 1)) % parameter.values.length;
  const moved = fromUnit(parameter, toUnit(parameter, code) + reach * (2 * rng.next() - 1));
  if (moved !== code || parameter.type === 'real') return moved;
  const [low, high] = parameter.type === 'integer' ? [parameter.low, parameter.high] : [0, parameter.values.length - 1];
  if (code === low) return code + 1;
  return code === high || rng.next() < 0.5 ? code - 1 : code + 1;
}

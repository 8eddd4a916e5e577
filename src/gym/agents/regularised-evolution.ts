import { defineAgent } from './define-agent.js';
import { individualOf, type Individual } from './individual.js';
import { withOneChange } from './one-change.js';
import { compareScalar, drawWeights, widened, type CostRange } from './scalar.js';
import { withTried } from './tried.js';
import { newDesigns } from './variation.js';

interface State {
  /** The oldest first. */
  population: readonly Individual[];
  range: CostRange | null;
  tried: readonly string[];
}

/** A queue of designs: the best of a few drawn from it gets a child with one change, and the oldest leave, however good they are. With several objectives every draw weighs them anew. */
export const regularisedEvolution = defineAgent({
  id: 'regularised-evolution', summary: 'Changes the best of a few designs and drops the oldest, so that nobody lives by one lucky evaluation', source: 'Real, Aggarwal, Huang, Le, AAAI 33, 2019', objectives: 'one',
  settings: {
    population: { type: 'integer', low: 2, high: 10_000, scale: 'log', default: 24, meaning: 'Designs that are remembered, and the first batch' },
    sample: { type: 'integer', low: 1, high: 1000, scale: 'log', default: 16, meaning: 'Draws from the population, of which the best is the parent' },
    batch: { type: 'integer', low: 1, high: 1000, scale: 'log', default: 4, meaning: 'Children of a batch' },
    near: { type: 'real', low: 0, high: 1, scale: 'linear', default: 0.5, meaning: 'Probability that a change is a short step; else it is to any other value' },
  },
  start: (): State => ({ population: [], range: null, tried: [] }),
  propose: ({ task, settings, rng }, { population, range, tried }) => {
    const parent = (): Individual => {
      const weights = drawWeights(rng, task.objectives.length);
      const drawn = Array.from({ length: settings.sample }, () => rng.pick(population));
      return drawn.reduce((a, b) => (compareScalar(b, a, weights, range) < 0 ? b : a));
    };
    const isFirst = population.length === 0;
    const family = isFirst ? null : () => [withOneChange(task.space, parent().design, settings.near, rng)];
    const designs = newDesigns(task.space, tried, isFirst ? settings.population : settings.batch, rng, family);
    return designs.map((design) => ({ design }));
  },
  observe: ({ task, settings }, state, trials) => {
    const children = trials.map((trial) => individualOf(task, trial));
    state.range = children.reduce(widened, state.range);
    state.tried = withTried(state.tried, trials.map(({ design }) => design));
    state.population = [...state.population, ...children].slice(-settings.population);
  },
});

import { designKey, sampleCode, type Design, type DesignSpace } from '../../sim/model/design-space.js';
import type { Rng } from '../../sim/core/rng.js';
import { defineAgent } from './define-agent.js';
import { individualOf, type Individual } from './individual.js';
import { compareScalar, drawWeights, widened, type CostRange } from './scalar.js';
import { mutatedCode, newDesigns } from './variation.js';

interface State {
  population: readonly Individual[];
  range: CostRange | null;
  /** Of the objectives, drawn anew for each generation. */
  weights: readonly number[];
}

/** A generational genetic algorithm: tournaments, uniform crossover, and the best of a generation live on. */
export const genetic = defineAgent({
  id: 'genetic', summary: 'Evolves a population by tournaments, uniform crossover and mutation', source: 'Goldberg, Genetic Algorithms in Search, Optimization and Machine Learning, 1989', objectives: 'one',
  settings: {
    population: { type: 'integer', low: 2, high: 10_000, scale: 'log', default: 16, meaning: 'Designs of a generation' },
    elites: { type: 'integer', low: 1, high: 100, scale: 'log', default: 2, meaning: 'Best designs that live on; less than the population' },
    mutation: { type: 'real', low: 0.0001, high: 1, scale: 'log', default: 0.1, meaning: 'Probability that a parameter of a child is changed' },
    crossover: { type: 'real', low: 0, high: 1, scale: 'linear', default: 0.5, meaning: 'Probability that two parents are crossed; else the first is copied' },
    tournament: { type: 'integer', low: 1, high: 64, scale: 'log', default: 2, meaning: 'Designs of which the best becomes a parent' },
  },
  start: ({ task, rng }): State => ({ population: [], range: null, weights: drawWeights(rng, task.objectives.length) }),
  propose: ({ task: { space }, settings, rng }, { population, range, weights }) => {
    const better = (a: Individual, b: Individual): Individual => (compareScalar(b, a, weights, range) < 0 ? b : a);
    const parent = (): Individual => Array.from({ length: settings.tournament }, () => rng.pick(population)).reduce(better);
    const child = (): Design => {
      const first = parent().design;
      const mixed = rng.next() < settings.crossover ? uniform(first, parent().design, rng) : first;
      return mixed.map((code, i) => (rng.next() < settings.mutation ? changed(space, i, code, rng) : code));
    };
    const count = population.length === 0 ? settings.population : Math.max(1, settings.population - settings.elites);
    return newDesigns(space, population.map(({ design }) => designKey(design)), count, rng, population.length === 0 ? null : () => [child()]).map((design) => ({ design }));
  },
  observe: ({ task, settings, rng }, state, trials) => {
    const children = trials.map((trial) => individualOf(task, trial));
    state.range = children.reduce(widened, state.range);
    state.weights = drawWeights(rng, task.objectives.length);
    const elites = [...state.population].sort((a, b) => compareScalar(a, b, state.weights, state.range)).slice(0, Math.min(settings.elites, settings.population - 1));
    state.population = [...elites, ...children];
  },
});

function uniform(a: Design, b: Design, rng: Rng): Design {
  return a.map((code, i) => (rng.next() < 0.5 ? code : b[i]!));
}

/** Half of the changes are short steps, the others any value. */
function changed(space: DesignSpace, i: number, code: number, rng: Rng): number {
  const parameter = space.parameters[i]!;
  return rng.next() < 0.5 ? mutatedCode(parameter, code, 20, rng) : sampleCode(parameter, rng);
}

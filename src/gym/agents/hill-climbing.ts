import type { Rng } from '../../sim/core/rng.js';
import { designKey, neighbours, sampleDesign, type Design } from '../../sim/model/design-space.js';
import { defineAgent } from './define-agent.js';
import { individualOf, type Individual } from './individual.js';
import { shuffled } from './mating.js';
import { compareScalar, drawWeights, widened, type CostRange } from './scalar.js';

interface State {
  /** Null before a start, whose design is then the next batch. */
  current: Individual | null;
  /** How far real values are changed, on [0, 1]. */
  step: number;
  weights: readonly number[];
  range: CostRange | null;
  /** Keys of designs that were tried around the current one. */
  tried: readonly string[];
}

/** Climbs from a random design to the best neighbour until none is better; steps of real values are then halved, and after the shortest one the next climb begins. */
export const hillClimbing = defineAgent({
  id: 'hill-climbing', summary: 'Moves to the best neighbour until none is better, then starts anew', source: 'best-improvement local search with random restarts', objectives: 'one',
  settings: {
    neighbours: { type: 'integer', low: 1, high: 4096, scale: 'log', default: 64, meaning: 'Most neighbours of a batch; of more, some by chance' },
    step: { type: 'real', low: 0.001, high: 0.5, scale: 'log', default: 0.1, meaning: 'First step of real values, as a share of their range' },
    shortestStep: { type: 'real', low: 1e-9, high: 0.5, scale: 'log', default: 0.001, meaning: 'Steps are halved down to this one' },
    starts: { type: 'integer', low: 1, high: 1024, scale: 'log', default: 8, meaning: 'Random designs of which the best is the start of a climb' },
  },
  start: ({ task, settings, rng }): State => ({ current: null, step: settings.step, weights: drawWeights(rng, task.objectives.length), range: null, tried: [] }),
  propose: ({ task, settings, rng }, state) => {
    const { space } = task;
    const canShorten = space.parameters.some(({ type }) => type === 'real' || type === 'integer');
    while (state.current !== null) {
      const { design } = state.current;
      const tried = new Set(state.tried);
      const fresh = neighbours(space, design, state.step).filter((near) => !tried.has(designKey(near)));
      if (fresh.length > 0) return chosen(fresh, settings.neighbours, rng).map((near) => ({ design: near }));
      if (canShorten && state.step / 2 >= settings.shortestStep) state.step /= 2;
      else Object.assign(state, { current: null, step: settings.step, tried: [], weights: drawWeights(rng, task.objectives.length) });
    }
    return Array.from({ length: settings.starts }, () => ({ design: sampleDesign(space, rng) }));
  },
  observe: ({ task }, state, trials) => {
    const seen = trials.map((trial) => individualOf(task, trial));
    state.range = seen.reduce(widened, state.range);
    const { current, weights, range } = state;
    const best = seen.reduce((a, b) => (compareScalar(b, a, weights, range) < 0 ? b : a));
    const isBetter = current === null || compareScalar(best, current, weights, range) < 0;
    if (isBetter) state.current = best;
    state.tried = [...(isBetter ? [] : state.tried), ...seen.map(({ design }) => designKey(design))];
  },
});

/** All of them in their order, or as many as are wanted, by chance. */
function chosen(designs: readonly Design[], most: number, rng: Rng): readonly Design[] {
  return designs.length <= most ? designs : shuffled(designs, rng).slice(0, most);
}

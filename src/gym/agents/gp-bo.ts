import { designKey } from '../../sim/model/design-space.js';
import { dominanceFronts } from '../measure/dominance.js';
import { bestCandidates } from '../surrogate/candidates.js';
import { oneHotRows, oneHotWidth } from '../surrogate/features.js';
import type { ForestOptions } from '../surrogate/forest.js';
import { legalityForest, violationRater } from '../surrogate/forest-models.js';
import { startKernel, type Kernel } from '../surrogate/gaussian-process.js';
import { improvementRater } from '../surrogate/improvement.js';
import { fitKernel } from '../surrogate/kernel-fit.js';
import { learnedCosts } from '../surrogate/learned-costs.js';
import { processWorlds } from '../surrogate/process-models.js';
import { defineAgent } from './define-agent.js';
import { individualOf, type Individual } from './individual.js';
import { newDesigns } from './variation.js';

interface State {
  readonly seen: Individual[];
  /** One an objective. */
  kernels: readonly Kernel[];
  /** Designs that had been seen when the kernels were last fitted. */
  fitted: number;
}

/**
 * Bayesian optimisation with a Gaussian process for each objective: Matern 5/2 with a length for each parameter, categories as 0s and a 1. Whether a design is legal is no smooth question, and is left to a forest. Time grows with the cube
 * of the designs, so a model learns from a limited number: the best half of it and the last.
 */
export const gpBo = defineAgent({
  id: 'gp-bo', summary: 'Learns the costs with Gaussian processes, and tries what should improve most',
  source: 'Jones, Schonlau, Welch, J. Global Optim. 13, 1998; Rasmussen, Williams, Gaussian Processes for Machine Learning, 2006', objectives: 'many',
  settings: {
    startup: { type: 'integer', low: 2, high: 10_000, scale: 'log', default: 12, meaning: 'Designs drawn at random before anything is learnt' },
    growth: { type: 'real', low: 0, high: 1, scale: 'linear', default: 0.02, meaning: 'Designs of a batch as a share of those seen; at least one' },
    designs: { type: 'integer', low: 10, high: 2000, scale: 'log', default: 200, meaning: 'Most designs that a model learns from' },
    refit: { type: 'real', low: 0, high: 10, scale: 'linear', default: 0.15, meaning: 'Lengths are fitted again when this share of designs came since' },
    draws: { type: 'integer', low: 1, high: 100_000, scale: 'log', default: 100, meaning: 'Random designs that the model is asked about, beside those near the best' },
    climbs: { type: 'integer', low: 1, high: 1000, scale: 'log', default: 2, meaning: 'Climbs from neighbour to neighbour by the model' },
  },
  start: ({ task }): State => ({ seen: [], kernels: task.objectives.map(() => startKernel(oneHotWidth(task.space))), fitted: 0 }),
  propose: ({ task: { space, objectives }, settings, rng }, state) => {
    const { seen } = state;
    const taken = new Set(seen.map(({ design }) => designKey(design)));
    if (seen.length < settings.startup) return newDesigns(space, taken, settings.startup - seen.length, rng, null).map((design) => ({ design }));
    const search = { space, draws: settings.draws, climbs: settings.climbs, taken, count: Math.max(1, Math.floor(settings.growth * seen.length)) };
    const learned = learnedCosts(selected(seen, settings.designs), objectives.length);
    if (learned.legal.length === 0) return bestCandidates({ ...search, rater: violationRater(space, seen, forest, rng) }, rng).map((design) => ({ design }));
    if (seen.length >= state.fitted * (1 + settings.refit)) {
      const part = learned.known.slice(-mostFitted);
      const rows = oneHotRows(space, part.map(({ design }) => design));
      state.kernels = state.kernels.map((kernel, k) => fitKernel(rows, Float64Array.from(part, ({ costs }) => costs![k]!), kernel, fitSteps));
      state.fitted = seen.length;
    }
    const legality = legalityForest(space, seen, forest, rng);
    const model = processWorlds(space, learned, state.kernels, (designs) => legality?.(designs) ?? null, rng);
    return bestCandidates({ ...search, rater: improvementRater(model, learned.legal, rng) }, rng).map((design) => ({ design }));
  },
  observe: ({ task }, state, trials) => { state.seen.push(...trials.map((trial) => individualOf(task, trial))); },
});

/** Of legality, and of violations while nothing is legal. */
const forest: ForestOptions = { trees: 24, leafRows: 1, featureShare: 0.5, bootstrap: false, cuts: 'random' };
/** Steps of a fit of lengths, and most designs that it looks at. */
const fitSteps = 12;
const mostFitted = 100;

/** All designs, or the better half of `count` by fronts and, of the others, the last; in the order in which they came. */
function selected(seen: readonly Individual[], count: number): readonly Individual[] {
  if (seen.length <= count) return seen;
  const kept = new Set(dominanceFronts(seen).flat().slice(0, Math.floor(count / 2)));
  for (let i = seen.length - 1; kept.size < count; i--) kept.add(i);
  return [...kept].sort((a, b) => a - b).map((i) => seen[i]!);
}

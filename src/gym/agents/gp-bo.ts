import { designKey } from '../../sim/model/design-space.js';
import { bestCandidates } from '../surrogate/candidates.js';
import type { ForestOptions } from '../surrogate/forest.js';
import { violationRater } from '../surrogate/forest-models.js';
import { improvementRater } from '../surrogate/improvement.js';
import { keptChances } from '../surrogate/limit-models.js';
import { isLegal, learnedCosts } from '../surrogate/learned-costs.js';
import { noteTrials, refit, startMemory, type ProcessMemory } from '../surrogate/process-memory.js';
import { processWorlds } from '../surrogate/process-models.js';
import { selectedDesigns } from '../surrogate/selected-designs.js';
import { defineAgent } from './define-agent.js';
import { individualOf, type Individual } from './individual.js';
import { newDesigns } from './variation.js';

interface State { readonly seen: Individual[]; readonly memory: ProcessMemory }

/**
 * Bayesian optimisation with a Gaussian process for each objective, and for each constraint that a metric tells of: Matern 5/2 with a length for each parameter, categories as 0s and a 1. Whether other constraints are kept is left to a forest.
 * Time grows with the square of the designs, so a model learns from a limited number: the best half of it and the last.
 */
export const gpBo = defineAgent({
  id: 'gp-bo', summary: 'Learns the costs with Gaussian processes, and tries what should improve most',
  source: 'Jones, Schonlau, Welch, J. Global Optim. 13, 1998; Rasmussen, Williams, Gaussian Processes for Machine Learning, 2006', objectives: 'many',
  settings: {
    startup: { type: 'integer', low: 2, high: 10_000, scale: 'log', default: 12, meaning: 'Designs drawn at random before anything is learnt' },
    growth: { type: 'real', low: 0, high: 1, scale: 'linear', default: 0.02, meaning: 'Designs of a batch as a share of those seen; at least one' },
    designs: { type: 'integer', low: 10, high: 2000, scale: 'log', default: 200, meaning: 'Most designs that a model learns from' },
    refit: { type: 'real', low: 0, high: 10, scale: 'linear', default: 0.15, meaning: 'Lengths are fitted again when this share of designs came since' },
    draws: { type: 'integer', low: 1, high: 100_000, scale: 'log', default: 100, meaning: 'Designs that the model is asked about beside the neighbours of the best: half of them random, half combined from the best' },
    climbs: { type: 'integer', low: 1, high: 1000, scale: 'log', default: 2, meaning: 'Climbs from neighbour to neighbour by the model' },
  },
  start: ({ task }): State => ({ seen: [], memory: startMemory(task) }),
  propose: ({ task: { space, referenceCosts }, settings, rng }, { seen, memory }) => {
    const taken = new Set(seen.map(({ design }) => designKey(design)));
    if (seen.length < settings.startup) return newDesigns(space, taken, settings.startup - seen.length, rng, null).map((design) => ({ design }));
    const search = { space, draws: settings.draws, climbs: settings.climbs, taken, count: Math.max(1, Math.floor(settings.growth * seen.length)) };
    if (!seen.some(isLegal)) return bestCandidates({ ...search, rater: violationRater(space, seen, forest, rng) }, rng).map((design) => ({ design }));
    refit(memory, space, seen, settings.refit);
    const learned = learnedCosts(selectedDesigns(seen, settings.designs), memory.costs.map(({ isLog }) => isLog));
    const chances = keptChances(space, seen.map(({ design }) => design), memory.limits, memory.margins, forest, rng);
    const model = processWorlds(space, learned, memory.costs, chances, rng);
    return bestCandidates({ ...search, rater: improvementRater(model, learned, referenceCosts, rng) }, rng).map((design) => ({ design }));
  },
  observe: ({ task }, { seen, memory }, trials) => {
    seen.push(...trials.map((trial) => individualOf(task, trial)));
    noteTrials(memory, trials);
  },
});

/** Of whether constraints are kept, and of violations while nothing is legal. */
const forest: ForestOptions = { trees: 24, leafRows: 1, featureShare: 0.5, bootstrap: false, cuts: 'random' };

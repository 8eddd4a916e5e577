import { designKey } from '../../sim/model/design-space.js';
import { bestCandidates } from '../surrogate/candidates.js';
import type { ForestOptions } from '../surrogate/forest.js';
import { forestWorlds, violationRater } from '../surrogate/forest-models.js';
import { improvementRater } from '../surrogate/improvement.js';
import { isLegal, learnedCosts } from '../surrogate/learned-costs.js';
import { keptChances } from '../surrogate/limit-models.js';
import { mixedWorlds } from '../surrogate/mixed-worlds.js';
import { noteTrials, refit, startMemory, type ProcessMemory } from '../surrogate/process-memory.js';
import { processWorlds } from '../surrogate/process-models.js';
import { selectedDesigns } from '../surrogate/selected-designs.js';
import { defineAgent } from './define-agent.js';
import { individualOf, type Individual } from './individual.js';
import { newDesigns } from './variation.js';

interface State { readonly seen: Individual[]; readonly memory: ProcessMemory }

/** Lengths of processes are fitted again when this share of designs came since. */
const refitShare = 0.2;

/**
 * Sequential model-based search. One cost is learned twice: by a random forest, whose trees are cut at random (Geurts et al.), which makes them differ where little is known, and by a Gaussian process, which sees a trend that goes on
 * beyond what was seen. Trees and draws of the process are worlds side by side: where the two do not agree, much is open. Several costs are learned by processes alone: trees of different costs, each with leaves of single designs,
 * promise the best of each at once.
 */
export const smac = defineAgent({
  id: 'smac', summary: 'Learns costs and limits with Gaussian processes and random forests, and tries what should improve most',
  source: 'Hutter, Hoos, Leyton-Brown, LION 5, 2011; Geurts, Ernst, Wehenkel, Machine Learning 63, 2006; Rasmussen, Williams, Gaussian Processes for Machine Learning, 2006', objectives: 'many',
  settings: {
    startup: { type: 'integer', low: 1, high: 10_000, scale: 'log', default: 20, meaning: 'Designs drawn at random before anything is learnt' },
    growth: { type: 'real', low: 0, high: 1, scale: 'linear', default: 0.01, meaning: 'Designs of a batch as a share of those seen; at least one' },
    trees: { type: 'integer', low: 2, high: 1000, scale: 'log', default: 3, meaning: 'Trees of a forest that learns one objective, beside 24 worlds of a process' },
    featureShare: { type: 'real', low: 0.01, high: 1, scale: 'linear', default: 0.75, meaning: 'Share of the parameters that a node of a tree tries' },
    leafDesigns: { type: 'integer', low: 1, high: 100, scale: 'log', default: 1, meaning: 'Least designs of a leaf' },
    designs: { type: 'integer', low: 10, high: 2000, scale: 'log', default: 200, meaning: 'Most designs that a process learns from' },
    draws: { type: 'integer', low: 1, high: 100_000, scale: 'log', default: 120, meaning: 'Designs that the models are asked about beside the neighbours of the best: half of them random, half combined from the best' },
    climbs: { type: 'integer', low: 1, high: 1000, scale: 'log', default: 2, meaning: 'Climbs from neighbour to neighbour by the models' },
  },
  start: ({ task }): State => ({ seen: [], memory: startMemory(task) }),
  propose: ({ task: { space, objectives, referenceCosts }, settings, rng }, { seen, memory }) => {
    const taken = new Set(seen.map(({ design }) => designKey(design)));
    if (seen.length < settings.startup) return newDesigns(space, taken, settings.startup - seen.length, rng, null).map((design) => ({ design }));
    const search = { space, draws: settings.draws, climbs: settings.climbs, taken, count: Math.max(1, Math.floor(settings.growth * seen.length)) };
    const costForest: ForestOptions = { trees: settings.trees, leafRows: settings.leafDesigns, featureShare: settings.featureShare, bootstrap: false, cuts: 'random' };
    const chanceForest = { ...costForest, trees: Math.max(settings.trees, chanceTrees) };
    if (!seen.some(isLegal)) return bestCandidates({ ...search, rater: violationRater(space, seen, chanceForest, rng) }, rng).map((design) => ({ design }));
    refit(memory, space, seen, refitShare);
    const learned = learnedCosts(seen, memory.costs.map(({ isLog }) => isLog));
    const chances = keptChances(space, seen.map(({ design }) => design), memory.limits, memory.margins, chanceForest, rng);
    const process = processWorlds(space, { ...learned, known: selectedDesigns(learned.known, settings.designs) }, memory.costs, chances, rng);
    const model = objectives.length > 1 ? process : mixedWorlds([process, forestWorlds(space, learned, chances, costForest, rng)]);
    return bestCandidates({ ...search, rater: improvementRater(model, learned, referenceCosts, rng) }, rng).map((design) => ({ design }));
  },
  observe: ({ task }, { seen, memory }, trials) => {
    seen.push(...trials.map((trial) => individualOf(task, trial)));
    noteTrials(memory, trials);
  },
});

/** Least trees of a forest that learns whether designs are legal, or how far from it. */
const chanceTrees = 24;

import { designKey } from '../../sim/model/design-space.js';
import { bestCandidates } from '../surrogate/candidates.js';
import type { ForestOptions } from '../surrogate/forest.js';
import { forestWorlds, violationRater } from '../surrogate/forest-models.js';
import { improvementRater } from '../surrogate/improvement.js';
import { learnedCosts } from '../surrogate/learned-costs.js';
import { defineAgent } from './define-agent.js';
import { individualOf, type Individual } from './individual.js';
import { newDesigns } from './variation.js';

interface State { readonly seen: Individual[] }

/**
 * Sequential model-based search with random forests: one for each objective, and one for how likely a design is legal. The variance of a prediction is that between its trees. Trees are cut at random (Geurts et al.), which makes them
 * differ where little is known.
 */
export const smac = defineAgent({
  id: 'smac', summary: 'Learns the costs with random forests, and tries what should improve most',
  source: 'Hutter, Hoos, Leyton-Brown, LION 5, 2011; Geurts, Ernst, Wehenkel, Machine Learning 63, 2006', objectives: 'many',
  settings: {
    startup: { type: 'integer', low: 1, high: 10_000, scale: 'log', default: 20, meaning: 'Designs drawn at random before anything is learnt' },
    growth: { type: 'real', low: 0, high: 1, scale: 'linear', default: 0.02, meaning: 'Designs of a batch as a share of those seen; at least one' },
    trees: { type: 'integer', low: 2, high: 1000, scale: 'log', default: 24, meaning: 'Trees of a forest' },
    featureShare: { type: 'real', low: 0.01, high: 1, scale: 'linear', default: 0.75, meaning: 'Share of the parameters that a node of a tree tries' },
    leafDesigns: { type: 'integer', low: 1, high: 100, scale: 'log', default: 1, meaning: 'Least designs of a leaf' },
    draws: { type: 'integer', low: 1, high: 100_000, scale: 'log', default: 300, meaning: 'Random designs that the model is asked about, beside those near the best' },
    climbs: { type: 'integer', low: 1, high: 1000, scale: 'log', default: 4, meaning: 'Climbs from neighbour to neighbour by the model' },
  },
  start: (): State => ({ seen: [] }),
  propose: ({ task: { space, objectives }, settings, rng }, { seen }) => {
    const taken = new Set(seen.map(({ design }) => designKey(design)));
    if (seen.length < settings.startup) return newDesigns(space, taken, settings.startup - seen.length, rng, null).map((design) => ({ design }));
    const options: ForestOptions = { trees: settings.trees, leafRows: settings.leafDesigns, featureShare: settings.featureShare, bootstrap: false, cuts: 'random' };
    const learned = learnedCosts(seen, objectives.length);
    const rater = learned.legal.length === 0 ? violationRater(space, seen, options, rng) : improvementRater(forestWorlds(space, seen, learned, options, rng), learned.legal, rng);
    const count = Math.max(1, Math.floor(settings.growth * seen.length));
    return bestCandidates({ space, rater, draws: settings.draws, climbs: settings.climbs, taken, count }, rng).map((design) => ({ design }));
  },
  observe: ({ task }, state, trials) => { state.seen.push(...trials.map((trial) => individualOf(task, trial))); },
});

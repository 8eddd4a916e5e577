import { designKey } from '../../sim/model/design-space.js';
import { defineAgent } from './define-agent.js';
import { limitedOf, type LimitedIndividual } from './tpe-limits.js';
import { drawWeights, scalarCost, widened, type CostRange } from './scalar.js';
import { promisingOf, tpeSettings } from './tpe-propose.js';
import { goodCount, splitByOrder, splitByVolume } from './tpe-split.js';
import { newDesigns } from './variation.js';
import type { Proposal } from './agent.js';

interface State { readonly seen: LimitedIndividual[]; range: CostRange | null }

/** With several objectives: share of proposals whose good designs are the first fronts, as in `motpe`, in place of the best by a weighted sum. */
const byVolume = 0.75;
/** With several objectives: share of draws that combine several good designs, which then lie along a front. */
const recombined = 0.5;

/** Tree-structured Parzen estimator. Legal designs come before others, these by their violation. Several objectives: other weights for each proposal, or the first fronts. */
export const tpe = defineAgent({
  id: 'tpe', summary: 'Tries designs that are likely among the best seen and unlikely among the others',
  source: 'Bergstra, Bardenet, Bengio, Kegl, NeurIPS 2011; Watanabe, arXiv 2304.11127, 2023', objectives: 'one', settings: tpeSettings,
  start: (): State => ({ seen: [], range: null }),
  propose: ({ task: { space, objectives, referenceCosts }, settings, rng }, { seen, range }) => {
    const known = new Set(seen.map(({ design }) => designKey(design)));
    if (seen.length < settings.startup) return newDesigns(space, known, settings.startup - seen.length, rng, null).map((design) => ({ design }));
    const promising = promisingOf(space, seen, known, settings, rng);
    const batch: Proposal[] = [];
    for (let i = 0; i < Math.max(1, Math.floor(settings.growth * seen.length)); i++) {
      const weights = drawWeights(rng, objectives.length);
      const order = (): number[] => {
        const costs = seen.map((one) => (one.costs === null || one.violation > 0 ? 0 : scalarCost(one.costs, weights, range)));
        return [...seen.keys()].sort((a, b) => seen[a]!.violation - seen[b]!.violation || costs[a]! - costs[b]! || a - b);
      };
      const count = goodCount(seen.length, settings.goodShare);
      const split = objectives.length > 1 && rng.next() < byVolume ? splitByVolume(seen, count, referenceCosts) : splitByOrder(order(), count);
      const design = promising(split, objectives.length > 1 ? recombined : 0) ?? newDesigns(space, known, 1, rng, null)[0];
      if (design === undefined) break;
      known.add(designKey(design));
      batch.push({ design });
    }
    return batch;
  },
  observe: ({ task }, state, trials) => {
    const seen = trials.map((trial) => limitedOf(task, trial));
    state.seen.push(...seen);
    state.range = seen.reduce(widened, state.range);
  },
});

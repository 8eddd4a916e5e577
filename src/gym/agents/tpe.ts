import { designKey } from '../../sim/model/design-space.js';
import { defineAgent } from './define-agent.js';
import { individualOf, type Individual } from './individual.js';
import { compareScalar, drawWeights, widened, type CostRange } from './scalar.js';
import { mostPromising, tpeSettings } from './tpe-propose.js';
import { goodCount, splitByOrder } from './tpe-split.js';
import { newDesigns } from './variation.js';
import type { Proposal } from './agent.js';

interface State { readonly seen: Individual[]; range: CostRange | null }

/** Tree-structured Parzen estimator. Legal designs come before others, these by their violation. Several objectives: other weights for each proposal. */
export const tpe = defineAgent({
  id: 'tpe', summary: 'Tries designs that are likely among the best seen and unlikely among the others',
  source: 'Bergstra, Bardenet, Bengio, Kegl, NeurIPS 2011; Watanabe, arXiv 2304.11127, 2023', objectives: 'one', settings: tpeSettings,
  start: (): State => ({ seen: [], range: null }),
  propose: ({ task: { space, objectives }, settings, rng }, { seen, range }) => {
    const known = new Set(seen.map(({ design }) => designKey(design)));
    if (seen.length < settings.startup) return newDesigns(space, known, settings.startup - seen.length, rng, null).map((design) => ({ design }));
    const batch: Proposal[] = [];
    for (let i = 0; i < Math.max(1, Math.floor(settings.growth * seen.length)); i++) {
      const weights = drawWeights(rng, objectives.length);
      const order = [...seen.keys()].sort((a, b) => compareScalar(seen[a]!, seen[b]!, weights, range) || a - b);
      const design = mostPromising(space, seen, splitByOrder(order, goodCount(seen.length, settings.goodShare)), known, settings, rng) ?? newDesigns(space, known, 1, rng, null)[0];
      if (design === undefined) break;
      known.add(designKey(design));
      batch.push({ design });
    }
    return batch;
  },
  observe: ({ task }, state, trials) => {
    const seen = trials.map((trial) => individualOf(task, trial));
    state.seen.push(...seen);
    state.range = seen.reduce(widened, state.range);
  },
});

import { designKey } from '../../sim/model/design-space.js';
import { defineAgent } from './define-agent.js';
import { limitedOf, type LimitedIndividual } from './tpe-limits.js';
import { promisingOf, tpeSettings } from './tpe-propose.js';
import { goodCount, splitByVolume } from './tpe-split.js';
import { newDesigns } from './variation.js';
import type { Proposal } from './agent.js';

interface State { readonly seen: LimitedIndividual[] }

/** Multi-objective tree-structured Parzen estimator: the good designs are the first fronts. */
export const motpe = defineAgent({
  id: 'motpe', summary: 'Tries designs that are likely among the fronts seen and unlikely among the others', source: 'Ozaki, Tanigaki, Watanabe, Nomura, Onishi, J. Artif. Intell. Res. 73, 2022', objectives: 'many',
  settings: tpeSettings,
  start: (): State => ({ seen: [] }),
  propose: ({ task: { space, referenceCosts }, settings, rng }, { seen }) => {
    const known = new Set(seen.map(({ design }) => designKey(design)));
    if (seen.length < settings.startup) return newDesigns(space, known, settings.startup - seen.length, rng, null).map((design) => ({ design }));
    const split = splitByVolume(seen, goodCount(seen.length, settings.goodShare), referenceCosts);
    const promising = promisingOf(space, seen, known, settings, rng);
    const batch: Proposal[] = [];
    for (let i = 0; i < Math.max(1, Math.floor(settings.growth * seen.length)); i++) {
      const design = promising(split, 0) ?? newDesigns(space, known, 1, rng, null)[0];
      if (design === undefined) break;
      known.add(designKey(design));
      batch.push({ design });
    }
    return batch;
  },
  observe: ({ task }, state, trials) => { state.seen.push(...trials.map((trial) => limitedOf(task, trial))); },
});

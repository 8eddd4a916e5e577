import type { Rng } from '../../sim/core/rng.js';
import { designKey, type Design, type DesignSpace } from '../../sim/model/design-space.js';
import { parzenOf } from './tpe-parzen.js';
import { limitChances, type LimitedIndividual } from './tpe-limits.js';
import { ageWeights, type Split } from './tpe-split.js';

export interface TpeOptions {
  readonly kernel: 'multivariate' | 'independent';
  readonly candidates: number;
  readonly priorWeight: number;
}

/** Rounds of draws that find only known designs before there are taken to be no others. */
const mostRounds = 4;

/** The most promising design for a split into good and bad. `recombined` is the share of draws that take each value from another good design. Null where only known designs were found. */
export type Promising = (split: Split, recombined: number) => Design | null;

/**
 * Of designs drawn from the density of the good ones the one that the density of the bad ones has least of: the largest ratio good / bad is the largest expected improvement (Bergstra et al., NeurIPS 2011, eq. 16), here times the chance that limits
 * are kept. With independent kernels each parameter takes the best of its own draws. `known` may grow between calls, `seen` may not.
 */
export function promisingOf(space: DesignSpace, seen: readonly LimitedIndividual[], known: ReadonlySet<string>, { kernel, candidates, priorWeight }: TpeOptions, rng: Rng): Promising {
  const options = { width: kernel === 'multivariate' ? 'scott' : 'gap', priorWeight } as const;
  const spaces = kernel === 'multivariate' ? [{ space, from: 0 }] : space.parameters.map((parameter, from) => ({ space: { parameters: [parameter] }, from }));
  const parts = spaces.map(({ space: part, from }) => {
    const designs = seen.map(({ design }) => design.slice(from, from + part.parameters.length));
    return { part, designs, chances: limitChances(part, designs, seen, options) };
  });
  const isNew = (design: Design): boolean => !known.has(designKey(design));
  return (split, recombined) => {
    const badWeights = ageWeights(split.bad.length);
    const choosers = parts.map(({ part, designs, chances }) => {
      const good = parzenOf(part, split.good.map((i) => designs[i]!), split.weights, options);
      const bad = parzenOf(part, split.bad.map((i) => designs[i]!), badWeights, options);
      return (isWanted: (design: Design) => boolean): Design | null => {
        let best: Design | null = null;
        let most = -Infinity;
        for (let i = 0; i < candidates; i++) {
          const design = recombined > 0 && rng.next() < recombined ? good.recombine(rng) : good.draw(rng);
          if (!isWanted(design)) continue;
          const ratio = good.logDensity(design) - bad.logDensity(design) + (chances?.(design) ?? 0);
          if (best === null || ratio > most) [best, most] = [design, ratio];
        }
        return best;
      };
    });
    for (let round = 0; round < mostRounds; round++) {
      const whole = choosers.length === 1 ? choosers[0]!(isNew) : choosers.flatMap((choose) => choose(() => true)!);
      if (whole !== null && isNew(whole)) return whole;
    }
    return null;
  };
}

export const tpeSettings = {
  startup: { type: 'integer', low: 1, high: 10_000, scale: 'log', default: 10, meaning: 'Designs drawn at random before anything is learnt' },
  candidates: { type: 'integer', low: 1, high: 10_000, scale: 'log', default: 24, meaning: 'Designs drawn from the good ones\' density, of which the most promising is tried' },
  goodShare: { type: 'real', low: 0.001, high: 0.9, scale: 'log', default: 0.1, meaning: 'Share of the designs that are good; no more than 25 are' },
  priorWeight: { type: 'real', low: 0.001, high: 100, scale: 'log', default: 1, meaning: 'Weight of the whole space beside the designs' },
  kernel: { type: 'categorical', values: ['multivariate', 'independent'], default: 'multivariate', meaning: 'Kernels over whole designs, or for each parameter on its own' },
  growth: { type: 'real', low: 0, high: 1, scale: 'linear', default: 0.01, meaning: 'Designs of a batch as a share of those seen; at least one' },
} as const;

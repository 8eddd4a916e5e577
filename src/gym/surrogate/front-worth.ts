import type { Individual } from '../agents/individual.js';
import { dominanceFronts } from '../measure/dominance.js';
import { isInside } from '../measure/hypervolume.js';
import { frontGain, frontVolumeGain } from './front-gain.js';
import type { LearnedCosts } from './learned-costs.js';
import { costOfTarget } from './targets.js';

/** Where a problem names no reference point, a front is worth what lies below this: a little beyond the worst cost known. */
const beyond = 0.1;

/**
 * How much two or three costs, from place `at` on as models learn them, would add to the front of the legal designs and those of `chosen`. Where the problem names a reference point, and something is better than it, the hypervolume of the costs themselves:
 * this is what a search is measured by. Else that of the costs as they are learned, up to a little beyond the worst.
 */
export function frontWorth({ legal, known, scales }: LearnedCosts, chosen: readonly Individual[], referenceCosts: readonly number[] | null): (costs: Float64Array, at: number) => number {
  const all = [...legal, ...chosen];
  const front = dominanceFronts(all)[0]!.map((i) => all[i]!.costs!);
  const usual = scales.map((_, k) => beyond + known.reduce((most, { costs }) => Math.max(most, costs![k]!), 1));
  if (referenceCosts === null) return gainOf(front, usual);
  const measured = front.map((costs) => costs.map((cost, k) => costOfTarget(scales[k]!, cost)));
  if (!measured.some((costs) => isInside(costs, referenceCosts))) return gainOf(front, usual);
  return gainOf(measured, referenceCosts, (cost, k) => costOfTarget(scales[k]!, cost));
}

function gainOf(front: readonly (readonly number[])[], reference: readonly number[], worth: (cost: number, k: number) => number = (cost) => cost): (costs: Float64Array, at: number) => number {
  if (reference.length === 2) {
    const area = frontGain(front, reference);
    return (costs, at) => area(worth(costs[at]!, 0), worth(costs[at + 1]!, 1));
  }
  const volume = frontVolumeGain(front, reference);
  return (costs, at) => volume(worth(costs[at]!, 0), worth(costs[at + 1]!, 1), worth(costs[at + 2]!, 2));
}

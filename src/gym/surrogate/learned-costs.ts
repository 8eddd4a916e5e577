import type { Individual } from '../agents/individual.js';
import { targetOf, targetScale, commonSign, type TargetScale } from './targets.js';

/** What was seen of a problem, as models learn it. */
export interface LearnedCosts {
  /** Designs whose costs are known, legal or not, with their targets: each objective from 0 for the best legal design to 1 for the worst. */
  readonly known: readonly Individual[];
  /** Of these the legal ones. */
  readonly legal: readonly Individual[];
  readonly scales: readonly TargetScale[];
  readonly isAllLegal: boolean;
}

export function isLegal({ costs, violation }: Individual): boolean {
  return costs !== null && violation === 0;
}

/** `isLog` says for each objective whether it is learned as a logarithm, where it can be. */
export function learnedCosts(seen: readonly Individual[], isLog: readonly boolean[]): LearnedCosts {
  const known = seen.filter(({ costs }) => costs !== null);
  const legal = known.filter(isLegal);
  const scales = isLog.map((one, k) => {
    const sign = one ? commonSign(known.map(({ costs }) => costs![k]!)) : 0;
    return targetScale(sign, (legal.length > 0 ? legal : known).map(({ costs }) => costs![k]!));
  });
  const scaled = known.map((one): Individual => ({ ...one, costs: one.costs!.map((cost, k) => targetOf(scales[k]!, cost)) }));
  return { known: scaled, legal: scaled.filter(isLegal), scales, isAllLegal: legal.length === seen.length };
}

/** Violations beyond this are alike: a failure is just very illegal. */
const largestViolation = 1e3;

/** Violations as a cost to be learned while nothing legal is known: what is far off does not drown what is near. */
export function learnedViolation({ violation }: Individual): number {
  return Math.log1p(Math.min(violation, largestViolation));
}

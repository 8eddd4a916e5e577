import type { Design, DesignSpace } from '../../sim/model/design-space.js';
import { failureViolation } from '../problem/evaluation.js';
import type { SearchTask, Trial } from './agent.js';
import { individualOf, type Individual } from './individual.js';
import { parzenOf, type Parzen, type ParzenOptions } from './tpe-parzen.js';

/** A design that was evaluated, with what is known of each limit. */
export interface LimitedIndividual extends Individual {
  /** One a constraint, 0 where it is kept; null for a design that failed, of which nothing is known. */
  readonly violations: readonly number[] | null;
}

export function limitedOf(task: SearchTask, trial: Trial): LimitedIndividual {
  const one = individualOf(task, trial);
  return { ...one, violations: one.violation === failureViolation ? null : trial.evaluation.violations };
}

/** A limit that some designs keep and others do not, by their places. */
interface Limit { readonly kept: readonly number[]; readonly broken: readonly number[] }

/** The limits of the constraints, and one that failures break. */
function limitsOf(seen: readonly LimitedIndividual[]): Limit[] {
  const constraints = seen.find(({ violations }) => violations !== null)?.violations?.length ?? 0;
  const places = [...seen.keys()];
  const [failed, others] = [places.filter((i) => seen[i]!.violations === null), places.filter((i) => seen[i]!.violations !== null)];
  const limits = Array.from({ length: constraints }, (_, c): Limit => ({ kept: others.filter((i) => seen[i]!.violations![c] === 0), broken: others.filter((i) => seen[i]!.violations![c] !== 0) }));
  return [...limits, { kept: others, broken: failed }].filter(({ kept, broken }) => kept.length > 0 && broken.length > 0);
}

/**
 * ln of the chance that a design keeps every limit, by the densities of those that keep it and of those that break it: P(kept at x) = s p(x | kept) / (s p(x | kept) + (1 - s) p(x | broken)) with the share s that keeps it. But for the factor s
 * what Watanabe and Hutter take for a constraint (c-TPE, IJCAI 2023, eq. 8). Null where no limit is known to matter.
 */
export function limitChances(space: DesignSpace, designs: readonly Design[], seen: readonly LimitedIndividual[], options: ParzenOptions): ((design: Design) => number) | null {
  const densityOf = (places: readonly number[]): Parzen => parzenOf(space, places.map((i) => designs[i]!), places.map(() => 1), options);
  const limits = limitsOf(seen).map(({ kept, broken }) => ({ odds: Math.log(broken.length / kept.length), kept: densityOf(kept), broken: densityOf(broken) }));
  if (limits.length === 0) return null;
  return (design) => limits.reduce((sum, { odds, kept, broken }) => sum - Math.log1p(Math.exp(odds + broken.logDensity(design) - kept.logDensity(design))), 0);
}

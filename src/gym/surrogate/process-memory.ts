import type { DesignSpace } from '../../sim/model/design-space.js';
import { oneHotRows, oneHotWidth } from './features.js';
import type { Individual } from '../agents/individual.js';
import { startKernel } from './gaussian-process.js';
import { fitMargins, type MarginModel } from './limit-models.js';
import { noLimits, noteLimits, type KnownLimits } from './limit-links.js';
import { fitTargetModel, startTargetModel, type TargetModel } from './target-models.js';
import { commonSign } from './targets.js';
import type { SearchTask, Trial } from '../agents/agent.js';

/** What Gaussian processes of a problem remember between batches. Plain JSON. */
export interface ProcessMemory {
  /** One an objective. */
  costs: readonly TargetModel[];
  /** Designs that had been seen when these, and those of margins, were last fitted. */
  fitted: number;
  marginsFitted: number;
  margins: readonly (MarginModel | null)[];
  readonly limits: KnownLimits;
}

export function startMemory({ space, objectives, constraints }: SearchTask): ProcessMemory {
  return { costs: objectives.map(() => startTargetModel(startKernel(oneHotWidth(space)))), fitted: 0, marginsFitted: 0, margins: [], limits: noLimits(constraints) };
}

export function noteTrials({ limits }: ProcessMemory, trials: readonly Trial[]): void {
  noteLimits(limits, trials.map(({ evaluation }) => evaluation));
}

/** Most designs that a fit of costs looks at. */
const mostFitted = 100;
/** Margins are fitted again when this share of designs came since. */
const marginShare = 0.4;

/** Fits kernels again where a share of designs came since. */
export function refit(memory: ProcessMemory, space: DesignSpace, seen: readonly Individual[], share: number): void {
  if (seen.length >= memory.fitted * (1 + share)) {
    const part = seen.filter(({ costs }) => costs !== null).slice(-mostFitted);
    const rows = oneHotRows(space, part.map(({ design }) => design));
    memory.costs = memory.costs.map((model, k) => {
      const costs = part.map((one) => one.costs![k]!);
      return fitTargetModel(rows, costs, commonSign(costs), model);
    });
    memory.fitted = seen.length;
  }
  if (seen.length >= memory.marginsFitted * (1 + marginShare)) {
    memory.margins = fitMargins(space, seen.map(({ design }) => design), memory.limits, memory.margins, startKernel(oneHotWidth(space)));
    memory.marginsFitted = seen.length;
  }
}

import type { Design, DesignSpace } from '../../sim/model/design-space.js';
import { oneHotRows, oneHotWidth } from './features.js';
import { startKernel, type Kernel } from './gaussian-process.js';
import { fitKernel } from './kernel-fit.js';
import type { LearnedCosts } from './learned-costs.js';
import { fitMargins, type MarginModel } from './limit-models.js';
import { noLimits, noteLimits, type KnownLimits } from './limit-links.js';
import type { SearchTask, Trial } from '../agents/agent.js';

/** What Gaussian processes of a problem remember between batches. Plain JSON. */
export interface ProcessMemory {
  /** One an objective. */
  kernels: readonly Kernel[];
  /** Designs that had been seen when these, and those of margins, were last fitted. */
  fitted: number;
  marginsFitted: number;
  margins: readonly (MarginModel | null)[];
  readonly limits: KnownLimits;
}

export function startMemory({ space, objectives, constraints }: SearchTask): ProcessMemory {
  return { kernels: objectives.map(() => startKernel(oneHotWidth(space))), fitted: 0, marginsFitted: 0, margins: [], limits: noLimits(constraints) };
}

export function noteTrials({ limits }: ProcessMemory, trials: readonly Trial[]): void {
  noteLimits(limits, trials.map(({ evaluation }) => evaluation));
}

/** Steps of a fit of lengths, and most designs that it looks at. */
const fitSteps = 12;
const mostFitted = 100;
/** Margins are fitted again when this share of designs came since. */
const marginShare = 0.4;

/** Fits kernels again where a share of designs came since. `designs` are all that were seen. */
export function refit(memory: ProcessMemory, space: DesignSpace, designs: readonly Design[], { known }: LearnedCosts, share: number): void {
  if (designs.length >= memory.fitted * (1 + share)) {
    const part = known.slice(-mostFitted);
    const rows = oneHotRows(space, part.map(({ design }) => design));
    memory.kernels = memory.kernels.map((kernel, k) => fitKernel(rows, Float64Array.from(part, ({ costs }) => costs![k]!), kernel, fitSteps));
    memory.fitted = designs.length;
  }
  if (designs.length >= memory.marginsFitted * (1 + marginShare)) {
    memory.margins = fitMargins(space, designs, memory.limits, memory.margins, startKernel(oneHotWidth(space)));
    memory.marginsFitted = designs.length;
  }
}

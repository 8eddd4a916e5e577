import type { Rng } from '../../sim/core/rng.js';
import type { Design, DesignSpace } from '../../sim/model/design-space.js';
import { featureTable, oneHotRows } from './features.js';
import { predictForest, trainForest, type ForestOptions } from './forest.js';
import { fitProcess, leaveOneOut, predictProcess, type GaussianProcess, type Kernel } from './gaussian-process.js';
import { fitKernel } from './kernel-fit.js';
import type { KnownLimits, LimitLink } from './limit-links.js';
import { normalCdf } from './normal.js';
import { hopeless } from './rater.js';

/** How the margin of a constraint is learned. Plain JSON. */
export interface MarginModel {
  readonly link: LimitLink;
  /** Margins are learned as ln(value / limit), else as value - limit; both times the sign of the link. */
  readonly isLog: boolean;
  readonly kernel: Kernel;
  /** By how much the errors of a process that predicts each design from all others are larger than it expects: their root mean square. */
  readonly doubt: number;
}

/** Values of one sign that differ by more than this factor are learned as logarithms. */
const wideFactor = 10;
/** The last designs that a process learns from, and that lengths are fitted to, and steps of a fit. */
const mostLearned = 200;
const mostFitted = 80;
const fitSteps = 10;
/** A margin is never known better than this share of the deviation of all of them. */
const leastDeviation = 1e-4;

/** Designs whose margins are known, with these. */
interface Margins { readonly rows: Float64Array; readonly targets: Float64Array }

function marginsOf(space: DesignSpace, designs: readonly Design[], { metrics }: KnownLimits, { link: { metric, sign, limit }, isLog }: Pick<MarginModel, 'link' | 'isLog'>, most: number): Margins {
  const values = metrics[metric]!;
  const known = [...values.keys()].filter((i) => values[i] !== null && (!isLog || values[i]! > 0)).slice(-most);
  return { rows: oneHotRows(space, known.map((i) => designs[i]!)), targets: Float64Array.from(known, (i) => sign * (isLog ? Math.log(values[i]! / limit) : values[i]! - limit)) };
}

/** Learns anew how the margins of constraints follow from designs. Null for a constraint that no metric tells of. */
export function fitMargins(space: DesignSpace, designs: readonly Design[], known: KnownLimits, before: readonly (MarginModel | null)[], start: Kernel): (MarginModel | null)[] {
  return known.links.map((links, c) => {
    const link = links?.[0];
    if (link === undefined) return null;
    const values = known.metrics[link.metric]!.filter((value) => value !== null);
    const isLog = link.limit > 0 && Math.min(...values) > 0 && Math.max(...values) > wideFactor * Math.min(...values);
    const part = marginsOf(space, designs, known, { link, isLog }, mostFitted);
    const kernel = fitKernel(part.rows, part.targets, before[c]?.kernel ?? start, fitSteps);
    const { rows, targets } = marginsOf(space, designs, known, { link, isLog }, mostLearned);
    const process = fitProcess(rows, targets, kernel);
    return { link, isLog, kernel, doubt: rootMeanSquare(leaveOneOut(process)) };
  });
}

function rootMeanSquare(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}

/**
 * How likely designs keep every constraint, and do not fail. Where a metric tells by how much a constraint is kept, a Gaussian process learns that: P(margin <= 0). Whether the others are kept is left to a forest: the share of such designs in the
 * leaves that a design comes to. The result is null where nothing was ever broken.
 */
export function keptChances(
  space: DesignSpace, designs: readonly Design[], known: KnownLimits, models: readonly (MarginModel | null)[], options: ForestOptions, rng: Rng,
): (designs: readonly Design[]) => Float64Array | null {
  const isLearned = known.links.map((links, c) => links?.some(({ metric }) => metric === models[c]?.link.metric) === true);
  const margins = models.flatMap((model, c): { readonly process: GaussianProcess; readonly doubt: number }[] => {
    if (model === null || isLearned[c] !== true) return [];
    const { rows, targets } = marginsOf(space, designs, known, model, mostLearned);
    return [{ process: fitProcess(rows, targets, model.kernel), doubt: model.doubt }];
  });
  const others = Float64Array.from(known.broken, (list) => (list.some((c) => isLearned[c] !== true) ? 0 : 1));
  const forest = others.includes(0) ? trainForest(featureTable(space, designs), others, options, rng) : null;
  if (margins.length === 0 && forest === null) return () => null;
  return (asked) => {
    const chances = forest === null ? new Float64Array(asked.length).fill(1) : predictForest(forest, featureTable(space, asked).values).mean;
    for (const { process, doubt } of margins) {
      // What one constraint makes hopeless the others need not be asked about.
      const open = [...chances.keys()].filter((row) => chances[row]! >= hopeless);
      const { mean, variance } = predictProcess(process, oneHotRows(space, open.map((row) => asked[row]!)), open.length);
      const least = leastDeviation * Math.sqrt(process.variance);
      open.forEach((row, at) => { chances[row]! *= normalCdf(-mean[at]! / Math.max(least, doubt * Math.sqrt(variance[at]!))); });
    }
    return chances;
  };
}

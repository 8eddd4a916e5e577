import type { Rng } from '../../sim/core/rng.js';
import type { Design, DesignSpace } from '../../sim/model/design-space.js';
import { featureTable, oneHotRows } from './features.js';
import { predictForest, trainForest, type ForestOptions } from './forest.js';
import { fitProcess, leaveOneOut, predictProcess, type GaussianProcess, type Kernel } from './gaussian-process.js';
import type { KnownLimits, LimitLink } from './limit-links.js';
import { normalCdf } from './normal.js';
import { hopeless } from './rater.js';
import { fitTargetModel, kernelOf, startTargetModel, type TargetModel } from './target-models.js';
import { commonSign } from './targets.js';

/** How the margin of a constraint is learned. Plain JSON. */
export interface MarginModel {
  readonly link: LimitLink;
  /** Of the values of the metric. */
  readonly model: TargetModel;
  /** By how much the errors of a process that predicts each design from all others are larger than it expects: their root mean square. */
  readonly doubt: number;
}

/** The last designs that a process learns from, and that lengths are fitted to. */
const mostLearned = 200;
const mostFitted = 80;
/** A margin is never known better than this share of the deviation of all of them. */
const leastDeviation = 1e-4;

/** The last designs whose value of a metric is known, as rows, with these values. */
function knownValues(space: DesignSpace, designs: readonly Design[], { metrics }: KnownLimits, metric: string, most: number): { readonly rows: Float64Array; readonly values: readonly number[] } {
  const known = metrics[metric]!.flatMap((value, i) => (value === null ? [] : [{ design: designs[i]!, value }])).slice(-most);
  return { rows: oneHotRows(space, known.map(({ design }) => design)), values: known.map(({ value }) => value) };
}

/** Whether values of a metric may be learned as logarithms: they and the limit are above 0. */
function limitSign(values: readonly number[], limit: number): 0 | 1 {
  return limit > 0 && commonSign(values) === 1 ? 1 : 0;
}

/** A process of the margins of a constraint, above 0 where it is broken: ln(value / limit), else value - limit; both times the sign of the link. */
function marginProcess(space: DesignSpace, designs: readonly Design[], known: KnownLimits, { link: { metric, sign, limit }, model }: Pick<MarginModel, 'link' | 'model'>): GaussianProcess {
  const { rows, values } = knownValues(space, designs, known, metric, mostLearned);
  const form = model.isLog ? limitSign(values, limit) : 0;
  return fitProcess(rows, Float64Array.from(values, (value) => sign * (form === 1 ? Math.log(value / limit) : value - limit)), kernelOf(model, form));
}

/** Learns anew how the margins of constraints follow from designs. Null for a constraint that no metric tells of. */
export function fitMargins(space: DesignSpace, designs: readonly Design[], known: KnownLimits, before: readonly (MarginModel | null)[], start: Kernel): (MarginModel | null)[] {
  return known.links.map((links, c) => {
    const link = links?.[0];
    if (link === undefined) return null;
    const { rows, values } = knownValues(space, designs, known, link.metric, mostFitted);
    const model = fitTargetModel(rows, values, limitSign(values, link.limit), before[c]?.model ?? startTargetModel(start));
    return { link, model, doubt: rootMeanSquare(leaveOneOut(marginProcess(space, designs, known, { link, model }))) };
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
    return [{ process: marginProcess(space, designs, known, model), doubt: model.doubt }];
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

import { estimate, notModelled, type Estimate, type NotModelled } from '../../sim/core/estimate.js';
import type { Codec } from '../../sim/numerics/codec.js';
import { usualSeed, type DistributionError } from './error-on-distributions.js';
import { breaksFixedGroup, learnsCodebook, type ResolvedQuery } from './format-query.js';
import type { ErrorSummary } from './leave-one-out.js';
import { predictedPerplexity, type Regression } from './regression.js';
import { publishedGroup } from './training-pairs.js';

/** How well the regression foretells published pairs that it has not seen. */
export interface RegressionError {
  /** Pairs of the same model. */
  readonly ofModel: ErrorSummary;
  readonly ofAllModels: ErrorSummary;
}

/** A perplexity that follows from the regression. */
export interface FittedPerplexity extends Estimate {
  readonly quality: 'fitted';
  readonly error: RegressionError;
}

/** What a fit needs to speak about one model. */
export interface ModelFit {
  readonly model: string;
  readonly regression: Regression;
  /** Perplexity before quantisation; null where none is published. */
  readonly baseline: number | null;
  readonly error: RegressionError;
}

/** The perplexity that the regression gives, or the reason why it gives none. */
export function fittedPerplexity(fit: ModelFit, query: ResolvedQuery, error: DistributionError | undefined): FittedPerplexity | NotModelled {
  const { model, regression, baseline } = fit;
  const reason = refusal(query);
  if (reason !== undefined) return notModelled(reason);
  if (baseline === null) return notModelled(`no perplexity of ${model} is published on this text, and a coefficient is never borrowed from another model`);
  if (error === undefined) return notModelled(`the weight error of ${query.format} is not known`);
  const prediction = predictedPerplexity(regression, model, error.nmse, baseline);
  if (prediction.value === null) return prediction;
  const own = regression.sensitivities.find((s) => s.model === model)!;
  const source = `regression: ${baseline} x exp(c NMSE), c = ${own.coefficient.toPrecision(3)} from ${own.pairs} published pairs of ${model}, NMSE ${error.nmse.toPrecision(3)} on Gaussian weights (seed ${usualSeed})`;
  return { ...estimate(prediction.value, 'perplexity', 'fitted', source), quality: 'fitted', error: fit.error };
}

/** Why the regression does not speak about this use of a format; undefined where it may. */
function refusal(query: ResolvedQuery): string | undefined {
  const { format, codec, groupSize, activations, kvCache, method, scales, sparsity } = query;
  if (sparsity !== null) return `pruned weights (${sparsity}): pruning never borrows a quantisation regression, and nothing is published`;
  if (kvCache !== 'fp16') return `a KV cache in ${kvCache}: nothing is published, and the regression is about weights`;
  if (activations !== 'fp16') return `activations in ${activations}: not published for this format, and the regression is about weights`;
  if (method !== 'rtn') return `weights calibrated by ${method}: not published for this format, and the regression is about rounding to nearest`;
  if (scales !== null) return `group scales in ${scales}: not published for this format, and the regression has scales at full precision`;
  if (codec === undefined) return `no codec is named "${format}", and nothing is published under that name`;
  if (breaksFixedGroup(query)) return `${format} has groups of ${codec.group.usual}; others are not published`;
  if (learnsCodebook(codec)) return `${format} learns a codebook from the weights: its error on a few drawn weights says nothing about a model`;
  if (groupSize === 'channel' || groupSize === null || weightsPerScale(codec, groupSize) > publishedGroup) {
    return `a scale for more than ${publishedGroup} weights meets outliers that Gaussian weights do not have; the regression knows groups of up to ${publishedGroup}`;
  }
  return undefined;
}

/** Weights that share a scale: a group, or its part where the format prescribes blocks with parts; a format without scales rounds each weight alone. */
function weightsPerScale(codec: Codec, groupSize: number): number {
  const counts = codec.fields.filter((field) => field.per === 'group').map((field) => field.count);
  if (counts.length === 0) return 1;
  if (groupSize === 0) return Infinity;
  return codec.layout === undefined ? groupSize : groupSize / Math.max(...counts);
}

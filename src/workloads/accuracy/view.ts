import { estimate, notModelled, type Estimate, type NotModelled } from '../../sim/core/estimate.js';
import { accuracyCaveats } from './caveats.js';
import { fittedPerplexity, type FittedPerplexity, type ModelFit } from './fitted-perplexity.js';
import { denseBitsPerWeight, gaussianError, resolveQuery, type FormatQuery, type ResolvedQuery } from './format-query.js';
import { leaveOneOut, summaryOf, type ErrorSummary } from './leave-one-out.js';
import { publishedModelName } from './model-names.js';
import { publishedBaseline, type Dataset, type PublishedPerplexity } from './published.js';
import { fitRegression, smallestIncrease } from './regression.js';
import { trainingPairs, type CodecLookup } from './training-pairs.js';
import { zeroShotOf, type ZeroShotAccuracy } from './zero-shot.js';

export interface AccuracyQuery {
  /** A model of the catalogue, an id of the Hugging Face hub, or a name under which perplexities are published. */
  readonly model: string;
  readonly formats: readonly (string | FormatQuery)[];
  readonly codecs: CodecLookup;
  /** `wikitext2` unless given. */
  readonly dataset?: Dataset;
}

/** A perplexity as it was published. */
export interface PublishedEstimate extends Estimate {
  readonly quality: 'published';
}

/** One format: what it takes, what it loses on Gaussian weights, and the perplexity of the model. null is not known. */
export interface AccuracyRow extends Omit<ResolvedQuery, 'codec' | 'published'> {
  readonly bitsPerWeight: number | null;
  /** Normalised mean square error on Gaussian weights. */
  readonly nmse: number | null;
  /** The same in dB; null too where there is no error at all. */
  readonly sqnrDb: number | null;
  /** Published where it is published, else fitted, else not known. */
  readonly perplexity: PublishedEstimate | FittedPerplexity | NotModelled;
  /** Published zero-shot accuracies of the same weights; empty where there are none. */
  readonly zeroShot: readonly ZeroShotAccuracy[];
  /** Other published values for the same thing, and what is odd about the source. */
  readonly notes: readonly string[];
}

/** The regression behind fitted values. */
export interface RegressionReport {
  readonly law: string;
  /** c of the model; null where it has none. */
  readonly coefficient: number | null;
  /** Published pairs that were fitted: of the model, and of all models. */
  readonly pairsOfModel: number;
  readonly pairs: number;
  /** The exponent of NMSE if it were fitted instead of being 1. */
  readonly exponentIfFreed: number | null;
  readonly leaveOneOut: { readonly ofModel: ErrorSummary; readonly ofAllModels: ErrorSummary };
}

/** Formats of the weights of one model, side by side: plain data, ready for a table or for JSON. */
export interface AccuracyView {
  readonly model: string;
  readonly dataset: Dataset;
  /** Perplexity before quantisation. */
  readonly baseline: PublishedEstimate | NotModelled;
  readonly rows: readonly AccuracyRow[];
  readonly regression: RegressionReport;
  readonly caveats: readonly string[];
}

/** What is known about the accuracy of a model in each of the formats. A published value always stands before a fitted one. */
export function accuracyView(query: AccuracyQuery): AccuracyView {
  const { formats, codecs, dataset = 'wikitext2' } = query;
  const model = publishedModelName(query.model);
  const baseline = publishedBaseline(model, dataset);
  const pairs = trainingPairs(codecs, dataset);
  const regression = fitRegression(pairs);
  const heldOut = leaveOneOut(pairs);
  const error = { ofModel: summaryOf(heldOut.filter((h) => h.model === model)), ofAllModels: summaryOf(heldOut) };
  const fit: ModelFit = { model, regression, baseline: baseline?.perplexity ?? null, error };
  const own = regression.sensitivities.find((s) => s.model === model);
  return {
    model, dataset,
    baseline: baseline === undefined ? notModelled(`no perplexity of ${model} before quantisation is published on ${dataset}`) : publishedEstimate(baseline),
    rows: formats.map((format) => rowOf(resolveQuery(format, model, dataset, codecs), fit)),
    regression: { law: 'ln(PPL / PPL16) = c NMSE', coefficient: own?.coefficient ?? null, pairsOfModel: own?.pairs ?? 0, pairs: regression.pairs, exponentIfFreed: regression.exponentIfFreed, leaveOneOut: error },
    caveats: accuracyCaveats,
  };
}

function rowOf(query: ResolvedQuery, fit: ModelFit): AccuracyRow {
  const { format, groupSize, activations, kvCache, method, scales, sparsity, published } = query;
  const error = gaussianError(query);
  const first = published[0];
  const perplexity = first === undefined ? fittedPerplexity(fit, query, error) : publishedEstimate(first);
  const isPlain = activations === 'fp16' && kvCache === 'fp16' && method === 'rtn' && scales === null && sparsity === null;
  return {
    format, groupSize, activations, kvCache, method, scales, sparsity,
    bitsPerWeight: denseBitsPerWeight(query), nmse: error?.nmse ?? null, sqnrDb: error?.sqnrDb ?? null,
    perplexity,
    zeroShot: isPlain && (format === 'fp16' || groupSize === 128) ? zeroShotOf(fit.model, format) : [],
    notes: first === undefined ? resolutionNote(perplexity, fit) : [...first.notes, ...otherValues(first, published)],
  };
}

function publishedEstimate(published: PublishedPerplexity): PublishedEstimate {
  return { ...estimate(published.perplexity, 'perplexity', 'published', published.source), quality: 'published' };
}

function resolutionNote(perplexity: AccuracyRow['perplexity'], fit: ModelFit): readonly string[] {
  if (perplexity.value === null || perplexity.value - (fit.baseline ?? 0) >= smallestIncrease) return [];
  return [`an increase below ${smallestIncrease} is less than published values resolve`];
}

/** What other sources print for the same thing, where it differs. */
function otherValues(first: PublishedPerplexity, published: readonly PublishedPerplexity[]): readonly string[] {
  return published.filter((p) => p.perplexity !== first.perplexity).map((p) => `${p.source} has ${p.perplexity}`);
}

import type { OpGraph } from '../sim/model/op-graph.js';
import { codecNamed } from '../sim/numerics/catalogue.js';
import { bitsPerWeightOf } from '../sim/numerics/codec.js';
import { errorOnDistribution } from '../workloads/accuracy/error-on-distributions.js';
import { publishedModelName } from '../workloads/accuracy/model-names.js';
import { publishedBaseline } from '../workloads/accuracy/published.js';
import { fitRegression, predictedPerplexity } from '../workloads/accuracy/regression.js';
import { publishedGroup, trainingPairs } from '../workloads/accuracy/training-pairs.js';
import { decoderGraph } from '../workloads/decoder-graph.js';
import { modelNamed } from '../workloads/models.js';

/** What weights of a format take and lose, in the groups in which perplexities are published. */
export interface FormatCost {
  readonly format: string;
  /** Bits a weight, with what is stored beside it. */
  readonly bits: number;
  /** Normalised mean square error on Gaussian weights. */
  readonly nmse: number;
}

/** What formats of the weights cost a model. */
export interface FormatAccuracy {
  readonly model: string;
  readonly graph: OpGraph;
  readonly formats: readonly FormatCost[];
  /** Perplexity on wikitext2 before quantisation, as published. */
  readonly baseline: number;
  /** Perplexity of weights with that error, PPL16 exp(c NMSE) with c of the model's published perplexities; null with a reason where the law does not reach. */
  perplexity(nmse: number): { readonly value: number } | { readonly value: null; readonly reason: string };
}

/** What these formats cost a model of the catalogue; a text where that is not known: why. */
export function formatAccuracy(model: string, formats: readonly string[]): FormatAccuracy | string {
  const spec = modelNamed(model);
  if (spec === undefined) return 'the catalogue has no model of that name';
  const name = publishedModelName(model);
  const baseline = publishedBaseline(name, 'wikitext2')?.perplexity;
  if (baseline === undefined) return 'no perplexity of it before quantisation is published';
  const regression = fitRegression(trainingPairs(codecNamed, 'wikitext2'));
  const perplexity = (nmse: number): ReturnType<FormatAccuracy['perplexity']> => predictedPerplexity(regression, name, nmse, baseline);
  const first = perplexity(0);
  if (first.value === null) return first.reason;
  const unknown = formats.find((format) => codecNamed(format) === undefined);
  if (unknown !== undefined) return `there is no number format "${unknown}" of weights`;
  const costs = formats.map((format): FormatCost => {
    const codec = codecNamed(format)!;
    const groupSize = codec.group.fixed ? codec.group.usual : publishedGroup;
    return { format, bits: bitsPerWeightOf(codec, groupSize), nmse: errorOnDistribution(codec, { groupSize }).nmse };
  });
  return { model: name, graph: decoderGraph(spec), formats: costs, baseline, perplexity };
}

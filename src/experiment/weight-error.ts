import { remembered } from '../sim/core/remembered.js';
import { codecNamed } from '../sim/numerics/catalogue.js';
import type { OpGraph } from '../sim/model/op-graph.js';
import { weightFormatOf, type QuantizationScheme, type WeightFormat } from '../sim/model/quantization.js';
import { errorOnDistribution } from '../workloads/accuracy/error-on-distributions.js';

/**
 * Error of the weights of all linear layers in their formats: the sum of (w - w')^2 over the sum of w^2, each layer counted by its weights, on weights drawn from a normal
 * distribution (`errorOnDistribution`, 64 groups of 128, scales at full precision). A stand-in for accuracy, and none: layers differ in how much they matter. Null where a
 * format is not described by its grid and groups alone: sparse weights, outliers, groups of several formats, side paths.
 */
export function weightError(graph: OpGraph, scheme: QuantizationScheme): number | null {
  let [sum, count] = [0, 0];
  for (const { ops, repeat } of graph.groups) {
    for (const op of ops) {
      if (op.kind !== 'linear' || !op.ownsWeights) continue;
      const error = formatError(weightFormatOf(scheme, op.name));
      if (error === null) return null;
      const weights = repeat * (op.experts?.count ?? 1) * op.inFeatures * op.outFeatures;
      sum += weights * error;
      count += weights;
    }
  }
  return count === 0 ? null : sum / count;
}

function formatError({ type, groupSize, sparsity, outlierShare, narrow, sidePath }: WeightFormat): number | null {
  if (sparsity !== null || outlierShare > 0 || narrow !== undefined || sidePath !== undefined) return null;
  return errorOf({ format: type.name, groupSize: Math.min(groupSize, drawn) });
}

const errorOf = remembered(({ format, groupSize }: { readonly format: string; readonly groupSize: number }): number | null => {
  const codec = codecNamed(format);
  return codec === undefined ? null : errorOnDistribution(codec, { groupSize }).nmse;
});

/** Weights that are drawn: larger groups are as large as that. */
const drawn = 8192;

import { formatAccuracy } from '../../../experiment/format-accuracy.js';
import { InputError, type Problem } from '../../../sim/core/diagnostics.js';
import type { DesignSpace, Parameter } from '../../../sim/model/design-space.js';
import type { OpGraph } from '../../../sim/model/op-graph.js';
import type { SearchProblem } from '../search-problem.js';
import { noPublishedAccuracy, wrongProblemArgument } from './diagnostics.js';

export interface QuantAllocationInput {
  /** Of the catalogue, with published perplexities. Default `llama-2-7b`. */
  readonly model?: string;
  /** Formats that a part may have, in groups of 128. */
  readonly formats?: readonly string[];
  /** Runs of layers that are chosen for apart. Default 4. */
  readonly sections?: number;
  /** The largest legal perplexity over that before quantisation, less 1. Default 0.05. */
  readonly perplexityIncrease?: number;
}

/** Weights that share a format: one matrix of the layers of a section. */
interface Part {
  readonly name: string;
  readonly weights: number;
}

const usualFormats = ['int3-asym', 'bitmod3', 'int4-asym', 'bitmod4', 'int6-sym', 'int8-sym'];

/**
 * Formats of the weights part by part: the fewest bits a weight with a perplexity within a limit. The perplexity is that of `experiment/format-accuracy.ts`,
 * PPL16 exp(c NMSE) with c of the model's published perplexities, and NMSE the mean over all weights: the law has errors of layers add up (Malinovskii et al.,
 * arXiv 2411.17525), and that all parts react alike is assumed, as nothing is published of single ones. Where the law does not reach, a design breaks the limit `perplexity`.
 */
export function quantAllocationProblem({ model = 'llama-2-7b', formats = usualFormats, sections = 4, perplexityIncrease = 0.05 }: QuantAllocationInput = {}): SearchProblem {
  const problems: Problem[] = [
    ...(formats.length > 0 && new Set(formats).size === formats.length ? [] : [wrongProblemArgument('formats', 'a list of formats, each once', formats)]),
    ...(Number.isInteger(sections) && sections >= 1 && sections <= 64 ? [] : [wrongProblemArgument('sections', 'a whole number from 1 to 64', sections)]),
    ...(perplexityIncrease > 0 ? [] : [wrongProblemArgument('perplexityIncrease', 'a number above 0', perplexityIncrease)]),
  ];
  if (problems.length > 0) throw new InputError(problems);
  const accuracy = formatAccuracy(model, formats);
  if (typeof accuracy === 'string') throw new InputError([noPublishedAccuracy(model, accuracy)]);
  const { formats: costs, baseline } = accuracy;
  const parts = partsOf(accuracy.graph, sections);
  const total = parts.reduce((sum, { weights }) => sum + weights, 0);
  const space: DesignSpace = { parameters: parts.map((part): Parameter => ({ type: 'categorical', name: part.name, values: formats })) };
  const limit = baseline * (1 + perplexityIncrease);
  const shown = Number(limit.toPrecision(6));
  return {
    name: `quant-allocation-${accuracy.model}`, space,
    objectives: [{ name: 'bits per weight', direction: 'minimise', unit: 'bit' }],
    constraints: [{ name: 'perplexity', limit: `at most ${shown}` }],
    evaluate: (design) => {
      let [bits, error] = [0, 0];
      for (let i = 0; i < parts.length; i++) {
        const share = parts[i]!.weights / total;
        bits += share * costs[design[i]!]!.bits;
        error += share * costs[design[i]!]!.nmse;
      }
      const perplexity = accuracy.perplexity(error);
      const metrics = { perplexity: perplexity.value, 'weight error': error, 'weight bytes': (bits * total) / 8 };
      // Above the reach of the law the error itself says by how much: it is larger than any that is legal.
      if (perplexity.value === null) return { objectives: [bits], violations: [1 + error], reasons: [`the perplexity is not known: ${perplexity.reason}`], metrics };
      const excess = perplexity.value / limit - 1;
      return { objectives: [bits], violations: [Math.max(0, excess)], reasons: excess > 0 ? [`the perplexity is ${perplexity.value.toPrecision(6)}, at most ${shown} is legal`] : [], metrics };
    },
  };
}

/** The matrices of a model that own weights, by section of each run of equal layers. */
function partsOf({ groups }: OpGraph, sections: number): readonly Part[] {
  return groups.flatMap((group) => {
    const cuts = Math.min(sections, group.repeat);
    return group.ops.flatMap((op): Part[] => {
      if (op.kind !== 'linear' || !op.ownsWeights) return [];
      const weights = (op.experts?.count ?? 1) * op.inFeatures * op.outFeatures;
      return Array.from({ length: cuts }, (_, cut) => {
        const layers = Math.floor(((cut + 1) * group.repeat) / cuts) - Math.floor((cut * group.repeat) / cuts);
        const where = group.repeat === 1 ? (groups.length > 2 ? `${group.name}.` : '') : `${groups.filter(({ repeat }) => repeat > 1).length > 1 ? `${group.name}.` : ''}${cut + 1}.`;
        return { name: `${where}${op.name}`, weights: layers * weights };
      });
    });
  });
}

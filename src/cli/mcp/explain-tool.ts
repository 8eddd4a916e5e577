import { InputError } from '../../sim/core/diagnostics.js';
import type { Explained } from '../../sim/core/explained.js';
import type { SimulationResult } from '../../sim/model/result.js';
import type { Tool } from '../../mcp/tool.js';
import { notModelledHere, unexplained } from '../diagnostics.js';
import { experimentFields, runOptionsOf } from './experiment-fields.js';
import { withDocument } from './given-document.js';
import type { ServedFiles } from './served-files.js';

const usualMetric = 'totals.secondsPerOutputToken';
const usualDepth = 4;
const usualInputs = 12;

/** `explain`: where a number comes from, as a tree. */
export function explainTool(files: ServedFiles): Tool {
  return {
    name: 'explain', title: 'Explain a number',
    description: 'The formula, inputs, sources and qualities behind one metric of an experiment, as a tree: each node is computed by its formula from its inputs, each leaf has a source. Metrics are paths of a result, for example totals.firstTokenSeconds, phases.decode.tokensPerSecond, or throughput, ttft, tpot, latency.',
    fields: {
      ...experimentFields,
      metric: { types: ['string'], description: `path of the number (default: ${usualMetric})` },
      depth: { types: ['integer'], least: 1, most: 32, description: `levels of the tree (default: ${usualDepth})` },
      inputs: { types: ['integer'], least: 1, most: 10_000, description: `inputs of a node that are given, the largest first (default: ${usualInputs})` },
    },
    call: async (args) => {
      const { explainDocument } = await import('../../experiment/explain.js');
      const { metricPath } = await import('../../experiment/metric.js');
      const asked = typeof args['metric'] === 'string' ? args['metric'] : usualMetric;
      const metric = metricPath(asked);
      const depth = Number(args['depth'] ?? usualDepth);
      const { tree, assumptions, result } = await withDocument('experiment', args['experiment'], files.document, (document) => explainDocument(document, metric, runOptionsOf(args, files)));
      if (tree === undefined) return refused(asked, metric, result);
      const { explanationText } = await import('../explanation-text.js');
      // What the command line calls options are arguments here.
      const text = explanationText(tree, assumptions, depth).replaceAll(': --depth shows more', ': a larger depth shows more').replaceAll(': --json has all', ': more inputs show them');
      return { text, data: { metric, tree: pruned(tree, depth, Number(args['inputs'] ?? usualInputs)), assumptions } };
    },
  };
}

/** A tree with so many levels, and so many inputs of a node: the largest, in their order. `omittedInputs` counts the others. */
function pruned(node: Explained, depth: number, most: number): object {
  const { inputs, ...own } = node;
  const largest = depth <= 1 ? [] : [...inputs].sort((a, b) => Math.abs(b.value) - Math.abs(a.value)).slice(0, most);
  const kept = inputs.filter((input) => largest.includes(input));
  return { ...own, inputs: kept.map((input) => pruned(input, depth - 1, most)), ...(kept.length < inputs.length ? { omittedInputs: inputs.length - kept.length } : {}) };
}

/** A metric without a tree: of a design that does not fit that is an answer, else the question is wrong. */
async function refused(asked: string, metric: string, result: SimulationResult): Promise<{ text: string; data: object }> {
  const { answerSentence } = await import('../../reports/answer.js');
  if (!result.feasible) return { text: answerSentence(result), data: { metric, feasible: false, reasons: result.reasons } };
  const { metricAliases, metricValue } = await import('../../experiment/metric.js');
  const { explainable } = await import('../../sim/engine/explain.js');
  const reason = result.notModelled.find(({ path }) => path === metric)?.reason ?? (result.phases.decode === null ? 'the prefill yields the only output token' : '');
  const found = metricValue(result, metric) === null ? notModelledHere(asked, reason) : unexplained(asked, [...explainable, ...Object.keys(metricAliases)]);
  throw new InputError([{ ...found, pointer: '/metric' }]);
}

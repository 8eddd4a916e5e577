import { InputError } from '../sim/core/diagnostics.js';
import type { SimulationResult } from '../sim/model/result.js';
import { text, type Command } from './command.js';
import { notModelledHere, unexplained, wrongDepth } from './diagnostics.js';
import { exitCodes } from './exit.js';
import { runOptions, simulationOptions } from './simulation-options.js';

const usualMetric = 'totals.secondsPerOutputToken';

/** `archsim explain FILE METRIC` */
export const explainCommand: Command = {
  positionals: {
    file: { describe: 'an experiment, a bundled example, or - for standard input', type: 'string' },
    metric: { describe: 'path of the number', type: 'string', default: usualMetric },
  },
  options: {
    ...simulationOptions,
    depth: { describe: 'levels of the tree', type: 'number', default: 4, group: 'Output:' },
    json: { describe: 'print the whole tree as one line of JSON', type: 'boolean', group: 'Output:' },
  },
  examples: [
    ['explain flightllm.json', 'where the time of an output token comes from'],
    ['explain flightllm.json phases.prefill.latencySeconds --depth 2', 'the prefill, only the first levels'],
  ],
  nextArgument: async (before) => {
    if (before.length === 0) return (await import('./documents.js')).experimentNames();
    return before.length === 1 ? knownMetrics() : [];
  },
  run: async (args, terminal) => {
    const depth = Number(args['depth']);
    if (!Number.isInteger(depth) || depth < 1) throw new InputError([wrongDepth(String(args['depth']))]);
    const { documentOf } = await import('./documents.js');
    const { explainDocument } = await import('../experiment/explain.js');
    const { metricPath } = await import('../experiment/metric.js');
    const asked = text(args['metric']) ?? usualMetric;
    const metric = metricPath(asked);
    const { tree, assumptions, result } = explainDocument(await documentOf(text(args['file'])!), metric, runOptions(args));
    if (tree === undefined && !result.feasible) {
      const { answerSentence } = await import('../reports/answer.js');
      terminal.note(answerSentence(result));
      return exitCodes.missed;
    }
    if (tree === undefined) return refuse(asked, metric, result);
    const { explanationText } = await import('./explanation-text.js');
    terminal.print(args['json'] === true ? JSON.stringify({ tree, assumptions }) : explanationText(tree, assumptions, depth));
    return exitCodes.done;
  },
};

async function refuse(asked: string, metric: string, result: SimulationResult): Promise<never> {
  const { metricValue } = await import('../experiment/metric.js');
  const reason = result.notModelled.find(({ path }) => path === metric)?.reason ?? (result.phases.decode === null ? 'the prefill yields the only output token' : '');
  if (metricValue(result, metric) === null) throw new InputError([notModelledHere(asked, reason)]);
  throw new InputError([unexplained(asked, await knownMetrics())]);
}

async function knownMetrics(): Promise<readonly string[]> {
  const { explainable } = await import('../sim/engine/explain.js');
  const { metricAliases } = await import('../experiment/metric.js');
  return [...explainable, ...Object.keys(metricAliases)];
}

import { reject } from '../sim/core/diagnostics.js';
import { suggestion } from '../sim/core/near-name.js';
import { explainable } from '../sim/engine/explain.js';
import { explainDocument } from '../experiment/explain.js';
import { metricAliases } from '../experiment/metric.js';
import { text, type Command } from './command.js';
import { explanationText } from './explanation-text.js';
import { exitCodes } from './exit.js';
import { readExperiment } from './files.js';
import { runOptions } from './run.js';

/** `archsim explain FILE METRIC` */
export const explainCommand: Command = {
  usage: 'explain <file> [metric]',
  summary: 'Show the formula, inputs, sources and qualities behind one number, as a tree',
  options: (y) => y
    .positional('file', { describe: 'an experiment or a bundled example', type: 'string', demandOption: true })
    .positional('metric', { describe: 'path of the number (default: the time per output token)', type: 'string', default: 'totals.secondsPerOutputToken' })
    .option('depth', { describe: 'levels of the tree', type: 'number', default: 4 })
    .option('fidelity', { describe: 'how exact the timing is', choices: ['roofline', 'analytic'] })
    .option('set', { describe: 'replace a value: path=value', type: 'string', array: true, nargs: 1, requiresArg: true })
    .option('json', { describe: 'print the whole tree as JSON', type: 'boolean' })
    .example('$0 explain flightllm.json phases.decode.latencySeconds', 'where the decode time comes from'),
  run: (args, terminal) => {
    const asked = text(args['metric'])!;
    const metric = metricAliases[asked] ?? asked;
    const { tree, assumptions } = explainDocument(readExperiment(text(args['file'])!), metric, runOptions(args));
    if (tree === undefined) return reject('explain/unknown-metric', `"${asked.slice(0, 80)}" cannot be explained, or is not modelled here`, { remedy: suggestion(asked, explainable) });
    const depth = Number(args['depth']);
    if (!Number.isInteger(depth) || depth < 1) reject('usage/wrong-depth', '--depth must be a whole number from 1', { remedy: '--depth 4' });
    terminal.print(args['json'] === true ? JSON.stringify({ tree, assumptions }) : explanationText(tree, assumptions, depth));
    return Promise.resolve(exitCodes.done);
  },
};

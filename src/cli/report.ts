import { basename } from 'node:path';
import { InputError, reject } from '../sim/core/diagnostics.js';
import type { Document } from '../sim/core/document.js';
import type { SimulationResult } from '../sim/model/result.js';
import { runDocument } from '../experiment/run.js';
import { text, texts, type Command } from './command.js';
import { exitCodes } from './exit.js';
import { readExperiment, writeWhole } from './files.js';
import { commandLine, runOptions } from './run.js';

/** `archsim report FILE...` */
export const reportCommand: Command = {
  usage: 'report <files..>',
  summary: 'Write one self-contained HTML page from experiments or results',
  options: (y) => y
    .positional('files', { describe: 'experiments, bundled examples, or results of run --json or --out', type: 'string', array: true, demandOption: true })
    .option('out', { alias: 'o', describe: 'where to write it (default: the first file\'s name with .html, in this folder)', type: 'string', requiresArg: true })
    .option('fidelity', { describe: 'how exact the timing is', choices: ['roofline', 'analytic'] })
    .option('set', { describe: 'replace a value: path=value', type: 'string', array: true, nargs: 1, requiresArg: true })
    .example('$0 report flightllm.json -o flightllm.html', 'roofline, breakdown and every operator'),
  run: async (args, terminal) => {
    const names = texts(args['files']);
    const options = runOptions(args);
    const results = names.map((name) => {
      const document = readExperiment(name);
      return isResult(document.value) ? document.value : asExperiment(document, () => runDocument(document, options));
    });
    const path = text(args['out']) ?? `${basename(names[0]!).replace(/(\.result)?\.json$/, '')}.html`;
    const { reportPage } = await import('../reports/page.js');
    writeWhole(path, reportPage(results, { command: commandLine() }));
    terminal.note(`wrote ${path}`);
    return results.every((r) => r.feasible) ? exitCodes.done : exitCodes.missed;
  },
};

/** True for what `run --json` printed: results carry their schema version and phases. */
function isResult(value: unknown): value is SimulationResult {
  return typeof value === 'object' && value !== null && 'schemaVersion' in value && value.schemaVersion === 1 && 'phases' in value && 'operators' in value && 'provenance' in value && 'totals' in value;
}

function asExperiment(document: Document, body: () => SimulationResult): SimulationResult {
  try {
    return body();
  } catch (error) {
    if (error instanceof InputError && typeof document.value === 'object' && document.value !== null && !('kind' in document.value)) {
      return reject('report/unknown-file', `${document.file} is neither an experiment nor a result`, { remedy: 'make a result with archsim run --out' });
    }
    throw error;
  }
}

import { basename } from 'node:path';
import { InputError } from '../sim/core/diagnostics.js';
import type { SimulationResult } from '../sim/model/result.js';
import type { Document } from '../sim/core/document.js';
import type { RunOptions } from '../experiment/run.js';
import { text, texts, type Command } from './command.js';
import { commandLine } from './command-line.js';
import { setOnResult } from './diagnostics.js';
import { exitCodes } from './exit.js';
import { changesExperiment, runOptions, simulationOptions } from './simulation-options.js';

/** `archsim report FILE...` */
export const reportCommand: Command = {
  positionals: { files: { describe: 'experiments, bundled examples, results of run --json or --out, or - for standard input', type: 'string' } },
  options: {
    ...simulationOptions,
    out: { alias: 'o', describe: 'where to write it (default: the name of the first file with .html, in this folder)', type: 'string', group: 'Output:' },
  },
  examples: [
    ['report flightllm.json -o flightllm.html', 'roofline, breakdown and every operator'],
    ['report out/a.result.json out/b.result.json', 'two results in one page'],
  ],
  nextArgument: async () => (await import('./documents.js')).experimentNames(),
  run: async (args, terminal) => {
    const { documentsOf } = await import('./documents.js');
    const { gathered } = await import('../sim/core/gathered.js');
    const names = texts(args['files']);
    const options = runOptions(args);
    const show = await resultMaker(options);
    const results = gathered(gathered(await documentsOf(names), show), (make) => make());
    const path = text(args['out']) ?? `${baseOf(names[0]!)}.html`;
    const { reportPage } = await import('../reports/page.js');
    const { writeWhole } = await import('./write-file.js');
    writeWhole(path, reportPage(results, { command: commandLine() }));
    terminal.note(`wrote ${path}`);
    return results.every((r) => r.feasible) ? exitCodes.done : exitCodes.missed;
  },
};

/** Checks a document, and gives what makes a result of it. */
async function resultMaker(options: RunOptions): Promise<(document: Document) => () => SimulationResult> {
  const { prepareDocument } = await import('../experiment/run.js');
  const { checkResult } = await import('../experiment/check.js');
  const { fileKind } = await import('../experiment/file-kind.js');
  return (document) => {
    if (fileKind(document.value) !== 'result') return prepareDocument(document, options);
    if (changesExperiment(options)) throw new InputError([setOnResult(document.file)]);
    const result = checkResult(document);
    return () => result;
  };
}

function baseOf(name: string): string {
  return name === '-' ? 'report' : basename(name).replace(/(?:\.result)?\.(?:jsonc?|jsonl|ndjson)$/i, '');
}

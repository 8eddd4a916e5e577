import { basename, dirname, resolve } from 'node:path';
import { InputError } from '../sim/core/diagnostics.js';
import type { ResultExtras } from '../reports/page.js';
import type { SimulationResult } from '../sim/model/result.js';
import type { Document } from '../sim/core/document.js';
import type { RunOptions } from '../experiment/run.js';
import { text, texts, type Command } from './command.js';
import { commandLine } from './command-line.js';
import { setOnResult } from './diagnostics.js';
import { exitCodes } from './exit.js';
import { figureOfFormat, formatOfResults } from './report-diagnostics.js';
import { reportFormats, type ReportFormat } from './report-formats.js';
import { kindText } from './report-kinds.js';
import { changesExperiment, runOptions, simulationOptions } from './simulation-options.js';

/** `archsim report FILE...` */
export const reportCommand: Command = {
  positionals: { files: { describe: 'experiments, bundled examples, results of run --json or --out, folders of explore --out and of export-rtl, what sweep, lottery or surrogate print with --json, or - for standard input', type: 'string' } },
  options: {
    ...simulationOptions,
    out: { alias: 'o', describe: 'where to write it (default: the name of the first file with .html, in this folder)', type: 'string', group: 'Output:' },
    format: { describe: 'a page, one figure of one result, or Markdown (default: html)', type: 'string', choices: reportFormats, group: 'Output:' },
    figure: { describe: 'the figure of --format svg and png: roofline, breakdown, kinds, memory, resources, published (default: roofline)', type: 'string', group: 'Output:' },
    serve: { describe: 'show the folder of a search in a browser while archsim explore --out runs, on a page that renews itself', type: 'boolean', group: 'Server:' },
    port: { describe: 'with --serve: the port of the loopback interface (default 0: any free one)', type: 'string', group: 'Server:' },
  },
  examples: [
    ['report flightllm.json -o flightllm.html', 'roofline, breakdown and every operator'],
    ['report out/a.result.json out/b.result.json', 'two results in one page'],
    ['report <folder> -o search.html', 'what archsim explore --out <folder> found: front, what binds, what each parameter does'],
    ['report <folder> --serve', 'the same search while it runs, in a browser'],
    ['report <rtl-folder> -o tile.html', 'what export-rtl wrote: fit, cycles, streams, signals'],
    ['report - -o sweep.html < sweep.json', 'what archsim sweep --json printed'],
    ['report flightllm.json --format svg --figure breakdown -o breakdown.svg', 'a figure for a paper'],
    ['report flightllm.json --format md -o flightllm.md', 'text and tables for a README'],
  ],
  nextArgument: async () => (await import('./documents.js')).experimentNames(),
  run: async (args, terminal) => {
    const names = texts(args['files']);
    if (args['serve'] === true || args['port'] !== undefined) return (await import('./report-serve.js')).serveReport(names, text(args['port']), terminal);
    const format = (text(args['format']) ?? 'html') as ReportFormat;
    const { content, isFine } = await reportOf(names, runOptions(args), format, text(args['figure']));
    const path = text(args['out']) ?? `${baseOf(names[0]!)}.${format}`;
    const { writeWhole } = await import('./write-file.js');
    writeWhole(path, content);
    terminal.note(`wrote ${path}`);
    return isFine ? exitCodes.done : exitCodes.missed;
  },
};

/** What is written, and whether all that it shows fits or was found. */
interface Made {
  readonly content: string | Uint8Array;
  readonly isFine: boolean;
}

async function reportOf(names: readonly string[], options: RunOptions, format: ReportFormat, figure: string | undefined): Promise<Made> {
  const { readReported } = await import('./report-input.js');
  const rtl = format === 'html' ? await (await import('./report-rtl.js')).rtlReport(names, { command: commandLine() }) : null;
  if (rtl !== null) return rtl;
  const reported = await readReported(names);
  const meta = { command: commandLine() };
  if (reported.kind !== 'result' && changesExperiment(options)) throw new InputError([setOnResult(names[0]!)]);
  if (reported.kind !== 'result' && format !== 'html') throw new InputError([formatOfResults(format, kindText(reported.kind))]);
  if (figure !== undefined && format !== 'svg' && format !== 'png') throw new InputError([figureOfFormat(format)]);
  switch (reported.kind) {
    case 'result': {
      const { gathered } = await import('../sim/core/gathered.js');
      const results = gathered(gathered(reported.items, await resultMaker(options)), (make) => make());
      const isFine = results.every((r) => r.feasible);
      if (format !== 'html') return { content: await (await import('./report-format.js')).formatted(results, format, figure, meta), isFine };
      const { reportPage } = await import('../reports/page.js');
      return { content: reportPage(results, { ...meta, extras: await extrasOf(reported.items, results, options) }), isFine };
    }
    case 'exploration': return { content: (await import('../reports/page/exploration-page.js')).explorationPage(reported.items, meta), isFine: reported.items.every(({ answer }) => answer.best !== null) };
    case 'sweep': return { content: (await import('../reports/page/sweep-page.js')).sweepPage(reported.items, meta), isFine: true };
    case 'lottery': return { content: (await import('../reports/page/lottery-page.js')).lotteryPage(reported.items, meta), isFine: true };
    case 'surrogate': return { content: (await import('../reports/page/surrogate-page.js')).surrogatePage(reported.items, meta), isFine: true };
  }
}

/** What is known of results whose experiments are there; of a single one all of it, of several what can be compared. */
async function extrasOf(documents: readonly Document[], results: readonly SimulationResult[], options: RunOptions): Promise<ResultExtras[]> {
  const { fileKind } = await import('../experiment/file-kind.js');
  const { resultExtras, treesOf } = await import('./result-extras.js');
  return Promise.all(documents.map(async (document, i): Promise<ResultExtras> => {
    if (fileKind(document.value) === 'result') return {};
    return documents.length === 1 ? resultExtras(document, results[i]!, options) : treesOf(document, results[i]!, options);
  }));
}

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

/** The name of a file without its ending; of a search that of its folder. */
function baseOf(name: string): string {
  if (name === '-') return 'report';
  if (/^(?:answer\.json|trajectory\.jsonl)$/.test(basename(name))) return basename(dirname(resolve(name))) || 'report';
  return basename(resolve(name)).replace(/(?:\.result)?\.(?:jsonc?|jsonl|ndjson)$/i, '') || 'report';
}

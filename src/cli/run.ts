import { join } from 'node:path';
import type { RunOptions } from '../experiment/run.js';
import type { Document } from '../sim/core/document.js';
import type { SimulationResult } from '../sim/model/result.js';
import { InputError } from '../sim/core/diagnostics.js';
import { text, texts, type Arguments, type Command } from './command.js';
import { commandLine } from './command-line.js';
import { scenariosApart } from './scenario-diagnostics.js';
import { exitCodes, type ExitCode } from './exit.js';
import { freeName } from './free-name.js';
import { noBar } from './progress.js';
import { simulationOptions, runOptions } from './simulation-options.js';
import type { Terminal } from './terminal.js';
import { turn } from './turn.js';

/** `archsim run FILE...` */
export const runCommand: Command = {
  positionals: { files: { describe: 'experiment or scenario files, names of bundled examples, or - for standard input (one, or one a line)', type: 'string' } },
  options: {
    ...simulationOptions,
    json: { describe: 'print each result as one line of JSON, and nothing else', type: 'boolean', group: 'Output:' },
    out: { describe: 'also write each result into this folder', type: 'string', group: 'Output:' },
    report: { describe: 'also write a report page (HTML)', type: 'string', group: 'Output:' },
    trace: { describe: 'also write what happens when, for Perfetto (JSON)', type: 'string', group: 'Output:' },
    progress: { describe: 'a bar on the terminal when it takes long (--no-progress: never)', type: 'boolean', default: true, group: 'Output:' },
    require: { describe: 'exit with 1 unless this holds; may be repeated', type: 'string', array: true, nargs: 1, group: 'Checks:' },
  },
  examples: [
    ['run flightllm.json', 'Llama-2-7B on the Alveo U280'],
    ['run flightllm.json --set workload.model=llama-2-13b', 'the same with another model'],
    ['run serve-70b.json', 'a scenario: how a model is served'],
    ['run a.json b.json --json', 'two results, one a line'],
    ['run flightllm.json --fidelity event --trace flightllm.trace.json', 'event by event, and the timeline for Perfetto'],
    ['run my-design.json --require "ttft<0.5"', 'a check for scripts: exit code 1 if it fails'],
  ],
  nextArgument: async () => (await import('./documents.js')).experimentNames(),
  run: runFiles,
};

async function runFiles(args: Arguments, terminal: Terminal): Promise<ExitCode> {
  const { prepareDocument } = await import('../experiment/run.js');
  const { documentsOf } = await import('./documents.js');
  const { gathered } = await import('../sim/core/gathered.js');
  const options = runOptions(args);
  const documents = await documentsOf(texts(args['files']));
  const { fileKind } = await import('../experiment/file-kind.js');
  const scenarios = documents.filter(({ value }) => fileKind(value) === 'scenario');
  if (scenarios.length > 0 && scenarios.length < documents.length) throw new InputError([scenariosApart(scenarios[0]!.file)]);
  if (scenarios.length > 0) return (await import('./run-scenarios.js')).runScenarios(scenarios, options, args, terminal);
  const experiments = gathered(documents, (document) => prepareDocument(document, options));
  const requirements = await requirementsOf(texts(args['require']));
  const show = await shower(args, terminal);
  const out = text(args['out']);
  const report = text(args['report']);
  const trace = text(args['trace']);

  const kept: SimulationResult[] = [];
  const failed: string[] = [];
  const names = new Set<string>();
  // Where results scroll by, they are the progress.
  const progress = terminal.isInteractive ? noBar : terminal.progress('run', experiments.length);
  for (const [i, simulateIt] of experiments.entries()) {
    const result = simulateIt();
    if (!result.feasible) failed.push(await doesNotFit(result));
    failed.push(...requirements.flatMap((check) => check(result)));
    if (out !== undefined) progress.hide();
    if (out !== undefined) (await import('./write-result.js')).writeResult(join(out, `${freeName(result.experiment.name, names)}.result.json`), result, terminal);
    show(result, i);
    if (report !== undefined) kept.push(result);
    progress.at(i + 1);
    await turn();
  }
  progress.hide();
  if (report !== undefined) await writeReport(report, kept, terminal);
  if (trace !== undefined) await writeTrace(trace, documents, options, terminal);
  for (const line of failed.slice(0, mostNotes)) terminal.note(line);
  if (failed.length > mostNotes) terminal.note(`… and ${failed.length - mostNotes} more`);
  return failed.length === 0 ? exitCodes.done : exitCodes.missed;
}

/** Lines about designs that do not fit and requirements that are not met; the results have all of them. */
const mostNotes = 20;

/** Each requirement as a check of a result that gives what is not met. */
async function requirementsOf(given: readonly string[]): Promise<readonly ((result: SimulationResult) => readonly string[])[]> {
  if (given.length === 0) return [];
  const { parseRequirement } = await import('./requirement.js');
  const checks = await Promise.all(given.map(parseRequirement));
  return checks.map((check) => (result) => {
    const verdict = check(result);
    return verdict.met ? [] : [`${result.experiment.name}: ${verdict.text}`];
  });
}

async function shower(args: Arguments, terminal: Terminal): Promise<(result: SimulationResult, index: number) => void> {
  if (args['json'] === true) return (result) => { terminal.print(JSON.stringify(result)); };
  const { runTable } = await import('../reports/text/run-table.js');
  return (result, index) => { terminal.print(`${index === 0 ? '' : '\n\n'}${runTable(result, terminal)}`); };
}

async function doesNotFit(result: SimulationResult): Promise<string> {
  const { answerSentence } = await import('../reports/answer.js');
  return `${result.experiment.name}: ${answerSentence(result)}`;
}

async function writeReport(path: string, results: readonly SimulationResult[], terminal: Terminal): Promise<void> {
  const { reportPage } = await import('../reports/page.js');
  const { writeWhole } = await import('./write-file.js');
  writeWhole(path, reportPage(results, { command: commandLine() }));
  terminal.note(`wrote ${path}`);
}

async function writeTrace(path: string, documents: readonly Document[], options: RunOptions, terminal: Terminal): Promise<void> {
  const { timelineOfDocument } = await import('../experiment/timeline.js');
  const { perfettoTrace } = await import('../reports/perfetto.js');
  const { writeWhole } = await import('./write-file.js');
  const timelines = documents.map((document) => ({ name: document.file, slices: timelineOfDocument(document, options) }));
  for (const { name, slices } of timelines) if (slices.length === 0) terminal.note(`${name}: has no timeline: it does not fit, or its device is known by its peaks alone`);
  writeWhole(path, perfettoTrace(timelines));
  terminal.note(`wrote ${path}: open it at ui.perfetto.dev`);
}

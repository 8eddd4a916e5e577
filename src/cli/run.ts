import { join } from 'node:path';
import { reject } from '../sim/core/diagnostics.js';
import { parseDocument, type Document } from '../sim/core/document.js';
import type { Fidelity } from '../sim/model/architecture.js';
import type { SimulationResult } from '../sim/model/result.js';
import { runDocument, type RunOptions } from '../experiment/run.js';
import { text, texts, type Arguments, type Command, type Terminal } from './command.js';
import { exitCodes, type ExitCode } from './exit.js';
import { openFile, readExperiment, readStandardInput, writeWhole } from './files.js';

/** `archsim run FILE...` */
export const runCommand: Command = {
  usage: 'run <files..>',
  summary: 'Simulate experiments: files, names of bundled examples, or - for one a line on standard input',
  options: (y) => y
    .positional('files', { describe: 'experiment files or bundled examples', type: 'string', array: true, demandOption: true })
    .option('fidelity', { describe: 'how exact the timing is', choices: ['roofline', 'analytic'] })
    .option('set', { describe: 'replace a value: path=value (JSON if it parses, else text)', type: 'string', array: true, nargs: 1, requiresArg: true })
    .option('json', { describe: 'print one JSON document an experiment', type: 'boolean' })
    .option('out', { describe: 'write the result of each experiment into this folder', type: 'string', requiresArg: true })
    .option('report', { describe: 'write a report page (HTML)', type: 'string', requiresArg: true })
    .option('require', { describe: 'exit with 1 unless this holds, e.g. "totals.firstTokenSeconds<0.02"', type: 'string', array: true, nargs: 1, requiresArg: true })
    .example('$0 run flightllm.json', 'Llama-2-7B on the Alveo U280')
    .example('$0 run flightllm.json --set workload.model=llama-2-13b --json', 'another model, as JSON'),
  run: runFiles,
};

async function runFiles(args: Arguments, terminal: Terminal): Promise<ExitCode> {
  const options = runOptions(args);
  const results = documentsOf(texts(args['files'])).map((document) => runDocument(document, options));
  const out = text(args['out']);
  if (out !== undefined) writeResults(out, results, terminal);
  const report = text(args['report']);
  if (report !== undefined) await writeReport(report, results, terminal);
  if (args['json'] === true) for (const result of results) terminal.print(JSON.stringify(result));
  else await printTables(results, terminal);
  return worstOf(results, texts(args['require']), terminal);
}

/** The options that change what is simulated. */
export function runOptions(args: Arguments): RunOptions {
  const fidelity = text(args['fidelity']) as Fidelity | undefined;
  return { open: openFile, set: texts(args['set']).map(assignment), ...(fidelity === undefined ? {} : { fidelity }) };
}

function assignment(given: string): readonly [string, string] {
  const cut = given.indexOf('=');
  if (cut < 1) return reject('set/no-value', `--set takes path=value, got "${given.slice(0, 80)}"`, { remedy: 'write for example --set workload.scenario.batch=4' });
  return [given.slice(0, cut), given.slice(cut + 1)];
}

/** The documents of the named files; `-` is one experiment a line. */
function documentsOf(names: readonly string[]): readonly Document[] {
  return names.flatMap((name) => (name === '-' ? linesOf(readStandardInput()) : [readExperiment(name)]));
}

/** A text that is one document, or one document a line. */
function linesOf(input: string): readonly Document[] {
  const lines = input.split(/\r?\n/);
  const filled = lines.flatMap((line, i) => (line.trim() === '' ? [] : [{ line, number: i + 1 }]));
  if (filled.length > 1 && filled.every(({ line }) => /^\s*\{.*\}\s*$/.test(line))) return filled.map(({ line, number }) => parseDocument(line, `(standard input, line ${number})`));
  return [parseDocument(input, '(standard input)')];
}

function writeResults(folder: string, results: readonly SimulationResult[], terminal: Terminal): void {
  const taken = new Set<string>();
  for (const result of results) {
    const base = result.experiment.name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+/, '') || 'experiment';
    let name = base;
    for (let i = 2; taken.has(name); i++) name = `${base}-${i}`;
    taken.add(name);
    const path = join(folder, `${name}.result.json`);
    writeWhole(path, `${JSON.stringify(result, null, 2)}\n`);
    terminal.note(`wrote ${path}`);
  }
}

async function writeReport(path: string, results: readonly SimulationResult[], terminal: Terminal): Promise<void> {
  const { reportPage } = await import('../reports/page.js');
  writeWhole(path, reportPage(results, { command: commandLine() }));
  terminal.note(`wrote ${path}`);
}

/** The command as it was typed, for reports. */
export function commandLine(): string {
  return ['archsim', ...process.argv.slice(2)].map((part) => (/^[\w./:=@,%+-]+$/.test(part) ? part : `'${part.replaceAll("'", "'\\''")}'`)).join(' ');
}

async function printTables(results: readonly SimulationResult[], terminal: Terminal): Promise<void> {
  const { runTable } = await import('../reports/text/run-table.js');
  terminal.print(results.map((result) => runTable(result, terminal)).join('\n\n'));
}

async function worstOf(results: readonly SimulationResult[], requirements: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let worst: ExitCode = results.every((r) => r.feasible) ? exitCodes.done : exitCodes.missed;
  if (requirements.length === 0) return worst;
  const { checkRequirement } = await import('./requirement.js');
  for (const result of results) {
    for (const requirement of requirements) {
      const verdict = await checkRequirement(requirement, result);
      if (verdict.met) continue;
      worst = exitCodes.missed;
      terminal.note(`${result.experiment.name}: ${verdict.text}`);
    }
  }
  return worst;
}

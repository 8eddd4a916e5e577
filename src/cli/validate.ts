import { join } from 'node:path';
import { InputError } from '../sim/core/diagnostics.js';
import { fidelityNames, type Fidelity } from '../sim/model/architecture.js';
import type { Tables } from '../validation/judge.js';
import type { JudgedSystem, ValidationSystem } from '../validation/system.js';
import { commandLine } from './command-line.js';
import { text, texts, type Command } from './command.js';
import { noSection, unknownSystem } from './diagnostics.js';
import { exitCodes } from './exit.js';
import { gathered } from '../sim/core/gathered.js';
import { exampleText, packageRoot } from './package-files.js';
import type { Terminal } from './terminal.js';

/** `archsim validate [SYSTEM...]` */
export const validateCommand: Command = {
  positionals: { systems: { describe: 'which ones (default: all; see archsim list systems)', type: 'string' } },
  options: {
    data: { describe: 'judge the rows of this table instead: JSON with the same sections', type: 'string', group: 'Simulation:' },
    fidelity: { describe: 'ask at this fidelity where a system knows it', choices: fidelityNames, group: 'Simulation:' },
    strict: { describe: 'exit with 1 on any row that differs', type: 'boolean', group: 'Checks:' },
    rows: { describe: 'print every row of a long table (default: its misses and a few rows)', type: 'boolean', group: 'Output:' },
    json: { describe: 'print one JSON document', type: 'boolean', group: 'Output:' },
    report: { describe: 'also write a page of parity, errors and misses (HTML)', type: 'string', group: 'Output:' },
    progress: { describe: 'a bar on the terminal when it takes long (--no-progress: never)', type: 'boolean', default: true, group: 'Output:' },
  },
  examples: [
    ['validate', 'every system: exit code 1 if a row got worse than recorded'],
    ['validate flightllm-board', 'the board measurements of FlightLLM'],
    ['validate flightllm-board fpga --report validation.html', 'parity, errors and misses as a page'],
  ],
  nextArgument: async (before) => (await systemNames()).filter((name) => !before.includes(name)),
  run: async (args, terminal) => {
    const { judgeSystem, rowCount } = await import('../validation/judge.js');
    const { regressions } = await import('../validation/recorded.js');
    const systems = await chosen(texts(args['systems']));
    const data = text(args['data']);
    const tables = data === undefined ? await ownTables() : await givenTable(data, systems, terminal);
    const asked = text(args['fidelity']) as Fidelity | undefined;
    const progress = terminal.progress('validate', systems.reduce((sum, system) => sum + rowCount(system, tables), 0));
    let done = 0;
    const judged = systems.map((system) => judgeSystem(system, tables, fidelityOf(system, asked, terminal), () => { progress.at(++done); }));
    progress.hide();
    if (args['json'] === true) terminal.print(JSON.stringify({ systems: judged }));
    else await printJudged(judged, args['rows'] === true, terminal);
    const report = text(args['report']);
    if (report !== undefined) await writeReport(report, judged, systems, terminal);
    const worse = data === undefined && asked === undefined ? regressions(judged) : [];
    for (const line of worse) terminal.note(`worse than recorded: ${line}`);
    const missed = worse.length > 0 || (args['strict'] === true && judged.some((s) => s.differ > 0));
    return missed ? exitCodes.missed : exitCodes.done;
  },
};

async function allSystems(): Promise<readonly ValidationSystem[]> {
  return (await import('../validation/systems.js')).validationSystems(exampleText);
}

async function systemNames(): Promise<readonly string[]> {
  return (await allSystems()).map((system) => system.name);
}

async function chosen(names: readonly string[]): Promise<readonly ValidationSystem[]> {
  const systems = await allSystems();
  if (names.length === 0) return systems;
  return gathered([...new Set(names)], (name) => {
    const found = systems.find((system) => system.name === name);
    if (found === undefined) throw new InputError([unknownSystem(name, systems.map((s) => s.name))]);
    return found;
  });
}

/** The fidelity that is asked for, where the system knows it. */
function fidelityOf(system: ValidationSystem, asked: Fidelity | undefined, terminal: Terminal): Fidelity {
  const usual = system.fidelities[0]!;
  if (asked === undefined || system.fidelities.includes(asked)) return asked ?? usual;
  terminal.note(`${system.name}: has no fidelity ${asked}, so it is asked at ${usual}`);
  return usual;
}

/** The project's own tables. */
async function ownTables(): Promise<Tables> {
  const { openFile } = await import('./open-file.js');
  const { readText } = await import('../experiment/read-document.js');
  const read = new Map<string, unknown>();
  return (file) => {
    if (!read.has(file)) read.set(file, JSON.parse(readText(openFile(join(packageRoot(), 'reference', file)))));
    return read.get(file);
  };
}

/** One file in the place of all tables. Keys that nobody reads get a note. */
async function givenTable(file: string, systems: readonly ValidationSystem[], terminal: Terminal): Promise<Tables> {
  const { openFile } = await import('./open-file.js');
  const { readDocument } = await import('../experiment/read-document.js');
  const { value } = readDocument(openFile(file));
  const sections = [...new Set(systems.flatMap((s) => s.tables.map((t) => t.section)))];
  const keys = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
  if (!keys.some(([key, rows]) => sections.includes(key) && Array.isArray(rows))) throw new InputError([noSection(file, sections)]);
  const words = ['header', 'schema', 'note', 'about'];
  const ignored = keys.map(([key]) => key).filter((key) => !sections.includes(key) && !words.includes(key));
  if (ignored.length > 0) terminal.note(`${file}: ignored ${ignored.join(', ')}`);
  return () => value;
}

async function printJudged(judged: readonly JudgedSystem[], every: boolean, terminal: Terminal): Promise<void> {
  const { validationTable } = await import('../validation/text.js');
  terminal.print(judged.map((system) => validationTable(system, every, terminal.width)).join('\n\n'));
}

async function writeReport(path: string, judged: readonly JudgedSystem[], systems: readonly ValidationSystem[], terminal: Terminal): Promise<void> {
  const { validationPage } = await import('../reports/page/validation-page.js');
  const { recordedMisses } = await import('../validation/recorded.js');
  const { writeWhole } = await import('./write-file.js');
  const summaries = Object.fromEntries(systems.map(({ name, summary }) => [name, summary]));
  writeWhole(path, validationPage(judged, { command: commandLine(), causes: recordedMisses, summaries }));
  terminal.note(`wrote ${path}`);
}

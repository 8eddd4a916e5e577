import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { reject } from '../sim/core/diagnostics.js';
import { parseDocument } from '../sim/core/document.js';
import { suggestion } from '../sim/core/near-name.js';
import type { Fidelity } from '../sim/model/architecture.js';
import { judgeSystem, type Tables } from '../validation/judge.js';
import type { JudgedSystem, ValidationSystem } from '../validation/system.js';
import { validationSystems } from '../validation/systems.js';
import { regressions } from '../validation/recorded.js';
import { text, texts, type Command, type Terminal } from './command.js';
import { exitCodes } from './exit.js';
import { openFile, packageRoot, readDocument } from './files.js';

/** `archsim validate [SYSTEM...]` */
export const validateCommand: Command = {
  usage: 'validate [systems..]',
  summary: 'Rerun published systems and peer tables: reference, ours, error, verdict, source',
  options: (y) => y
    .positional('systems', { describe: 'which ones (default: all; see archsim list systems)', type: 'string', array: true })
    .option('data', { describe: 'judge another table of the same shape (JSON with the same sections)', type: 'string', requiresArg: true })
    .option('fidelity', { describe: 'ask at this fidelity', choices: ['roofline', 'analytic'] })
    .option('strict', { describe: 'exit with 1 on any row that differs', type: 'boolean' })
    .option('rows', { describe: 'print every row (default: up to 40 a system, misses first)', type: 'boolean' })
    .option('json', { describe: 'print one JSON document', type: 'boolean' })
    .example('$0 validate flightllm-board', 'the board measurements of FlightLLM'),
  run: async (args, terminal) => {
    const systems = chosen(texts(args['systems']));
    const data = text(args['data']);
    const tables = tablesOf(data);
    const fidelity = text(args['fidelity']) as Fidelity | undefined;
    const judged = systems.map((system) => judgeSystem(system, tables, fidelity !== undefined && system.fidelities.includes(fidelity) ? fidelity : system.fidelities[0]!));
    if (data !== undefined) noteUnknownKeys(data, systems, terminal);
    if (args['json'] === true) terminal.print(JSON.stringify({ systems: judged }));
    else await printJudged(judged, args['rows'] === true, terminal);
    const worse = data === undefined && fidelity === undefined ? regressions(judged) : [];
    for (const line of worse) terminal.note(`worse than recorded: ${line}`);
    const missed = worse.length > 0 || (args['strict'] === true && judged.some((s) => s.differ > 0));
    return missed ? exitCodes.missed : exitCodes.done;
  },
};

function chosen(names: readonly string[]): readonly ValidationSystem[] {
  const systems = validationSystems((file) => readFileSync(join(packageRoot(), 'examples', file), 'utf8'));
  if (names.length === 0) return systems;
  return names.map((name) => systems.find((s) => s.name === name)
    ?? reject('validate/unknown-system', `there is no system "${name}"`, { remedy: suggestion(name, systems.map((s) => s.name)) }));
}

/** The project's own tables, or one file for all of them. */
function tablesOf(data: string | undefined): Tables {
  if (data !== undefined) {
    const { value } = readDocument(data);
    return () => value;
  }
  const read = new Map<string, unknown>();
  return (file) => {
    if (!read.has(file)) {
      const source = openFile(join(packageRoot(), 'reference', file));
      read.set(file, JSON.parse(new TextDecoder().decode(source.read(0, source.size))));
    }
    return read.get(file);
  };
}

function noteUnknownKeys(data: string, systems: readonly ValidationSystem[], terminal: Terminal): void {
  const { value } = parseDocument(new TextDecoder().decode(openFile(data).read(0, openFile(data).size)), data);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    reject('validate/no-table', `${data} is no table`, { remedy: 'give an object with a section such as "rows"' });
    return;
  }
  const known = new Set(['header', 'schema', 'note', 'about', ...systems.flatMap((s) => s.tables.map((t) => t.section))]);
  const unknown = Object.keys(value).filter((key) => !known.has(key));
  if (unknown.length > 0) terminal.note(`${data}: ignored ${unknown.join(', ')}`);
  if (!systems.some((s) => s.tables.some((t) => t.section in value))) terminal.note(`${data}: has none of the sections ${[...new Set(systems.flatMap((s) => s.tables.map((t) => t.section)))].join(', ')}`);
}

async function printJudged(judged: readonly JudgedSystem[], every: boolean, terminal: Terminal): Promise<void> {
  const { validationTable } = await import('../validation/text.js');
  terminal.print(judged.map((system) => validationTable(system, every ? Infinity : 40, terminal.width)).join('\n\n'));
}

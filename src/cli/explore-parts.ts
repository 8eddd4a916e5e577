import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { AgentKind, Hyperparameters } from '../gym/agents/agent.js';
import type { Executor } from '../gym/executors/executor.js';
import type { SearchPart } from '../gym/study/part.js';
import type { Study } from '../gym/study/study.js';
import { InputError } from '../sim/core/diagnostics.js';
import { isRecord } from '../sim/core/is-record.js';
import { spaceSize } from '../sim/model/design-space.js';
import { text, type Arguments } from './command.js';
import { countOf } from './count-option.js';
import { emitNeedsFolder, looksAtResults, mergeKnows, notAPart, notParts, partsMissing, tooManyParts } from './parts-diagnostics.js';
import { exitCodes, type ExitCode } from './exit.js';
import type { Terminal } from './terminal.js';
import { slurmScript } from './slurm-script.js';

/** A search as the command line sets it. */
export interface Search {
  readonly study: Study;
  readonly agent: AgentKind;
  readonly hyperparameters: Hyperparameters;
  readonly seed: number;
  readonly budget: number;
}

/** What a folder of parts was written for: `archsim explore` with these options, in so many parts. */
interface PartsFile {
  readonly kind: 'parts';
  readonly parts: number;
  readonly arguments: Readonly<Record<string, string | readonly string[]>>;
}

const usualParts = 16;
/** What clusters take in one array where nobody has set another limit (MaxArraySize 1001). */
const mostParts = 1000;
const manifest = 'search.json';
const script = 'search.sbatch';

/** Writes a folder with a script that searches the parts as an array of jobs, and says what to do with it. */
export async function emitSlurm(args: Arguments, search: Search, terminal: Terminal): Promise<ExitCode> {
  const out = text(args['out']);
  if (out === undefined) throw new InputError([emitNeedsFolder()]);
  demandBlind(search.agent);
  const asked = countOf(args, 'parts', 1) ?? usualParts;
  if (asked > mostParts) throw new InputError([tooManyParts(asked, mostParts)]);
  const total = totalOf(search);
  const parts = Math.min(asked, total);
  const { writeWhole } = await import('./write-file.js');
  const { agent, hyperparameters, seed, budget } = search;
  const study = text(args['study'])!;
  const accept = args['accept'] as readonly string[] | undefined;
  const content: PartsFile = {
    kind: 'parts', parts,
    arguments: {
      study: existsSync(study) ? resolve(study) : study, agent: agent.id, hyper: Object.entries(hyperparameters).map(([name, value]) => `${name}=${String(value)}`), budget: String(budget), seed: String(seed),
      ...(accept === undefined ? {} : { accept }),
    },
  };
  const folder = resolve(out);
  writeWhole(join(folder, manifest), `${JSON.stringify(content, null, 2)}\n`);
  writeWhole(join(folder, script), slurmScript({ name: search.study.name, folder, parts, arguments: content.arguments }));
  terminal.note(`wrote ${join(out, script)}: ${total} evaluations in ${parts} parts`);
  terminal.note(`  sbatch ${join(out, script)}`);
  terminal.note(`  archsim explore --merge ${out}`);
  return exitCodes.done;
}

/** The options of the search whose parts are to be merged, in place of those that were not given. */
export function mergedArguments(args: Arguments, folder: string): Arguments {
  const given = ['study', 'agent', 'hyper', 'budget', 'seed', 'accept', 'part', 'queue', 'emit'].find((name) => args[name] !== undefined);
  if (given !== undefined) throw new InputError([mergeKnows(given)]);
  return { ...args, ...partsOf(folder).arguments, out: text(args['out']) ?? folder };
}

/** The search of the part that `--part 3/16` names. */
export async function searchOfPart(given: string, search: Search): Promise<Search> {
  const { agentOfPart, partHyperparameters, partRange } = await import('../gym/study/part.js');
  demandBlind(search.agent);
  const [, part = NaN, parts = NaN] = (/^(\d{1,9})\/(\d{1,9})$/.exec(given) ?? []).map(Number);
  const total = totalOf(search);
  if (!(part >= 1 && part <= parts && parts <= total)) throw new InputError([notAPart(given, total)]);
  const own: SearchPart = { part, parts, total };
  const { from, to } = partRange(own);
  return { ...search, agent: agentOfPart(search.agent, own), hyperparameters: partHyperparameters(search.hyperparameters, own), budget: to - from };
}

/** Takes the evaluations of all parts from their folders. Throws `cli/parts-missing` where some are not there, and `study/other-trajectory` where they are of another search. */
export async function mergedExecutor(folder: string, search: Search): Promise<Executor> {
  const { headerOf, demandSameSearch, lineWriter, readTrajectory } = await import('../gym/study/trajectory.js');
  const { partHyperparameters, partRange } = await import('../gym/study/part.js');
  const { recordedExecutor } = await import('../gym/executors/recorded.js');
  const { study, agent, hyperparameters, seed } = search;
  const { parts } = partsOf(folder);
  const missing: number[] = [];
  const rows = Array.from({ length: parts }, (_, i) => {
    const own: SearchPart = { part: i + 1, parts, total: totalOf(search) };
    const { from, to } = partRange(own);
    const path = join(folder, 'parts', String(own.part), 'trajectory.jsonl');
    const trajectory = existsSync(path) ? readTrajectory(readFileSync(path, 'utf8'), path) : null;
    if (trajectory !== null) demandSameSearch(trajectory.header, headerOf(study, agent.id, partHyperparameters(hyperparameters, own), seed, to - from), path);
    if (trajectory?.rows.length !== to - from) missing.push(own.part);
    return trajectory?.rows ?? [];
  });
  if (missing.length > 0) throw new InputError([partsMissing(missing, parts, join(folder, script))]);
  return recordedExecutor(study.problem, lineWriter(study).digest, rows.flat());
}

function partsOf(folder: string): PartsFile {
  const path = join(folder, manifest);
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (isRecord(value) && value['kind'] === 'parts' && typeof value['parts'] === 'number' && isRecord(value['arguments'])) return value as unknown as PartsFile;
  } catch {
    // What it lacks is told below.
  }
  throw new InputError([notParts(path)]);
}

function demandBlind({ id }: AgentKind): void {
  if (id !== 'random' && id !== 'exhaustive') throw new InputError([looksAtResults(id)]);
}

/** Evaluations of the whole search: a space may have fewer designs than the budget. */
function totalOf({ study, budget }: Search): number {
  return Math.min(budget, spaceSize(study.problem.space) ?? budget);
}

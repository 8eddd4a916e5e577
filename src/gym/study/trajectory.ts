import { version } from '../../experiment/version.js';
import { InputError } from '../../sim/core/diagnostics.js';
import { isRecord } from '../../sim/core/is-record.js';
import { designFrom, designKey, type Design, type Parameter } from '../../sim/model/design-space.js';
import type { Hyperparameters, Trial } from '../agents/agent.js';
import type { Evaluation, SearchProblem } from '../problem/search-problem.js';
import { damagedTrajectory, notATrajectory, otherStudy } from './diagnostics.js';
import type { Study } from './study.js';

/** The first line of a trajectory: what was searched, and how. */
export interface TrajectoryHeader {
  readonly kind: 'trajectory';
  readonly archsimVersion: string;
  readonly study: string;
  readonly studyDigest: string;
  readonly agent: string;
  /** All that were set; the others have their defaults. */
  readonly hyperparameters: Hyperparameters;
  readonly seed: number;
  readonly budget: number;
  readonly parameters: readonly string[];
  readonly objectives: readonly { readonly name: string; readonly direction: string; readonly unit?: string }[];
  readonly constraints: readonly string[];
  readonly fidelities: readonly string[];
  /** From where hypervolume is measured, by objective; left out where the study names none, and by earlier versions. */
  readonly referencePoint?: readonly number[];
}

/** One evaluation of a trajectory. `digest` is of study, design and fidelity: equal evaluations have equal ones. */
export interface TrajectoryRow {
  readonly index: number;
  readonly design: Readonly<Record<string, unknown>>;
  readonly fidelity?: string;
  readonly objectives: readonly number[] | null;
  readonly violations: readonly number[];
  readonly reasons: readonly string[];
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly failure?: string;
  readonly digest: string;
}

export function headerOf(study: Study, agent: string, hyperparameters: Hyperparameters, seed: number, budget: number): TrajectoryHeader {
  const { problem } = study;
  return {
    kind: 'trajectory', archsimVersion: version, study: study.name, studyDigest: study.digest, agent, hyperparameters, seed, budget,
    parameters: problem.space.parameters.map(({ name }) => name),
    objectives: problem.objectives.map(({ name, direction, unit }) => ({ name, direction, ...(unit === undefined ? {} : { unit }) })),
    constraints: problem.constraints.map(({ name }) => name), fidelities: problem.fidelities ?? [],
    ...(problem.referencePoint === undefined ? {} : { referencePoint: problem.referencePoint }),
  };
}

/** Throws `study/other-trajectory` where a trajectory is not of this study, agent, seed and budget. */
export function demandSameSearch(recorded: TrajectoryHeader, asked: TrajectoryHeader, file: string): void {
  const differ = (what: string, old: unknown, own: unknown): void => {
    const [a, b] = [JSON.stringify(old), JSON.stringify(own)];
    if (a !== b) throw new InputError([otherStudy(file, what, a, b)]);
  };
  differ('version of archsim', recorded.archsimVersion, asked.archsimVersion);
  differ('study', recorded.study, asked.study);
  differ('digest of the study', recorded.studyDigest, asked.studyDigest);
  differ('agent', recorded.agent, asked.agent);
  differ('seed', recorded.seed, asked.seed);
  differ('budget', recorded.budget, asked.budget);
  differ('set of hyperparameters', sorted(recorded.hyperparameters), sorted(asked.hyperparameters));
}

function sorted(values: Hyperparameters): readonly (readonly [string, unknown])[] {
  return Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Writes evaluations as lines, each with its line break. What repeats is made once: a line takes less time than the evaluation. */
export interface LineWriter {
  readonly line: (index: number, design: Design, fidelity: number, evaluation: Evaluation) => string;
  readonly digest: (design: Design, fidelity: number) => string;
}

export function lineWriter(study: Study): LineWriter {
  const { space: { parameters }, fidelities = [] } = study.problem;
  const pieces = parameters.map((parameter, i) => pieceOf(parameter, i));
  const levels = fidelities.map((name) => `,"fidelity":${JSON.stringify(name)}`);
  const prefix = study.digest.slice(0, 16);
  const digest = (design: Design, fidelity: number): string => hash(`${prefix} ${fidelity} ${designKey(design)}`);
  return {
    digest,
    line: (index, design, fidelity, { objectives, violations, reasons, metrics, failure }) => {
      let text = `{"index":${index},"design":{`;
      for (let i = 0; i < pieces.length; i++) text += pieces[i]!(design[i]!);
      text += `}${levels[fidelity] ?? ''},"objectives":${objectives === null ? 'null' : `[${objectives.join(',')}]`},"violations":[${violations.join(',')}],"reasons":${reasons.length === 0 ? '[]' : JSON.stringify(reasons)},"metrics":${metricsText(metrics)}`;
      if (failure !== undefined) text += `,"failure":${JSON.stringify(failure)}`;
      return `${text},"digest":"${digest(design, fidelity)}"}\n`;
    },
  };
}

/** Names of metrics as JSON has them. */
const written = new Map<string, string>();

/** Metrics as JSON: a few names that come again and again, and finite numbers. */
function metricsText(metrics: Evaluation['metrics']): string {
  let text = '';
  for (const name in metrics) {
    let head = written.get(name);
    if (head === undefined) {
      head = `${JSON.stringify(name)}:`;
      if (written.size < mostWritten) written.set(name, head);
    }
    const value = metrics[name]!;
    text += `${text === '' ? '' : ','}${head}${value === null || Number.isFinite(value) ? value : 'null'}`;
  }
  return `{${text}}`;
}

const mostWritten = 10_000;

/** The value of a parameter as a piece of a line. */
function pieceOf(parameter: Parameter, i: number): (code: number) => string {
  const head = `${i === 0 ? '' : ','}${JSON.stringify(parameter.name)}:`;
  if (!('values' in parameter)) return (code) => `${head}${code}`;
  const all = parameter.values.map((value) => `${head}${JSON.stringify(value)}`);
  return (code) => all[code]!;
}

/** 64 bits of a text as hexadecimal: two runs of FNV-1a (Fowler, Noll, Vo) from different starts, mixed as MurmurHash3 ends. For names, not against forgery. */
export function hash(text: string): string {
  let [a, b] = [0x811c9dc5, 0x9747b28c];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // 32-bit wrap is meant.
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x5bd1e995) ^ (b >>> 15);
  }
  return mixed(a).toString(16).padStart(8, '0') + mixed(b).toString(16).padStart(8, '0');
}

function mixed(word: number): number {
  let x = word ^ (word >>> 16);
  x = Math.imul(x, 0x85ebca6b);
  x ^= x >>> 13;
  x = Math.imul(x, 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/** A trajectory that was read. */
export interface Trajectory {
  readonly header: TrajectoryHeader;
  readonly rows: readonly TrajectoryRow[];
  /** Bytes of the whole lines: what stands behind them is damaged. */
  readonly goodBytes: number;
  /** Bytes of a damaged last line; 0 where there is none. */
  readonly damagedBytes: number;
}

/**
 * Reads the text of a trajectory; null where not even its first line is whole. A last line that is cut off or is no row is left out and counted. Throws `study/...` for a
 * file that is something else, and for damage further up.
 */
export function readTrajectory(text: string, file: string): Trajectory | null {
  const lines = text.split('\n');
  const rest = lines.pop()!;
  if (lines.length === 0) return null;
  const header = parsed(lines[0]!);
  if (!isRecord(header) || header['kind'] !== 'trajectory') throw new InputError([notATrajectory(file)]);
  const rows: TrajectoryRow[] = [];
  let damaged = byteLength(rest);
  for (let i = 1; i < lines.length; i++) {
    const row = parsed(lines[i]!);
    if (isRow(row) && row.index === rows.length) {
      rows.push(row);
      continue;
    }
    if (i < lines.length - 1 || rest !== '') throw new InputError([damagedTrajectory(file, i + 1)]);
    damaged = byteLength(lines[i]!) + 1;
  }
  return { header: header as unknown as TrajectoryHeader, rows, goodBytes: byteLength(text) - damaged, damagedBytes: damaged };
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

function isRow(value: unknown): value is TrajectoryRow {
  return isRecord(value) && typeof value['index'] === 'number' && isRecord(value['design']) && Array.isArray(value['violations']) && Array.isArray(value['reasons'])
    && isRecord(value['metrics']) && typeof value['digest'] === 'string' && (value['objectives'] === null || Array.isArray(value['objectives']));
}

/** What a row says of its design. */
export function evaluationOfRow({ objectives, violations, reasons, metrics, failure }: TrajectoryRow): Evaluation {
  return { objectives, violations, reasons, metrics, ...(failure === undefined ? {} : { failure }) };
}

/** The rows as trials of the problem. Throws `InputError` for a design that is not of its space. */
export function trialsOf(rows: readonly TrajectoryRow[], { space, fidelities = [] }: SearchProblem): readonly Trial[] {
  return rows.map((row): Trial => {
    const fidelity = row.fidelity === undefined ? -1 : fidelities.indexOf(row.fidelity);
    return { design: designFrom(space, row.design), ...(fidelity < 0 ? {} : { fidelity }), evaluation: evaluationOfRow(row) };
  });
}

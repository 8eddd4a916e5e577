import { InputError, type Problem } from '../sim/core/diagnostics.js';
import { locate, type Document } from '../sim/core/document.js';
import { childPointer, pointerParts, valueAt } from '../sim/core/pointer.js';
import type { Dimension } from '../sim/core/units.js';
import type { SimulationResult } from '../sim/model/result.js';
import { constantNotANumber, rowDoesNotFit, rowNotANumber, rowNotModelled, rowRefused, unknownMetric, unlikeUnits } from './diagnostics.js';
import { numberWithUnit, type Constant, type MeasuredRow, type Measurements } from './measurements-input.js';
import { metricValue, usualMetrics } from './metric.js';
import { runDocument, type RunOptions } from './run.js';
import { setPath } from './set-path.js';

/** Simulated figures of rows, in their order; null where the design does not fit or a figure is missing. */
export type Figures = readonly (number | null)[];

/** A constant as the experiment has it: its value, null where the family's default holds, and what its unit measures, where it has one. */
export interface Start {
  readonly value: number | null;
  readonly dimension: Dimension | null;
}

/** Hears how many simulations are done. */
export type OnSimulation = (done: number) => void;

/** An experiment whose constants can be turned: what a row of measurements gives for any values of them. */
export interface ConstantBench {
  /** What each constant is in the experiment. */
  readonly start: readonly Start[];
  /** Simulations so far. */
  readonly simulations: () => number;
  /** Figures of rows for these values, or with `null` for the experiment as it is. Throws the problems of a run. */
  readonly figures: (rows: readonly MeasuredRow[], values: readonly number[] | null) => Figures;
  /** Figures of all rows for the experiment as it is, every one of them a number. Throws what is wrong with rows, with its place in the measurements. */
  readonly figuresAsIs: () => readonly number[];
}

/** Throws the problems of the experiment itself, and of constants that are no numbers in it. */
export function constantBench(experiment: Document, { constants, rows, document }: Measurements, options: RunOptions, onSimulation: OnSimulation): ConstantBench {
  let done = 0;
  const run = (set: RunOptions['set'] = []): SimulationResult => {
    const result = runDocument(experiment, { ...options, set: [...(options.set ?? []), ...set] });
    onSimulation(++done);
    return result;
  };
  run();
  const start = startValues(experiment, constants, options, document);

  const figures: ConstantBench['figures'] = (asked, values) => {
    const turned = values === null ? [] : constants.map(({ path }, i): readonly [string, string] => [path, String(values[i])]);
    const found = new Map<MeasuredRow, number | null>();
    for (const setting of settingsOf(asked)) {
      const result = run([...setting[0]!.set, ...turned]);
      for (const row of setting) {
        const value = metricValue(result, row.metric);
        found.set(row, typeof value === 'number' && Number.isFinite(value) ? value : null);
      }
    }
    return asked.map((row) => found.get(row) ?? null);
  };

  const figuresAsIs = (): readonly number[] => {
    const found = new Map<MeasuredRow, number>();
    const problems: Problem[] = [];
    for (const setting of settingsOf(rows)) {
      try {
        const result = run(setting[0]!.set);
        for (const row of setting) {
          const value = figureOf(result, row);
          if (typeof value === 'number') found.set(row, value);
          else problems.push(locate(value, document));
        }
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        problems.push(...error.problems.map((p) => ofRow(p, setting[0]!, experiment, document)));
      }
    }
    if (problems.length > 0) throw new InputError(problems);
    return rows.map((row) => found.get(row)!);
  };

  return { start, simulations: () => done, figures, figuresAsIs };
}

/** Rows that one simulation serves, together. */
function settingsOf(rows: readonly MeasuredRow[]): readonly (readonly MeasuredRow[])[] {
  const settings = new Map<string, MeasuredRow[]>();
  for (const row of rows) {
    const key = JSON.stringify(row.set);
    const others = settings.get(key);
    if (others === undefined) settings.set(key, [row]);
    else others.push(row);
  }
  return [...settings.values()];
}

function startValues(experiment: Document, constants: readonly Constant[], { set = [] }: RunOptions, document: Document): Start[] {
  const value = set.reduce((changed: unknown, [path, text]) => setPath(changed, path, text), experiment.value);
  const problems: Problem[] = [];
  const start = constants.map(({ path, dimension }, i): Start => {
    const held = valueAt(value, pointerOfPath(path));
    if (held === undefined) return { value: null, dimension };
    const number = typeof held === 'number' || typeof held === 'string' ? numberWithUnit(held) : undefined;
    const found = number?.dimension ?? null;
    if (number === undefined) problems.push(locate(constantNotANumber(`/constants/${i}/path`, path, held), document));
    else if (found !== null && dimension !== null && found !== dimension) problems.push(locate(unlikeUnits(`/constants/${i}/low`, dimension, found), document));
    return { value: number?.value ?? null, dimension: dimension ?? found };
  });
  if (problems.length > 0) throw new InputError(problems);
  return start;
}

/** What a row gives, or why it gives nothing. */
function figureOf(result: SimulationResult, { id, index, metric }: MeasuredRow): number | Problem {
  const pointer = `/rows/${index}/metric`;
  const value = metricValue(result, metric);
  if (value === undefined) return unknownMetric(pointer, metric, usualMetrics(result));
  if (typeof value === 'boolean' || typeof value === 'string') return rowNotANumber(pointer, id, metric, value);
  if (value !== null && Number.isFinite(value)) return value;
  if (!result.feasible) return rowDoesNotFit(pointer, id, result.reasons.map((r) => `${r.resource}: ${r.used} needed, ${r.available} available`).join('; '));
  return rowNotModelled(pointer, id, metric, result.notModelled.find(({ path }) => isMeant(path, metric))?.reason ?? '');
}

/** True where a path that is not modelled (`phases.*.cycles`) is that of the metric, or of what it is in. */
function isMeant(path: string, metric: string): boolean {
  const parts = metric.split('.');
  return path.split('.').every((part, i) => part === '*' || part === parts[i]);
}

/** A problem that arises from what a row sets, at that place; one in another file stays there. */
function ofRow(found: Problem, row: MeasuredRow, experiment: Document, document: Document): Problem {
  if (found.file !== undefined && found.file !== experiment.file) return found;
  const near = row.set.find(([path]) => found.pointer !== undefined && touches(found.pointer, pointerOfPath(path)))?.[0];
  const pointer = near === undefined ? `/rows/${row.index}/set` : childPointer(`/rows/${row.index}/set`, near);
  return locate(rowRefused(pointer, row.id, withoutMark(found.message), found.remedy), document, near === undefined ? 'value' : 'key');
}

/** True where one pointer leads to the other or into it. */
function touches(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}

/** The message without the mark of values that were set: here every one was. */
export function withoutMark(message: string): string {
  return message.replace(/ \(set\)$/, '');
}

/** The JSON pointer of a path such as `published[0].value`. */
export function pointerOfPath(path: string): string {
  return segmentsOf(path).reduce<string>((pointer, part) => childPointer(pointer, part), '');
}

/** Names and indices of a path. */
export function segmentsOf(path: string): readonly (string | number)[] {
  return path.split('.').flatMap((part) => {
    const [name = '', ...indices] = part.split(/[[\]]+/).filter((piece) => piece !== '');
    return [name, ...indices.map(Number)];
  });
}

/** The pointer of a path of an architecture as seen from it, as its `sources` have it; undefined for other paths. */
export function pointerInArchitecture(path: string): string | undefined {
  const [first, ...rest] = pointerParts(pointerOfPath(path));
  return first === 'architecture' && rest.length > 0 ? rest.reduce<string>((pointer, part) => childPointer(pointer, part), '') : undefined;
}

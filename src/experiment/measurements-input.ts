import { InputError, type Problem } from '../sim/core/diagnostics.js';
import { locate, type Document } from '../sim/core/document.js';
import { gathered } from '../sim/core/gathered.js';
import { parseQuantity, siUnit, type Dimension } from '../sim/core/units.js';
import type { RowUse } from '../sim/model/calibration.js';
import { checkMeasurements } from './check.js';
import {
  boundsOutOfOrder, boundsWithoutUnit, constantTwice, fewerRowsThanConstants, rowSetsConstant, rowTwice, unitOfNoMetric, unlikeUnits,
} from './diagnostics.js';
import { metricPath } from './metric.js';
import type { MeasurementsInput } from './schema/measurements.js';

/** A number of an experiment that is fitted, between bounds in SI units. */
export interface Constant {
  /** In the experiment. */
  readonly path: string;
  readonly low: number;
  readonly high: number;
  /** What its bounds measure, where they have a unit. */
  readonly dimension: Dimension | null;
  readonly meaning: string | null;
}

/** A measured figure, in the unit of its metric. */
export interface MeasuredRow {
  readonly id: string;
  /** Where it stands in the file, from 0. */
  readonly index: number;
  /** `path=value` pairs, as a run takes them. */
  readonly set: readonly (readonly [path: string, value: string])[];
  /** Path in the result. */
  readonly metric: string;
  readonly measured: number;
  readonly use: RowUse;
  readonly source: string | null;
}

/** What `archsim calibrate` fits, and to what. */
export interface Measurements {
  readonly name: string;
  readonly document: Document;
  readonly constants: readonly Constant[];
  readonly rows: readonly MeasuredRow[];
  /** Rows that were made test rows because they do not say what they are for. */
  readonly chosenTests: readonly string[];
}

/** Short names of constants; everything else is a path in the experiment. */
export const constantAliases: Readonly<Record<string, string>> = { clock: 'architecture.parameters.clock' };

/** Of the rows that do not say what they are for, every third is for the test. */
const testEvery = 3;

/** The measurements of a document, in SI units. Throws `InputError` with every problem and its place. */
export function measurementsOf(document: Document): Measurements {
  const input = checkMeasurements(document);
  const [constants, rows] = both(() => gathered(input.constants, constantReader(document)), () => rowsOf(input, document));
  const problems = [
    ...repeated(input.constants.map(({ path }) => fullPath(path))).map((i) => constantTwice(`/constants/${i}/path`, input.constants[i]!.path)),
    ...repeated(input.rows.map(({ id }) => id)).map((i) => rowTwice(`/rows/${i}/id`, input.rows[i]!.id)),
    ...rows.flatMap((row) => settersIn(row, constants)),
  ];
  const fitRows = rows.filter(({ use }) => use === 'fit').length;
  if (fitRows < constants.length) problems.push(fewerRowsThanConstants('/constants', constants.length, fitRows));
  if (problems.length > 0) throw new InputError(problems.map((p) => locate(p, document)));
  const chosenTests = rows.filter(({ use, index }) => use === 'test' && input.rows[index]!.use === undefined).map(({ id }) => id);
  return { name: input.name, document, constants, rows, chosenTests };
}

/** A number, or what a text with a unit of any dimension says; undefined for other texts. */
export function numberWithUnit(value: number | string): { readonly value: number; readonly dimension: Dimension | null } | undefined {
  if (typeof value === 'number') return { value, dimension: null };
  const unit = /[A-Za-zµ/]+\s*$/.exec(value);
  if (unit === null) return undefined;
  for (const dimension of Object.keys(siUnit) as Dimension[]) {
    try {
      return { value: parseQuantity(value, dimension), dimension };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
  }
  return undefined;
}

function fullPath(path: string): string {
  return Object.hasOwn(constantAliases, path) ? constantAliases[path]! : path;
}

function constantReader(document: Document): (constant: MeasurementsInput['constants'][number]) => Constant {
  let next = 0;
  return ({ path, low, high, meaning = null }) => {
    const at = `/constants/${next++}`;
    const [from, to] = [bound(low, `${at}/low`, document), bound(high, `${at}/high`, document)];
    const isMixed = from.dimension !== null && to.dimension !== null && from.dimension !== to.dimension;
    if (isMixed) return fail(unlikeUnits(`${at}/high`, from.dimension, to.dimension), document);
    if (from.value >= to.value) return fail(boundsOutOfOrder(`${at}/low`, low, high), document);
    return { path: fullPath(path), low: from.value, high: to.value, dimension: from.dimension ?? to.dimension, meaning };
  };
}

function bound(value: number | string, pointer: string, document: Document): NonNullable<ReturnType<typeof numberWithUnit>> {
  return numberWithUnit(value) ?? fail(boundsWithoutUnit(pointer, value), document);
}

function rowsOf(input: MeasurementsInput, document: Document): MeasuredRow[] {
  let undecided = 0;
  const uses = input.rows.map(({ use }) => use ?? (++undecided % testEvery === 0 ? 'test' : 'fit'));
  return gathered(input.rows.map((row, index) => ({ row, index })), ({ row, index }) => {
    const metric = metricPath(row.metric);
    const measured = measuredValue(row.value, row.metric, metric, `/rows/${index}/value`, document);
    const set = Object.entries(row.set ?? {}).map(([path, value]): readonly [string, string] => [path, JSON.stringify(value)]);
    return { id: row.id, index, set, metric, measured, use: uses[index]!, source: row.source ?? null };
  });
}

function measuredValue(value: number | string, asked: string, metric: string, pointer: string, document: Document): number {
  if (typeof value === 'number') return value;
  const dimension = dimensionOf(metric);
  if (dimension === undefined) return fail(unitOfNoMetric(pointer, asked, value), document);
  try {
    return parseQuantity(value, dimension, pointer);
  } catch (error) {
    throw error instanceof InputError ? new InputError(error.problems.map((p) => locate(p, document))) : error;
  }
}

const dimensions: readonly (readonly [RegExp, Dimension])[] = [
  [/bytesPerSecond$/i, 'bandwidth'],
  [/opsPerSecond$/i, 'rate'],
  [/secondsPer\w+$|seconds$|\b(?:boundBy|busySeconds)\./i, 'time'],
  [/bytes$/i, 'size'],
  [/watts$/i, 'power'],
];

/** What a metric measures, by the unit in its name; undefined where texts have no unit for it. */
function dimensionOf(metric: string): Dimension | undefined {
  return dimensions.find(([pattern]) => pattern.test(metric))?.[1];
}

/** Indices of values that stood before. */
function repeated(values: readonly string[]): number[] {
  return values.flatMap((value, i) => (values.indexOf(value) < i ? [i] : []));
}

/** A row that sets a constant, or what it is in, would take it out of the fit. */
function settersIn(row: MeasuredRow, constants: readonly Constant[]): Problem[] {
  return row.set.flatMap(([path]) => constants
    .filter((constant) => isInside(constant.path, path) || isInside(path, constant.path))
    .map((constant) => rowSetsConstant(row.index, row.id, path, constant.path)));
}

function isInside(path: string, whole: string): boolean {
  return path === whole || path.startsWith(`${whole}.`) || path.startsWith(`${whole}[`);
}

/** What both give, or the problems of both. */
function both<A, B>(first: () => A, second: () => B): [A, B] {
  return gathered<() => unknown, unknown>([first, second], (part) => part()) as [A, B];
}

function fail(found: Problem, document: Document): never {
  throw new InputError([locate(found, document)]);
}

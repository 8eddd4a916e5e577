import { InputError, type Problem } from '../sim/core/diagnostics.js';
import { locate, type Document } from '../sim/core/document.js';
import { siUnit } from '../sim/core/units.js';
import type { CalibratedRow, CalibrationResult, FittedConstant, PartErrors } from '../sim/model/calibration.js';
import { constantBench, withoutMark, type ConstantBench, type Figures, type OnSimulation } from './constant-bench.js';
import { noShare, sensitivities, type Sensitivity } from './constant-sensitivity.js';
import { constantRefused, constantUndetermined, constantWithoutEffect, constantsNotToldApart, nothingFits } from './diagnostics.js';
import { leastInUnitCube, mostTrials } from './least-squares-search.js';
import type { Constant, MeasuredRow, Measurements } from './measurements-input.js';
import type { RunOptions } from './run.js';

/** Digits of a fitted constant: more than measurements give. */
const fittedDigits = 6;
/** A larger rise of the mean error of the test part is told: a hundredth of a percentage point. */
const toleratedRise = 1e-4;
/** Where, between the bounds, an experiment is asked whether it takes a constant: no round number, so that integers are found out. */
const inside = 0.381966;

/**
 * Fits the constants of measurements to the rows of their fit part: the values between the bounds with the least mean of ((simulated - measured) /
 * measured)^2, written with six digits. The test part takes no part in it. Throws `InputError` where a constant or a row is not of the experiment, and
 * where the rows leave a constant unknown. `onSimulation` hears how many simulations are done.
 */
export function calibrate(experiment: Document, measurements: Measurements, options: RunOptions = {}, onSimulation: OnSimulation = () => undefined): CalibrationResult {
  const { constants, rows, document } = measurements;
  const bench = constantBench(experiment, measurements, options, onSimulation);
  const before = bench.figuresAsIs();
  const fitRows = rows.filter(({ use }) => use === 'fit');
  const scales = constants.map(scaleOf);
  const start = bench.start.map(({ value }, i) => (value === null ? null : scales[i]!.toUnit(value)));
  const home = start.map((x) => (x === null || x < 0 || x > 1 ? inside : x));
  const valuesAt = (point: readonly number[]): number[] => point.map((x, i) => scales[i]!.fromUnit(x));
  const figuresAt = (point: readonly number[]): Figures => figuresOrNone(bench, fitRows, valuesAt(point));

  refuseRefused(bench, measurements, fitRows, home, valuesAt);
  refuseIdle(measurements, home, figuresAt);
  const isStartInside = start.every((x) => x !== null && x >= 0 && x <= 1);
  const found = leastInUnitCube(constants.length, (point) => meanSquare(figuresAt(point), fitRows), isStartInside ? home : null);
  if (!Number.isFinite(found.cost)) throw new InputError([locate(nothingFits('/constants'), document)]);

  const values = valuesAt(found.point).map((value, i) => Math.min(constants[i]!.high, Math.max(constants[i]!.low, Number(value.toPrecision(fittedDigits)))));
  const felt = sensitivityOf(measurements, values, scales, figuresAt);
  const after = bench.figures(rows, values);
  const fitted = constants.map((constant, i): FittedConstant => ({
    path: constant.path, meaning: constant.meaning, unit: unitOf(bench, i), start: bench.start[i]!.value, fitted: values[i]!, low: constant.low, high: constant.high,
    atBound: found.point[i]! < boundShare ? 'low' : found.point[i]! > 1 - boundShare ? 'high' : null, sensitivity: felt[i]!.size,
  }));
  const compared = rows.map((row, i) => comparedRow(row, before[i]!, after[i] ?? NaN));
  const [fit, test] = [errorsOf(compared, 'fit')!, errorsOf(compared, 'test')];
  return {
    experiment: nameOf(experiment), measurements: measurements.name, file: document.file, constants: fitted, rows: compared, fit, test,
    isTestWorse: test !== null && !(test.meanAfter <= test.meanBefore + toleratedRise), simulations: bench.simulations(),
    notes: notesOf(measurements, fitted, felt, { fitRows: fitRows.length, hasTest: test !== null, isSettled: found.isSettled }),
  };
}

/** About how many simulations a calibration takes at most, for a bar. */
export function mostSimulations({ constants, rows }: Measurements): number {
  return mostTrials(constants.length) * new Set(rows.filter(({ use }) => use === 'fit').map(({ set }) => JSON.stringify(set))).size;
}

/** A share of the range of each constant. */
type Point = readonly number[];

interface Scale {
  readonly toUnit: (value: number) => number;
  readonly fromUnit: (share: number) => number;
}

/** A constant as a share of its range; of its logarithm's where the bounds are more than ten times apart. */
function scaleOf({ low, high }: Constant): Scale {
  const within = (value: number): number => Math.min(high, Math.max(low, value));
  if (low > 0 && high > 10 * low) {
    const decades = Math.log(high / low);
    return { toUnit: (value) => (value > 0 ? Math.log(value / low) / decades : -1), fromUnit: (share) => within(low * Math.exp(share * decades)) };
  }
  return { toUnit: (value) => (value - low) / (high - low), fromUnit: (share) => within(low + share * (high - low)) };
}

/** Bounds closer than this share of the range are reached. */
const boundShare = 1e-6;

/** Figures where the values work together; nulls where the experiment does not take them. */
function figuresOrNone(bench: ConstantBench, rows: readonly MeasuredRow[], values: readonly number[]): Figures {
  try {
    return bench.figures(rows, values);
  } catch (error) {
    if (error instanceof InputError) return rows.map(() => null);
    throw error;
  }
}

/** The mean of the squared relative errors; infinite where a figure is missing. */
function meanSquare(figures: Figures, rows: readonly MeasuredRow[]): number {
  let sum = 0;
  for (const [i, { measured }] of rows.entries()) sum += ((figures[i] ?? Infinity) / measured - 1) ** 2;
  return sum / rows.length;
}

/** Each constant alone, at both bounds and between them: an experiment that takes one of these not has no such number. */
function refuseRefused(bench: ConstantBench, { constants, document }: Measurements, rows: readonly MeasuredRow[], home: Point, valuesAt: (point: Point) => number[]): void {
  const problems = constants.flatMap(({ path }, i): Problem[] => {
    const refused = (field: 'path' | 'low' | 'high', share: number): Problem[] => {
      const values = valuesAt(home.map((x, j) => (j === i ? share : x)));
      try {
        bench.figures(rows.slice(0, 1), values);
        return [];
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        const { message, remedy } = error.problems[0]!;
        return [locate(constantRefused(`/constants/${i}/${field}`, path, values[i]!, withoutMark(message), remedy), document)];
      }
    };
    const [between, bounds] = [refused('path', inside), [...refused('low', 0), ...refused('high', 1)]];
    // Where neither bound is taken the path is wrong, and once is enough.
    return bounds.length === 1 || between.length === 0 ? bounds : between;
  });
  if (problems.length > 0) throw new InputError(problems);
}

/** A constant that changes no figure of the fit part, wherever the others stand. */
function refuseIdle({ constants, document }: Measurements, home: Point, figuresAt: (point: Point) => Figures): void {
  const others = constants.length === 1 ? [home] : [home, home.map(() => 0), home.map(() => 1)];
  const idle = constants.flatMap(({ path }, i) => {
    const moves = others.some((point) => {
      const [first, ...rest] = [0, inside, 1].map((share) => figuresAt(point.map((x, j) => (j === i ? share : x))));
      return rest.some((figures) => differ(first!, figures));
    });
    return moves ? [] : [locate(constantWithoutEffect(`/constants/${i}/path`, path), document)];
  });
  if (idle.length > 0) throw new InputError(idle);
}

function differ(a: Figures, b: Figures): boolean {
  return a.some((value, i) => value !== null && b[i] != null && Math.abs(b[i] - value) > 1e-12 * Math.abs(value));
}

/** Share of the range that a constant is moved by, to both sides where it can be, to feel its effect. */
const nudge = 1e-3;

/** How the rows of the fit part feel each constant at its fitted value. Throws where they feel one not at all, or no other than those before it. */
function sensitivityOf({ constants, rows, document }: Measurements, values: readonly number[], scales: readonly Scale[], figuresAt: (point: Point) => Figures): Sensitivity[] {
  const measured = rows.filter(({ use }) => use === 'fit').map((row) => row.measured);
  const point = values.map((value, i) => scales[i]!.toUnit(value));
  const columns = constants.map(({ low, high }, i) => {
    const [from, to] = [Math.max(0, point[i]! - nudge), Math.min(1, point[i]! + nudge)];
    const [less, more] = [from, to].map((share) => figuresAt(point.map((x, j) => (j === i ? share : x))));
    const size = values[i] === 0 ? high - low : Math.abs(values[i]!);
    const change = (scales[i]!.fromUnit(to) - scales[i]!.fromUnit(from)) / size;
    return measured.map((m, row) => ((more![row] ?? 0) - (less![row] ?? 0)) / m / change);
  });
  const pointers = constants.map((_, i) => `/constants/${i}/path`);
  const unknown = constants.flatMap(({ path }, i) => (columns[i]!.every((x) => Math.abs(x) < 1e-9) ? [constantUndetermined(pointers[i]!, path, String(values[i]))] : []));
  if (unknown.length > 0) throw new InputError(unknown.map((p) => locate(p, document)));
  const felt = sensitivities(columns);
  const pathsOf = (indices: readonly number[]): string[] => indices.map((i) => constants[i]!.path);
  const mixed = felt.flatMap(({ ownShare, twins }, i) => (ownShare < noShare ? [constantsNotToldApart(pointers[i]!, constants[i]!.path, pathsOf(twins))] : []));
  if (mixed.length > 0) throw new InputError(mixed.map((p) => locate(p, document)));
  return felt;
}

function comparedRow({ id, use, metric, measured, source }: MeasuredRow, before: number, after: number): CalibratedRow {
  const error = (simulated: number): number => (simulated - measured) / measured;
  return { id, use, metric, measured, before, after, errorBefore: error(before), errorAfter: error(after), source };
}

function errorsOf(rows: readonly CalibratedRow[], part: 'fit' | 'test'): PartErrors | null {
  const own = rows.filter(({ use }) => use === part);
  if (own.length === 0) return null;
  const [before, after] = [own.map(({ errorBefore }) => Math.abs(errorBefore)), own.map(({ errorAfter }) => Math.abs(errorAfter))];
  const mean = (errors: readonly number[]): number => errors.reduce((sum, error) => sum + error, 0) / errors.length;
  return { rows: own.length, meanBefore: mean(before), meanAfter: mean(after), worstBefore: Math.max(...before), worstAfter: Math.max(...after) };
}

function unitOf({ start }: ConstantBench, index: number): string {
  const { dimension } = start[index]!;
  return dimension === null ? '' : siUnit[dimension];
}

function nameOf({ value, file }: Document): string {
  return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string' ? value.name : file;
}

interface Circumstances {
  readonly fitRows: number;
  readonly hasTest: boolean;
  readonly isSettled: boolean;
}

function notesOf({ chosenTests }: Measurements, fitted: readonly FittedConstant[], felt: readonly Sensitivity[], about: Circumstances): string[] {
  const notes: string[] = [];
  if (chosenTests.length > 0) notes.push(`of the rows that do not say what they are for, every third is for the test: ${chosenTests.join(', ')}`);
  if (about.fitRows === fitted.length) notes.push('there are as many constants as rows that they are fitted on, so that the fit part shows nothing of the model');
  if (!about.hasTest) notes.push('no row tests the fit: the errors are those of rows that it was made on');
  for (const [i, { path, start, low, high, atBound }] of fitted.entries()) {
    const { twins, ownShare } = felt[i]!;
    if (atBound !== null) notes.push(`${path} ends at its ${atBound === 'low' ? `lower bound ${low}` : `upper bound ${high}`}: what is measured may ask for a value beyond it`);
    if (start !== null && (start < low || start > high)) notes.push(`${path} starts at ${start}, outside its bounds`);
    if (twins.length > 0) notes.push(`the rows hardly tell ${path} from ${twins.map((j) => fitted[j]!.path).join(', ')}: ${(ownShare * 100).toPrecision(2)} % of its effect is its own`);
  }
  if (!about.isSettled) notes.push('the search was stopped before it had settled: narrower bounds help');
  return notes;
}

import type { Evaluation } from '../problem/search-problem.js';

/** Evaluations as columns, which travel between threads faster than objects. What is null is NaN; numbers of evaluations are finite. */
export interface EvaluationColumns {
  readonly count: number;
  readonly objectives: Float64Array;
  readonly violations: Float64Array;
  readonly metricNames: readonly string[];
  readonly metrics: Float64Array;
  /** Of each evaluation, with a mark between two reasons and another between two evaluations: one text travels faster than many. */
  readonly reasons: string;
  readonly failures: readonly (readonly [place: number, failure: string])[];
  /** Those whose metrics have other names, or whose reasons have such marks: as they are. */
  readonly others: readonly (readonly [place: number, evaluation: Evaluation])[];
}

const betweenReasons = '\u0001';
const betweenEvaluations = '\u0002';

export function columnsOf(evaluations: readonly Evaluation[], objectives: number, constraints: number): EvaluationColumns {
  const count = evaluations.length;
  const metricNames = Object.keys(evaluations[0]?.metrics ?? {});
  const width = metricNames.length;
  const columns = { objectives: new Float64Array(count * objectives).fill(NaN), violations: new Float64Array(count * constraints), metrics: new Float64Array(count * width).fill(NaN) };
  const failures: [number, string][] = [];
  const others: [number, Evaluation][] = [];
  let reasons = '';
  for (let place = 0; place < count; place++) {
    const evaluation = evaluations[place]!;
    if (place > 0) reasons += betweenEvaluations;
    if (evaluation.violations.length !== constraints || !hasNames(evaluation, metricNames) || hasMarks(evaluation.reasons)) {
      others.push([place, evaluation]);
      continue;
    }
    if (evaluation.objectives !== null) for (let i = 0; i < objectives; i++) columns.objectives[place * objectives + i] = evaluation.objectives[i]!;
    for (let i = 0; i < constraints; i++) columns.violations[place * constraints + i] = evaluation.violations[i]!;
    for (let i = 0; i < width; i++) columns.metrics[place * width + i] = evaluation.metrics[metricNames[i]!] ?? NaN;
    for (let i = 0; i < evaluation.reasons.length; i++) reasons += `${i === 0 ? '' : betweenReasons}${evaluation.reasons[i]!}`;
    if (evaluation.failure !== undefined) failures.push([place, evaluation.failure]);
  }
  return { count, metricNames, ...columns, reasons, failures, others };
}

/** True where metrics have these names in this order, and no others. */
function hasNames({ metrics }: Evaluation, names: readonly string[]): boolean {
  let i = 0;
  for (const name in metrics) if (names[i++] !== name) return false;
  return i === names.length;
}

/** An empty reason would be none. */
function hasMarks(reasons: readonly string[]): boolean {
  for (let i = 0; i < reasons.length; i++) if (reasons[i] === '' || reasons[i]!.includes(betweenReasons) || reasons[i]!.includes(betweenEvaluations)) return true;
  return false;
}

const noReasons: readonly string[] = [];

export function evaluationsOf(columns: EvaluationColumns, objectives: number, constraints: number): Evaluation[] {
  const { count, metricNames, metrics } = columns;
  const width = metricNames.length;
  const reasons = columns.reasons.split(betweenEvaluations);
  const failures = new Map(columns.failures);
  const others = new Map(columns.others);
  const evaluations: Evaluation[] = [];
  for (let place = 0; place < count; place++) {
    const other = others.get(place);
    if (other !== undefined) {
      evaluations.push(other);
      continue;
    }
    const own: Record<string, number | null> = {};
    for (let i = 0; i < width; i++) {
      const value = metrics[place * width + i]!;
      own[metricNames[i]!] = Number.isNaN(value) ? null : value;
    }
    const evaluation = {
      objectives: Number.isNaN(columns.objectives[place * objectives]!) ? null : valuesAt(columns.objectives, place, objectives),
      violations: valuesAt(columns.violations, place, constraints),
      reasons: reasons[place] === '' ? noReasons : reasons[place]!.split(betweenReasons), metrics: own,
    };
    const failure = failures.size === 0 ? undefined : failures.get(place);
    evaluations.push(failure === undefined ? evaluation : { ...evaluation, failure });
  }
  return evaluations;
}

function valuesAt(all: Float64Array, place: number, width: number): number[] {
  const values: number[] = [];
  for (let i = place * width; i < (place + 1) * width; i++) values.push(all[i]!);
  return values;
}

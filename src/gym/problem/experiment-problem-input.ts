import { pathFrom, type Open } from '../../experiment/byte-source.js';
import { fileKind } from '../../experiment/file-kind.js';
import { findingsOf } from '../../experiment/findings.js';
import { metricPath } from '../../experiment/metric.js';
import { readDocument } from '../../experiment/read-document.js';
import { simulationInput } from '../../experiment/run.js';
import { setPath } from '../../experiment/set-path.js';
import { collapseUnions } from '../../experiment/unions.js';
import * as validators from '../../experiment/validators.js';
import { InputError, type Problem } from '../../sim/core/diagnostics.js';
import { locate, parseDocument, type Document } from '../../sim/core/document.js';
import { fidelityNames, type Fidelity } from '../../sim/model/architecture.js';
import { notAProblem, wrongReference } from '../diagnostics.js';
import type { StudyInput } from '../schema/study.js';
import { fidelityProblems, metricProblems, probeResult, valueProblems, type AskedMetric } from './experiment-problem-check.js';
import { contradictingLimits, fidelityOrder, limitNeeded, metricTwice } from './experiment-problem-diagnostics.js';
import { designParameters } from './experiment-problem-paths.js';
import { experimentProblem, type ExperimentProblem, type ExperimentProblemParts, type MetricLimit, type MetricObjective } from './experiment-problem.js';

export interface StudyProblemOptions {
  /** Opens what the study and its experiment name by path. */
  readonly open: Open;
  /** Beside what the study itself accepts. */
  readonly accept?: readonly 'assumed'[];
  /** False where the same study was checked before: by who started this worker. Default true. */
  readonly isChecked?: boolean;
}

/** Problems that one error lists. */
const mostListed = 50;

/** A document as a study. Throws `InputError` with every field that is wrong and its place (`spec/...`). */
export function checkStudy(document: Document): StudyInput {
  const kind = fileKind(document.value);
  if (kind !== undefined && kind !== 'study') throw new InputError([locate(notAProblem('/kind', kind), document)]);
  const validator = validators.study;
  if (validator(document.value)) return document.value as StudyInput;
  const found = findingsOf(collapseUnions(validator.errors ?? []), '').map(({ problem, part }) => locate(problem(), document, part));
  throw new InputError(found.sort(byPlace).slice(0, mostListed));
}

/** The search problem of a study's document. Throws `InputError` with every problem and its place. */
export function experimentProblemOfDocument(document: Document, options: StudyProblemOptions): ExperimentProblem {
  const input = checkStudy(document);
  try {
    return experimentProblemFrom(input, document.file, options);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    // Those of another file have their place already.
    throw new InputError(error.problems.map((found) => (found.file === undefined ? locate(found, document) : found)).sort(byPlace).slice(0, mostListed));
  }
}

/** The search problem that a checked study describes; `file` is what its paths are relative to. Throws `InputError` with pointers into the study. */
export function experimentProblemFrom(input: StudyInput, file: string, { open, accept = [], isChecked = false }: StudyProblemOptions): ExperimentProblem {
  const experiment = experimentOf(input, file, open);
  const parameters = designParameters(input.parameters);
  const { objectives, limits } = { objectives: objectivesOf(input), limits: limitsOf(input) };
  const wrong = [...nameProblems(objectives, input), ...limitProblems(input), ...referenceProblems(input), ...fidelityOrderProblems(input)];
  if (wrong.length > 0) throw new InputError(wrong);
  const own = simulationInput(experiment, { open }).input;
  const fidelities: readonly Fidelity[] = input.fidelities ?? [own.fidelity];
  const acceptAssumed = accept.includes('assumed') || (input.accept ?? []).includes('assumed');
  const parts: ExperimentProblemParts = {
    name: input.name, experiment, parameters, objectives, limits, metrics: (input.metrics ?? []).map(metricPath), fidelities, acceptAssumed, open,
    ...(input.referencePoint === undefined ? {} : { referencePoint: input.referencePoint }),
  };
  if (!isChecked) {
    const early = [...valueProblems(parts), ...fidelityProblems(parts, input.fidelities ?? [], '/fidelities')];
    if (early.length > 0) throw new InputError(early);
  }
  const problem = experimentProblem(parts);
  if (!isChecked) {
    const assumedWatts = acceptAssumed && own.machine.energy === undefined ? own.machine.device.tdpWatts : null;
    const late = metricProblems(askedMetrics(input), probeResult(problem, parts), assumedWatts);
    if (late.length > 0) throw new InputError(late);
  }
  return problem;
}

function experimentOf({ experiment, set = {}, name }: StudyInput, file: string, open: Open): Document {
  const document = typeof experiment === 'string' ? readDocument(open(pathFrom(file, experiment))) : parseDocument(JSON.stringify(experiment), file);
  const value = Object.entries(set).reduce((changed: unknown, [path, own]) => setPath(changed, path, JSON.stringify(own)), document.value);
  // The figures that were published are those of the experiment, and not of its variants.
  const rest = Object.entries(value as Readonly<Record<string, unknown>>).filter(([key]) => key !== 'published');
  return { ...document, value: { ...Object.fromEntries(rest), name } };
}

function objectivesOf({ objectives }: StudyInput): readonly MetricObjective[] {
  return objectives.map(({ metric, direction, name, unit }) => ({ name: name ?? metric, metric: metricPath(metric), direction, ...(unit === undefined ? {} : { unit }) }));
}

function limitsOf({ constraints = [] }: StudyInput): readonly MetricLimit[] {
  return constraints.flatMap(({ metric, atMost, atLeast, name = metric }): MetricLimit[] => {
    const path = metricPath(metric);
    const both = atMost !== undefined && atLeast !== undefined;
    return [
      ...(atLeast === undefined ? [] : [{ name: both ? `${name} (least)` : name, metric: path, limit: atLeast, sign: -1 } as const]),
      ...(atMost === undefined ? [] : [{ name: both ? `${name} (most)` : name, metric: path, limit: atMost, sign: 1 } as const]),
    ];
  });
}

function askedMetrics({ objectives, constraints = [], metrics = [] }: StudyInput): readonly AskedMetric[] {
  return [
    ...objectives.map(({ metric }, i) => ({ metric, pointer: `/objectives/${i}/metric` })),
    ...constraints.map(({ metric }, i) => ({ metric, pointer: `/constraints/${i}/metric` })),
    ...metrics.map((metric, i) => ({ metric, pointer: `/metrics/${i}` })),
  ];
}

/** Names stand for one metric each: of objectives and limits those of the same metric may be equal. */
function nameProblems(objectives: readonly MetricObjective[], { constraints = [] }: StudyInput): Problem[] {
  const all = [
    ...objectives.map(({ name, metric }, i) => ({ name, metric, pointer: `/objectives/${i}`, kind: 'objective' })),
    ...constraints.map(({ metric, name = metric }, i) => ({ name, metric: metricPath(metric), pointer: `/constraints/${i}`, kind: 'constraint' })),
  ];
  return all.flatMap((one, i) => (all.slice(0, i).some((other) => other.name === one.name && (other.metric !== one.metric || other.kind === one.kind)) ? [metricTwice(one.pointer, one.name)] : []));
}

function limitProblems({ constraints = [] }: StudyInput): Problem[] {
  const bounds = new Map<string, { least: number; most: number }>();
  return constraints.flatMap(({ metric, atMost, atLeast }, i): Problem[] => {
    if (atMost === undefined && atLeast === undefined) return [limitNeeded(`/constraints/${i}`, metric)];
    const path = metricPath(metric);
    const bound = bounds.get(path) ?? { least: -Infinity, most: Infinity };
    bounds.set(path, bound);
    bound.least = Math.max(bound.least, atLeast ?? -Infinity);
    bound.most = Math.min(bound.most, atMost ?? Infinity);
    return bound.least > bound.most ? [contradictingLimits(`/constraints/${i}`, metric, bound.least, bound.most)] : [];
  });
}

function referenceProblems({ referencePoint, objectives }: StudyInput): Problem[] {
  return referencePoint !== undefined && referencePoint.length !== objectives.length ? [wrongReference('/referencePoint', referencePoint.length, objectives.length)] : [];
}

function fidelityOrderProblems({ fidelities = [] }: StudyInput): Problem[] {
  const order = fidelities.map((name) => fidelityNames.indexOf(name));
  return order.every((place, i) => i === 0 || order[i - 1]! < place) ? [] : [fidelityOrder('/fidelities')];
}

function byPlace(a: Problem, b: Problem): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}

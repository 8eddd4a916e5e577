import type { Open } from '../../experiment/byte-source.js';
import { checkParameters } from '../../experiment/check.js';
import { withoutMark } from '../../experiment/constant-bench.js';
import { noSuchFidelity, unknownMetric } from '../../experiment/diagnostics.js';
import { metricValue, usualMetrics } from '../../experiment/metric.js';
import { inputOf, prepareDocument, simulationInput } from '../../experiment/run.js';
import { InputError, type Problem } from '../../sim/core/diagnostics.js';
import type { Document } from '../../sim/core/document.js';
import { createRng } from '../../sim/core/rng.js';
import { fidelitiesOf } from '../../sim/model/architecture.js';
import { sampleDesign } from '../../sim/model/design-space.js';
import type { SimulationResult } from '../../sim/model/result.js';
import { metricNotANumber, metricNotModelled, pathRefused, valueRefused } from './experiment-problem-diagnostics.js';
import type { ExperimentProblem, ExperimentProblemParts } from './experiment-problem.js';
import { metricReader, ownMetricPaths } from './experiment-problem-metrics.js';
import { isPlanted, type DesignParameter } from './experiment-problem-paths.js';

/** Values of one parameter that are tried one by one. */
const mostTried = 64;

/** What is wrong with values that parameters may have, each tried alone on the experiment: with pointers into the study. */
export function valueProblems({ experiment, parameters, open }: Pick<ExperimentProblemParts, 'experiment' | 'parameters' | 'open'>): Problem[] {
  return parameters.flatMap((one, i) => problemsOfValues(one, `/parameters/${i}`, experiment, open));
}

function problemsOfValues(one: DesignParameter, at: string, experiment: Document, open: Open): Problem[] {
  const { parameter, paths } = one;
  const codes = codesToTry(one);
  const refused = codes.flatMap((code) => {
    try {
      tryValue(one, code, experiment, open);
      return [];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return [{ code, problem: error.problems[0]! }];
    }
  });
  const [first] = refused;
  if (first === undefined) return [];
  const isUnknown = first.problem.code === 'spec/unknown-field' || first.problem.code.startsWith('set/');
  if (refused.length === codes.length && isUnknown) return [pathRefused('values' in parameter && paths.length > 1 ? at : `${at}/path`, paths[0]!, withoutMark(first.problem.message), first.problem.remedy)];
  return refused.slice(0, 5).map(({ code, problem }) => {
    const shown = 'values' in parameter ? String(parameter.values[code]) : String(code);
    return valueRefused(at, parameter.name, shown, withoutMark(problem.message), problem.remedy);
  });
}

function codesToTry({ parameter }: DesignParameter): number[] {
  if (parameter.type === 'integer' || parameter.type === 'real') return parameter.low === parameter.high ? [parameter.low] : [parameter.low, parameter.high];
  const { length } = parameter.values;
  const all = parameter.values.map((_, code) => code);
  return length <= mostTried ? all : all.filter((code) => code === length - 1 || code % Math.ceil(length / mostTried) === 0);
}

/** Throws what is wrong with a value whatever the others are: its kind, its name, a path that leads nowhere. */
function tryValue({ settings, paths }: DesignParameter, code: number, experiment: Document, open: Open): void {
  const set = settings(code).map(({ path, value }) => [path, JSON.stringify(value)] as const);
  if (!paths.every(isPlanted)) {
    // Together with other parameters the architecture's own may be right: what is in them is told of designs.
    simulationInput(experiment, { open, set });
    return;
  }
  const { architecture } = inputOf(experiment, { set });
  checkParameters(architecture.family, experiment, architecture.parameters ?? {}, '/architecture/parameters');
}

/** Designs that are drawn to find one that fits. */
const mostDrawn = 200;

/**
 * A result that shows which metrics there are: of the experiment as it is where it fits, else of the first of some designs that does. Where none does, a result without
 * times.
 */
export function probeResult(problem: ExperimentProblem, { experiment, open, fidelities }: ExperimentProblemParts): SimulationResult {
  const own = prepareDocument(experiment, { open, fidelity: fidelities[fidelities.length - 1]! })();
  if (own.feasible) return own;
  const rng = createRng(1);
  for (let i = 0; i < mostDrawn; i++) {
    const design = sampleDesign(problem.space, rng);
    if (problem.evaluate(design, 0).objectives !== null) return problem.resultOf(design);
  }
  return own;
}

/** A metric that a study asks for, and where. */
export interface AskedMetric { readonly metric: string; readonly pointer: string }

/** What is wrong with metrics: no such path, no number, or not modelled on this machine. */
export function metricProblems(asked: readonly AskedMetric[], result: SimulationResult, assumedWatts: number | null): Problem[] {
  return asked.flatMap(({ metric, pointer }): Problem[] => {
    const { path, needsEnergy, isUntimed } = metricReader(metric);
    if (ownMetricPaths.includes(path)) return [];
    const value = metricValue(result, path);
    if (value === undefined) return [unknownMetric(pointer, metric, usualMetrics(result))];
    if (typeof value === 'string' || typeof value === 'boolean') return [metricNotANumber(pointer, metric, value)];
    if (value !== null) return [];
    if (needsEnergy && assumedWatts !== null) return [];
    if (!result.feasible && !isUntimed) return [];
    const reason = result.notModelled.find((one) => isMeant(one.path, path))?.reason ?? result.notModelled.find((one) => needsEnergy && one.path.endsWith('energyJoules'))?.reason ?? 'it is null in a result';
    return [metricNotModelled(pointer, metric, reason, needsEnergy && mayAssume(result) ? 'choose another metric, or take the power of the board for it: --accept assumed' : 'choose another metric, or a family that models it')];
  });
}

/** True where a path that is not modelled (`phases.*.cycles`, `resources.lut`) is that of the metric, or of what it is in. */
function isMeant(path: string, metric: string): boolean {
  const parts = metric.split('.');
  return path.split('.').every((part, i) => part === '*' || part === parts[i]);
}

function mayAssume({ architecture, notModelled }: SimulationResult): boolean {
  return architecture.family !== '' && notModelled.some(({ reason }) => reason.startsWith('no energy model'));
}

/** The fidelities that a study asks for and its machine has not. */
export function fidelityProblems({ experiment, open }: Pick<ExperimentProblemParts, 'experiment' | 'open'>, asked: readonly string[], pointer: string): Problem[] {
  const { machine } = simulationInput(experiment, { open }).input;
  const known = fidelitiesOf(machine);
  return asked.flatMap((name, i) => (known.some((one) => one === name) ? [] : [noSuchFidelity(`${pointer}/${i}`, machine.family, name, known)]));
}

import type { Open } from '../../experiment/byte-source.js';
import { withoutMark } from '../../experiment/constant-bench.js';
import { machineOf } from '../../experiment/machine-of.js';
import { mappingFromInput } from '../../experiment/mapping-input.js';
import { prepareDocument, simulationInput, type RunOptions } from '../../experiment/run.js';
import { setPath } from '../../experiment/set-path.js';
import { InputError } from '../../sim/core/diagnostics.js';
import type { Document } from '../../sim/core/document.js';
import { tasksOf } from '../../sim/engine/task.js';
import type { Architecture, Fidelity } from '../../sim/model/architecture.js';
import type { Design } from '../../sim/model/design-space.js';
import type { MappingChoice } from '../../sim/model/mapping.js';
import type { SimulationResult } from '../../sim/model/result.js';
import { figuresOf, type Bench, type Figures } from './experiment-problem-figures.js';
import { fitLimits } from './experiment-problem-limits.js';
import { knownAreaPath, metricReader, weightErrorPath, type MetricReader } from './experiment-problem-metrics.js';
import { isPlanted, planterOf, settingsOf, type DesignParameter } from './experiment-problem-paths.js';
import { failed } from './evaluation.js';
import type { Evaluation, Objective, SearchProblem } from './search-problem.js';

/** A metric that is wanted large or small. */
export interface MetricObjective extends Objective {
  /** Its path in the result. */
  readonly metric: string;
}

/** A metric with its largest or least legal value. */
export interface MetricLimit {
  readonly name: string;
  readonly metric: string;
  readonly limit: number;
  /** 1 where the limit is the largest legal value, -1 where it is the least. */
  readonly sign: 1 | -1;
}

/** What a search problem is made of: an experiment, what of it may be chosen, and what is wanted. Checked before. */
export interface ExperimentProblemParts {
  readonly name: string;
  /** What every design is a variant of. */
  readonly experiment: Document;
  readonly parameters: readonly DesignParameter[];
  readonly objectives: readonly MetricObjective[];
  readonly limits: readonly MetricLimit[];
  /** More metrics that evaluations hold, by path. */
  readonly metrics: readonly string[];
  /** The cheapest first, the one that counts last. */
  readonly fidelities: readonly Fidelity[];
  readonly referencePoint?: readonly number[];
  readonly acceptAssumed: boolean;
  readonly open: Open;
}

/** A search problem whose designs are experiments. */
export interface ExperimentProblem extends SearchProblem {
  readonly objectives: readonly MetricObjective[];
  readonly fidelities: readonly Fidelity[];
  /** The experiment that a design is, as `archsim run` takes it. */
  experimentOf(design: Design): unknown;
  /** The whole result of a design, as `archsim run` gives it. Throws `InputError` where its parameters contradict one another. */
  resultOf(design: Design, fidelity?: number): SimulationResult;
  /** What metrics rest on though it is not modelled, in words. */
  readonly assumptions: readonly string[];
  /** The experiment that designs are variants of, and the file that its paths are relative to. */
  readonly base: unknown;
  readonly file: string;
  /** For each parameter what each of its values sets, where there are few, else its paths. */
  readonly choices: readonly unknown[];
  /** Names and paths of the metrics that evaluations hold. */
  readonly recorded: readonly (readonly [name: string, path: string])[];
}

/** A design that was read: what it needs for its figures, or why it is none. */
type Reading = { readonly bench: Bench; readonly machine: Architecture; readonly mapping: MappingChoice } | { readonly refused: readonly string[] };

/** Workloads that are kept: a search over many of them makes some of them again. */
const mostBenches = 4096;

/**
 * Designs as variants of one experiment. What stands in the parameters of the architecture is put into place and built anew for each design; whatever else is chosen (model,
 * formats, scenario, device) is found once and kept. Evaluations have the digits of `archsim run`.
 */
export function experimentProblem(parts: ExperimentProblemParts): ExperimentProblem {
  const { parameters, experiment, open, fidelities, objectives, limits } = parts;
  const planted = parameters.flatMap(({ paths }, i) => (paths.every(isPlanted) ? [i] : []));
  const others = parameters.flatMap((_, i) => (planted.includes(i) ? [] : [i]));
  const planter = planterOf(parameters, planted);
  const last = fidelities.length - 1;
  const recorded = recordedMetrics(parts);
  const withEnergy = recorded.some(({ reader }) => reader.needsEnergy);
  const benches = new Map<string, Bench & { readonly parameters: unknown; readonly family: string }>();
  const base = simulationInput(experiment, { open }).input;
  const fit = fitLimits(base.machine.device, base.machine.memoryName);
  const fitAt = limits.length;
  const constraints = [...limits.map((one) => ({ name: one.name, limit: limitText(one) })), ...fit.constraints];

  const set = (design: Design): NonNullable<RunOptions['set']> => settingsOf(parameters, design).map(({ path, value }) => [path, JSON.stringify(value)] as const);
  const benchOf = (design: Design): Bench & { readonly parameters: unknown; readonly family: string } => {
    const key = others.map((i) => design[i]!).join(' ');
    const known = benches.get(key);
    if (known !== undefined) return known;
    const { input, parameters: own } = simulationInput(experiment, { open, set: set(design) });
    const bench = { input, tasks: tasksOf(input.graph, input.scheme), memory: [], parameters: own, family: input.machine.family };
    if (benches.size >= mostBenches) benches.clear();
    benches.set(key, bench);
    return bench;
  };
  const read = (design: Design): Reading => {
    try {
      const bench = benchOf(design);
      const { input: { machine: own, graph, mapping = 'rule' } } = bench;
      const machine = planted.length === 0 ? own : machineOf(bench.family, planter.plant(bench.parameters, design), own.device);
      return { bench, machine, mapping: mapping === 'rule' ? mapping : mappingFromInput(mapping, machine, graph, '/mapping') };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return { refused: error.problems.map(({ message }) => withoutMark(message)) };
    }
  };
  const resultOf = (design: Design, fidelity = last): SimulationResult => prepareDocument(experiment, { open, set: set(design), fidelity: fidelities[fidelity]! })();

  return {
    name: parts.name, space: { parameters: parameters.map(({ parameter }) => parameter) }, objectives, constraints, fidelities,
    ...(parts.referencePoint === undefined ? {} : { referencePoint: parts.referencePoint }),
    assumptions: assumptionsOf(parts, base.machine, recorded),
    base: experiment.value, file: experiment.file,
    choices: parameters.map(({ parameter, paths, settings }) => ('values' in parameter ? parameter.values.map((_, code) => settings(code)) : { paths, least: settings(parameter.low) })),
    recorded: recorded.map(({ name, reader }) => [name, reader.path] as const),
    experimentOf: (design) => set(design).reduce((value, [path, text]) => setPath(value, path, text), experiment.value),
    resultOf,
    evaluate: (design, fidelity = last) => {
      const violations = new Array<number>(constraints.length).fill(0);
      const reading = read(design);
      if ('refused' in reading) {
        violations[fitAt] = 1;
        return { objectives: null, violations, reasons: reading.refused, metrics: Object.fromEntries(recorded.map(({ name }) => [name, null])) };
      }
      const figures = figuresOf({ ...reading, fidelity: fidelities[fidelity]!, withEnergy, acceptAssumed: parts.acceptAssumed });
      const reasons = fit.check(figures, violations, fitAt);
      return evaluationOf(figures, parts, recorded, violations, reasons);
    },
  };
}

/** A metric that evaluations hold. */
interface Recorded { readonly name: string; readonly reader: MetricReader }

/** The objectives, then the limits, then what else is asked for: each name once. */
function recordedMetrics({ objectives, limits, metrics }: ExperimentProblemParts): readonly Recorded[] {
  const all = [...objectives, ...limits, ...metrics.map((metric) => ({ name: metric, metric }))].map(({ name, metric }): Recorded => ({ name, reader: metricReader(metric) }));
  return all.filter(({ name }, i) => all.findIndex((other) => other.name === name) === i);
}

function evaluationOf(figures: Figures, { objectives, limits }: ExperimentProblemParts, recorded: readonly Recorded[], violations: number[], reasons: string[]): Evaluation {
  const fits = reasons.length === 0;
  const metrics: Record<string, number | null> = {};
  for (let i = 0; i < recorded.length; i++) {
    const { name, reader } = recorded[i]!;
    metrics[name] = fits || reader.isUntimed ? reader.read(figures) : null;
  }
  for (let i = 0; i < limits.length; i++) {
    const { name, limit, sign } = limits[i]!;
    const value = metrics[name]!;
    // A time of a design that does not fit is not known, and no limit of it is broken.
    if (value === null && !fits) continue;
    if (value === null || !Number.isFinite(value)) return failed(`${name} is ${value === null ? 'not modelled' : value}`, violations.length);
    const excess = sign * (value - limit);
    if (excess <= 0) continue;
    violations[i] = Math.max(Number.MIN_VALUE, excess / (limit === 0 ? 1 : Math.abs(limit)));
    reasons.push(`${name} is ${value}, ${sign === 1 ? 'at most' : 'at least'} ${limit} is legal`);
  }
  if (!fits) return { objectives: null, violations, reasons, metrics };
  const values: number[] = [];
  for (let i = 0; i < objectives.length; i++) {
    const { name } = objectives[i]!;
    const value = metrics[name]!;
    if (value === null || !Number.isFinite(value)) return failed(`objective ${name} is ${value === null ? 'not modelled' : value}`, violations.length);
    values.push(value);
  }
  return { objectives: values, violations, reasons, metrics };
}

function limitText({ limit, sign }: MetricLimit): string {
  return `at ${sign === 1 ? 'most' : 'least'} ${limit}`;
}

function assumptionsOf({ acceptAssumed }: ExperimentProblemParts, machine: Architecture, recorded: readonly Recorded[]): readonly string[] {
  const { energy, device } = machine;
  const needsPower = acceptAssumed && energy === undefined && device.tdpWatts !== null && recorded.some(({ reader }) => reader.needsEnergy);
  const has = (path: string): boolean => recorded.some(({ reader }) => reader.path === path);
  const unknownParts = has(knownAreaPath) ? (machine.area?.() ?? []).filter(({ component }) => component.area.value === null).map(({ name }) => name) : [];
  return [
    ...(needsPower ? [`power is that of the board of ${device.title} at all times, ${device.tdpWatts} W (assumed): energies follow from times alone`] : []),
    ...(has(weightErrorPath) ? [`${weightErrorPath} is that of formats on normally distributed weights (assumed), every weight counting alike: it stands for accuracy and is none`] : []),
    ...(unknownParts.length > 0 ? [`${knownAreaPath} leaves out what nobody knows the area of: ${unknownParts.join(', ')}`] : []),
  ];
}

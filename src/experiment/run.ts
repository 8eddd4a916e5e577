import { InputError } from '../sim/core/diagnostics.js';
import { locate, parseDocument, type Document } from '../sim/core/document.js';
import { simulate, type SimulationInput } from '../sim/engine/simulate.js';
import type { PublishedResult, SimulationResult } from '../sim/model/result.js';
import type { Fidelity } from '../sim/model/architecture.js';
import type { Open } from './byte-source.js';
import { checkExperiment } from './check.js';
import { noFilesHere, unknownMetric } from './diagnostics.js';
import { experimentWarnings } from './experiment-warnings.js';
import { metricValue, usualMetrics } from './metric.js';
import { resolveExperiment } from './resolve.js';
import type { ExperimentInput } from './schema/experiment.js';
import { setPath } from './set-path.js';
import { version } from './version.js';

export interface RunOptions {
  /** Opens the files that the experiment names; without it, naming one is an error. */
  readonly open?: Open;
  /** Values that replace those of the experiment: `path=value` pairs, applied in order. */
  readonly set?: readonly (readonly [path: string, value: string])[];
  readonly fidelity?: Fidelity;
}

/** Simulates one experiment given as a value. What `archsim run` calls. Throws `InputError` with every problem of the input. */
export function run(experiment: unknown, options: RunOptions = {}): SimulationResult {
  return runDocument(parseDocument(JSON.stringify(experiment), 'experiment'), options);
}

/**
 * What an experiment given as a value is made of: graph, scheme, scenario and machine, ready for `simulate` or, in a loop, for `fastTotals`.
 * Throws `InputError` like `run`.
 */
export function prepare(experiment: unknown, options: RunOptions = {}): SimulationInput {
  return simulationInput(parseDocument(JSON.stringify(experiment), 'experiment'), options).input;
}

/** Simulates one experiment that was read from a text, so that problems have their line and column. */
export function runDocument(document: Document, options: RunOptions = {}): SimulationResult {
  return prepareDocument(document, options)();
}

/** Checks an experiment and finds all that it names, so that only its simulation is left to do. */
export function prepareDocument(document: Document, options: RunOptions = {}): () => SimulationResult {
  const { input, published } = simulationInput(document, options);
  return () => {
    const result = simulate(input);
    const unknown = published.flatMap(({ metric }, i) => (metricValue(result, metric) === undefined ? [unknownMetric(`/published/${i}/metric`, metric, usualMetrics(result))] : []));
    if (unknown.length > 0) throw new InputError(unknown.map((p) => locate(p, document)));
    return { ...result, published: published.map((p) => compared(p, result)) };
  };
}

/** What the engine is given for the experiment of a document, and the checked parameters of its family. */
export function simulationInput(document: Document, options: RunOptions): { input: SimulationInput; published: NonNullable<ExperimentInput['published']>; parameters: unknown } {
  const checked = inputOf(document, options);
  const { maxContext, notes, ...resolved } = resolveExperiment(checked, document, options.open ?? noFiles);
  const { promptTokens, outputTokens } = resolved.scenario;
  return { input: { ...resolved, name: checked.name, version, warnings: experimentWarnings(checked, notes, maxContext, promptTokens + outputTokens - 1) }, published: checked.published ?? [], parameters: checked.architecture.parameters ?? {} };
}

/** The checked experiment of a document with its replaced values. */
export function inputOf(document: Document, options: RunOptions): ExperimentInput {
  let value = document.value;
  for (const [path, text] of options.set ?? []) value = setPath(value, path, text);
  if (options.fidelity !== undefined) value = setPath(value, 'fidelity', options.fidelity);
  return checkExperiment(document, value);
}

function compared(p: { readonly metric: string; readonly value: number; readonly source: string }, result: SimulationResult): PublishedResult {
  const found = metricValue(result, p.metric);
  const simulated = typeof found === 'number' ? found : null;
  const relativeError = simulated === null ? null : p.value === 0 ? Math.abs(simulated) : (simulated - p.value) / Math.abs(p.value);
  return { metric: p.metric, published: p.value, simulated, relativeError, source: p.source };
}

const noFiles: Open = (path) => {
  throw new InputError([noFilesHere(path)]);
};

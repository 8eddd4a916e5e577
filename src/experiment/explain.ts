import type { Explained } from '../sim/core/explained.js';
import { parseDocument, type Document } from '../sim/core/document.js';
import { explainMetric } from '../sim/engine/explain.js';
import { simulate } from '../sim/engine/simulate.js';
import type { Assumption } from '../sim/model/architecture.js';
import type { SimulationResult } from '../sim/model/result.js';
import { simulationInput, type RunOptions } from './run.js';

/** The tree behind one metric (a path such as `phases.decode.latencySeconds`) of an experiment given as a value; undefined where it is unknown or not modelled. */
export function explain(experiment: unknown, metric: string, options: RunOptions = {}): Explained | undefined {
  return explainDocument(parseDocument(JSON.stringify(experiment), 'experiment'), metric, options).tree;
}

/** The trees behind several metrics of an experiment, of one simulation; those that are unknown or not modelled are left out. */
export function explainMetrics(document: Document, metrics: readonly string[], options: RunOptions = {}): readonly { readonly metric: string; readonly tree: Explained }[] {
  const { input } = simulationInput(document, options);
  const result = simulate(input);
  return metrics.flatMap((metric) => {
    const tree = explainMetric(input, result, metric);
    return tree === undefined ? [] : [{ metric, tree }];
  });
}

/** The result of an experiment, the tree behind one metric of it and the assumptions of its machine; no tree where the metric is unknown or not modelled. */
export function explainDocument(document: Document, metric: string, options: RunOptions = {}): { tree: Explained | undefined; assumptions: readonly Assumption[]; result: SimulationResult } {
  const { input } = simulationInput(document, options);
  const result = simulate(input);
  return { tree: explainMetric(input, result, metric), assumptions: input.machine.assumptions(), result };
}

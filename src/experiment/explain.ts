import type { Explained } from '../sim/core/explained.js';
import type { Document } from '../sim/core/document.js';
import { explainMetric } from '../sim/engine/explain.js';
import { simulate } from '../sim/engine/simulate.js';
import type { Assumption } from '../sim/model/architecture.js';
import { simulationInput, type RunOptions } from './run.js';

/** The tree behind one metric of an experiment and the assumptions of its machine; no tree where the metric is unknown or not modelled. */
export function explainDocument(document: Document, metric: string, options: RunOptions = {}): { tree: Explained | undefined; assumptions: readonly Assumption[] } {
  const { input } = simulationInput(document, options);
  return { tree: explainMetric(input, simulate(input), metric), assumptions: input.machine.assumptions() };
}

import type { RunOptions } from '../experiment/run.js';
import type { ResultExtras } from '../reports/page.js';
import type { Document } from '../sim/core/document.js';
import type { SimulationResult } from '../sim/model/result.js';

/** Numbers whose trees a page carries, where they are modelled. */
const explainedMetrics = ['totals.firstTokenSeconds', 'totals.secondsPerOutputToken', 'totals.energyJoules', 'memory.heldBytes'] as const;

/** What a page shows of an experiment beside its result: trees of its numbers, its timeline, and what a reader may change. */
export async function resultExtras(document: Document, result: SimulationResult, options: RunOptions): Promise<ResultExtras> {
  const { whatIfData, engineOf } = await import('../reports/what-if/page-data.js');
  const data = await whatIfData(document, options);
  const engine = await engineOf(result.architecture.family);
  return {
    ...await treesOf(document, result, options),
    experiment: data.base.experiment,
    ...(engine === undefined ? {} : { whatIf: { data, engine } }),
    ...(result.feasible ? { timeline: (await import('../experiment/timeline.js')).timelineOfDocument(document, options) } : {}),
  };
}

/** The trees of its numbers alone; nothing for a design that does not fit. */
export async function treesOf(document: Document, result: SimulationResult, options: RunOptions): Promise<ResultExtras> {
  if (!result.feasible) return {};
  const { explainMetrics } = await import('../experiment/explain.js');
  return { explained: explainMetrics(document, explainedMetrics, options) };
}

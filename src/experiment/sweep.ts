import { InputError } from '../sim/core/diagnostics.js';
import type { Document } from '../sim/core/document.js';
import type { SimulationResult } from '../sim/model/result.js';
import type { Axis, SweepRow } from '../sim/model/sweep.js';
import { sweepTooLarge, unknownMetric } from './diagnostics.js';
import { metricPath, metricValue, usualMetrics } from './metric.js';
import { prepareDocument, type RunOptions } from './run.js';
import { mostPoints } from './schema/sweep.js';

/** Experiments over a grid. */
export interface Sweep {
  readonly name: string;
  readonly experiments: readonly Document[];
  readonly axes: readonly Axis[];
  /** Paths in the result. */
  readonly metrics: readonly string[];
}

export const usualSweepMetrics: readonly string[] = ['totals.firstTokenSeconds', 'totals.secondsPerOutputToken', 'totals.tokensPerSecond', 'totals.latencySeconds'];

/** How many rows a sweep gives. Throws `sweep/too-large` above a million. */
export function sweepSize({ axes, experiments }: Sweep): number {
  const size = axes.reduce((product, { values }) => product * values.length, experiments.length);
  if (size > mostPoints) throw new InputError([sweepTooLarge(size, mostPoints)]);
  return size;
}

/** Simulates every experiment at every point of the grid, the last axis running fastest. Throws `InputError` at the first point that is wrong. */
export function* runSweep(sweep: Sweep, options: RunOptions = {}): Generator<SweepRow> {
  sweepSize(sweep);
  for (const point of pointsOf(sweep.axes)) {
    const set = sweep.axes.map(({ path }, i): readonly [string, string] => [path, JSON.stringify(point[i])]);
    for (const document of sweep.experiments) {
      const result = prepareDocument(document, { ...options, set: [...(options.set ?? []), ...set] })();
      yield { experiment: result.experiment.name, point, feasible: result.feasible, values: sweep.metrics.map((metric) => valueOf(result, metric)) };
    }
  }
}

function* pointsOf(axes: readonly Axis[]): Generator<readonly unknown[]> {
  const at = axes.map(() => 0);
  for (;;) {
    yield axes.map(({ values }, i) => values[at[i]!]);
    let axis = axes.length - 1;
    while (axis >= 0 && ++at[axis]! === axes[axis]!.values.length) at[axis--] = 0;
    if (axis < 0) return;
  }
}

function valueOf(result: SimulationResult, metric: string): SweepRow['values'][number] {
  const value = metricValue(result, metricPath(metric));
  if (value === undefined) throw new InputError([unknownMetric('/metrics', metric, usualMetrics(result))]);
  return value;
}

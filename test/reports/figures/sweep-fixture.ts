import type { SweepResult, SweepRow } from '../../../src/sim/model/sweep.js';

/** Two experiments over two formats and three batches: one wins at small batches, the other at large ones; one point does not fit, one is not known. */
export const smallSweep: SweepResult = {
  name: 'small', axes: [{ path: 'workload.quantization.weights.type', name: 'weights', values: ['int2', 'int4'] }, { path: 'workload.scenario.batch', name: 'batch', values: [1, 4, 16] }],
  metrics: ['totals.latencySeconds', 'totals.tokensPerSecond'],
  rows: [
    row('a', 'int2', 1, 1), row('b', 'int2', 1, 2), row('a', 'int2', 4, 2), row('b', 'int2', 4, 2.5), row('a', 'int2', 16, 4), row('b', 'int2', 16, 3),
    row('a', 'int4', 1, 3), row('b', 'int4', 1, 1.5), row('a', 'int4', 4, 'infeasible'), row('b', 'int4', 4, 2), row('a', 'int4', 16, null), row('b', 'int4', 16, 8),
  ],
};

function row(experiment: string, weights: string, batch: number, latency: number | null | 'infeasible'): SweepRow {
  return { experiment, point: [weights, batch], feasible: latency !== 'infeasible', values: [typeof latency === 'number' ? latency : null, 10 * batch] };
}

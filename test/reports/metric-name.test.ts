import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { metricName, metricUnit } from '../../src/reports/metric-name.js';

describe('a metric in words', () => {
  it('loses its path and its unit, and keeps its phase', () => {
    assert.deepEqual(['totals.latencySeconds', 'totals.firstTokenSeconds', 'phases.decode.tokensPerSecond', 'totals.secondsPerOutputToken', 'totals.energyJoules', 'area.totalMm2', 'memory.kvCacheBytes', 'phases.prefill.seconds'].map(metricName),
      ['latency', 'first token', 'decode tokens per second', 'seconds per output token', 'energy', 'area total (mm²)', 'kv cache', 'prefill seconds']);
    assert.deepEqual(['decode rate', '', 'x', '<b>'].map(metricName), ['decode rate', '', 'x', '<b>']);
  });

  it('has the unit that its path names', () => {
    assert.deepEqual(['totals.latencySeconds', 'phases.decode.tokensPerSecond', 'phases.decode.dramBytes', 'phases.decode.computeUtilization', 'totals.tokensPerJoule', 'operators', ''].map(metricUnit), ['s', 'token/s', 'B', '%', 'token/J', '', '']);
  });
});

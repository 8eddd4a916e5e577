import assert from 'node:assert/strict';
import { metricAliases, metricPaths, metricValue, usualMetrics, valueAtPath } from '../../src/experiment/metric.js';

const result = { totals: { firstTokenSeconds: 0.3, energyJoules: null }, phases: { prefill: { tokens: 4, boundBy: { compute: 1 } }, decode: null }, memory: { fits: true }, operators: [{ name: 'q', flops: 5 }], fidelity: 'analytic' };

describe('a metric', () => {
  it('is found by its path or its short name', () => {
    assert.equal(metricValue(result, 'totals.firstTokenSeconds'), 0.3);
    assert.equal(metricValue(result, 'ttft'), 0.3);
    assert.equal(metricValue(result, 'operators.0.flops'), 5);
    assert.equal(metricValue(result, 'memory.fits'), true);
    assert.equal(metricValue(result, 'fidelity'), 'analytic');
    assert.equal(valueAtPath(result, 'ttft'), 0.3);
  });

  it('is null where it, or something above it, is not known here', () => {
    for (const path of ['totals.energyJoules', 'phases.decode', 'phases.decode.tokensPerSecond', 'throughput', 'operators.7.flops']) assert.equal(metricValue(result, path), null, path);
  });

  it('is undefined where no result has it', () => {
    for (const path of ['', 'total', 'totals', 'totals.firstToken', 'totals.firstTokenSeconds.x', 'operators', 'operators.first', 'operators.0.x', 'phases.prefill.boundBy', 'constructor', '__proto__', 'totals.toString', 'operators.length']) assert.equal(metricValue(result, path), undefined, path);
  });

  it('can be listed: every number and null, the usual ones without those of single ops', () => {
    assert.deepEqual(metricPaths(result), ['totals.firstTokenSeconds', 'totals.energyJoules', 'phases.prefill.tokens', 'phases.prefill.boundBy.compute', 'phases.decode', 'operators.0.flops']);
    assert.deepEqual(usualMetrics(result), [...Object.keys(metricAliases), 'totals.firstTokenSeconds', 'totals.energyJoules', 'phases.prefill.tokens', 'phases.prefill.boundBy.compute', 'phases.decode']);
  });
});

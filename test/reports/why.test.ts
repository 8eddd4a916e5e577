import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { whySentences } from '../../src/reports/why.js';
import { infeasibleResult, llamaResult } from './fixture.js';

describe('why a phase takes its time', () => {
  const phase = llamaResult().phases.decode!;

  it('is what it waits for most, and how much its busiest units work', () => {
    const decode = { ...phase, latencySeconds: 10, boundBy: { compute: 0.5, memory: 9, vector: 0.25, overhead: 0.25 }, busySeconds: { 'matrix unit': 2.5, hbm: 9.5, 'vector unit': 0, 'ddr': 0.001, 'sparse': 1 } };
    assert.deepEqual(whySentences({ phases: { prefill: null, decode } }), ['In decode, memory binds 90.0 % of the time: hbm works 95.0 % of it, matrix unit 25.0 %, sparse 10.0 %, ddr <0.1 %.']);
  });

  it('says who idles, and nothing of units that are not modelled', () => {
    const decode = { ...phase, latencySeconds: 1, boundBy: { compute: 1, memory: 0, vector: 0, overhead: 0 } };
    assert.deepEqual(whySentences({ phases: { prefill: null, decode: { ...decode, busySeconds: { array: 1, dram: 0 } } } }), ['In decode, compute binds 100.0 % of the time: array works 100.0 % of it, dram idles.']);
    assert.deepEqual(whySentences({ phases: { prefill: null, decode: { ...decode, busySeconds: {} } } }), ['In decode, compute binds 100.0 % of the time.']);
  });

  it('is nothing where there are no times', () => {
    assert.deepEqual(whySentences(infeasibleResult()), []);
  });
});

import assert from 'node:assert/strict';
import { createRng } from '../../src/sim/core/rng.js';
import { judgeSystem } from '../../src/validation/judge.js';
import { otherLowBit } from '../../src/validation/other-low-bit.js';
import { gemvRatio, meanFullest, peakRatio } from '../../src/validation/other-low-bit/gemv.js';
import { terefficResult } from '../../src/validation/other-low-bit/tereffic.js';
import { referenceTable } from '../kit/fixtures.js';

const judged = judgeSystem(otherLowBit, referenceTable, 'analytic');

describe('validation of other low-bit systems', () => {
  it('answers or explains each row, with the one miss that is known', () => {
    assert.equal(judged.rows.length, 18);
    assert.deepEqual([judged.agree, judged.differ, judged.fitted, judged.input, judged.notModelled], [7, 1, 0, 0, 10]);
    assert.deepEqual(judged.rows.filter(({ verdict }) => verdict === 'differs').map(({ id }) => id), ['P340']);
    const reasons = judged.rows.filter(({ verdict }) => verdict === 'not-modelled').map(({ reason }) => reason);
    assert.ok(reasons.every((reason) => reason.length > 30) && new Set(reasons).size === reasons.length);
  });

  it('answers other formats by their inputs', () => {
    const value = (config: Readonly<Record<string, unknown>>): unknown => {
      const outcome = otherLowBit.simulate('published', { id: 'any', system: 'BitBLAS', metric: 'speedup', config }, 'analytic');
      return outcome.kind === 'not-modelled' ? outcome.reason : outcome.answers['value'];
    };
    assert.equal(value({ w: 'INT4', a: 'INT8', kind: 'GEMV', vs: 'cuBLAS FP16' }), 4);
    assert.equal(value({ w: 'INT4', a: 'INT4', kind: 'GEMM', vs: 'cuBLAS FP16' }), 4);
    assert.match(String(value({ kind: 'GEMV' })), /formats/);
    assert.match(String(value({ w: 'INT2', a: 'INT7', kind: 'GEMM', vs: 'cuBLAS FP16' })), /no peak/);
  });

  it('counts the fullest bank as random draws do', () => {
    const rng = createRng(5);
    const trials = 4000;
    let sum = 0;
    for (let i = 0; i < trials; i++) {
      const bins = new Array<number>(32).fill(0);
      for (let b = 0; b < 32; b++) bins[rng.integer(0, 31)]!++;
      sum += Math.max(...bins);
    }
    assert.ok(Math.abs(meanFullest(32, 32) - sum / trials) < 0.05);
    assert.equal(meanFullest(1, 32), 1);
    assert.ok(Math.abs(meanFullest(2, 2) - 1.5) < 1e-12);
  });

  it('has tables in shared memory lose to streaming at every width', () => {
    for (const bits of [1, 2, 3, 4, 8]) assert.ok(gemvRatio(bits) > 1.5);
    assert.equal(peakRatio(8, 16), 2);
    assert.equal(peakRatio(5, 16), null);
  });

  it('has TerEffic bound by HBM when streamed, never above its bytes, and faster on the chip', () => {
    const streamed = terefficResult('2.7B', 'streamed')!;
    assert.ok(streamed.phases.decode!.tokensPerSecond <= 425e9 / streamed.memory.linearWeightBytes);
    assert.equal(streamed.phases.decode!.bindingResource, 'hbm load');
    assert.ok(terefficResult('370M', 'on-chip')!.phases.decode!.tokensPerSecond > terefficResult('370M', 'streamed')!.phases.decode!.tokensPerSecond);
    assert.equal(terefficResult('2.7B', 'on-chip')!.feasible, false);
    assert.equal(terefficResult('9B', 'streamed'), null);
  });
});

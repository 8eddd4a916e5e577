import assert from 'node:assert/strict';
import { flashDecoding } from '../../src/validation/flashdecoding.js';
import { judgeSystem } from '../../src/validation/judge.js';
import { referenceTable } from '../kit/fixtures.js';

describe('FlashDecoding++', () => {
  const judged = judgeSystem(flashDecoding, referenceTable, 'analytic');

  it('is met in four figures, missed in two, and not modelled where a software stack or trained weights decide', () => {
    assert.deepEqual([judged.agree, judged.differ, judged.notModelled, judged.fitted], [4, 2, 5, 0]);
    assert.deepEqual(judged.rows.filter((r) => r.verdict === 'differs').map((r) => r.id), ['P345', 'P351']);
    assert.equal(new Set(judged.rows.filter((r) => r.verdict === 'not-modelled').map((r) => r.reason)).size, 4);
  });

  it('loses at four rows on CUDA cores what the other figure leaves', () => {
    const value = (id: string): number => judged.rows.find((r) => r.id === id)!.simulated!;
    assert.ok(Math.abs(value('P346') + value('P349') - 100) < 1e-9);
  });

  it('is answered by the metric of a row and not by its id', () => {
    const ask = (metric: string) => flashDecoding.simulate('published', { system: 'FlashDecoding++', metric, config: {}, id: 'none' }, 'analytic');
    const share = ask('CUDA core vs TC at batch 16 projection');
    assert.ok(share.kind === 'simulated' && Number(share.answers['value']) < 20);
    assert.equal(ask('softmax technique speedup decode').kind, 'simulated');
    assert.equal(ask('something else').kind, 'not-modelled');
  });
});

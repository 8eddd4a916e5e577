import assert from 'node:assert/strict';
import { figlut } from '../../src/validation/figlut/figlut.js';
import { judgeSystem } from '../../src/validation/judge.js';
import type { JudgedRow, Outcome, ReferenceRow } from '../../src/validation/system.js';
import { referenceTable } from '../kit/fixtures.js';

const table = referenceTable('lut.json');
const judged = judgeSystem(figlut, () => table, 'analytic');
const rowOf = (id: string): JudgedRow => judged.rows.find((row) => row.id === id) ?? assert.fail(id);
const ask = (metric: string, config: Readonly<Record<string, unknown>>): Outcome => figlut.simulate('published', { system: 'FIGLUT', metric, config }, 'analytic');

function valueOf(outcome: Outcome): unknown {
  assert.ok(outcome.kind !== 'not-modelled', JSON.stringify(outcome));
  return outcome.answers['value'];
}

describe('the rows of FIGLUT', () => {
  it('agree, but for those that are inputs, fitted or out of reach', () => {
    assert.deepEqual([judged.agree, judged.differ, judged.fitted, judged.input, judged.notModelled], [9, 0, 2, 2, 6]);
    assert.deepEqual(judged.rows.filter((r) => r.verdict === 'fitted').map((r) => r.id), ['P213', 'P229']);
    assert.ok(judged.meanAbsoluteRelativeError! < 0.12);
  });

  it('have the additions of a table and the equivalence of arrays exactly', () => {
    assert.equal(rowOf('P235').relativeError, 0);
    assert.equal(rowOf('P240').relativeError, 0);
    assert.equal(rowOf('P240').verdict, 'agrees');
  });

  it('have a reason of their own where there is no figure', () => {
    const reasons = judged.rows.filter((r) => r.verdict === 'not-modelled').map((r) => r.reason);
    assert.ok(reasons.every((reason) => reason.length > 40));
    assert.ok(new Set(reasons).size >= 5);
  });

  it('do not depend on their answers or ids', () => {
    const { published } = table as { readonly published: readonly ReferenceRow[] };
    const again = judgeSystem(figlut, () => ({ published: published.map((row) => ({ ...row, id: 'X', value: 7 })) }), 'analytic');
    assert.deepEqual(again.rows.map((r) => r.simulated), judged.rows.map((r) => r.simulated));
  });
});

describe('other questions of FIGLUT', () => {
  it('have ratios that grow as bits fall, since multipliers of four bits gain nothing', () => {
    const ratio = (q: number): number => valueOf(ask('TOPS/W ratio', { q, vs: 'FIGNA' })) as number;
    assert.ok(ratio(4) > 1 && Math.abs(ratio(2) / ratio(4) - 2) < 1e-9);
    assert.ok(Math.abs((valueOf(ask('TOPS/W ratio', { q: 2, vs: 'iFPU' })) as number) - (valueOf(ask('TOPS/W ratio', { q: 4, vs: 'iFPU' })) as number)) < 1e-9);
  });

  it('have throughputs that are equal at four bits', () => {
    const tops = (hw: string, format = 'FP16-Q4', batch = 32): number => valueOf(ask('throughput', { hw, format, batch })) as number;
    assert.equal(tops('FIGLUT'), tops('FIGNA'));
    assert.equal(tops('FIGLUT'), tops('iFPU'));
    assert.equal(tops('FIGLUT', 'FP16-Q2'), 2 * tops('FIGNA', 'FP16-Q2'));
    assert.ok(tops('FIGLUT', 'FP16-Q4', 64) > tops('FIGLUT'));
  });

  it('have half the table at half the power, and arrays that are not equal', () => {
    assert.equal(valueOf(ask('relative power LUT', { lut: 'hFFLUT' })), 0.5);
    assert.equal(valueOf(ask('same Q4 throughput', { array: '2x16x4, mu4, k16', vs: '64x64 PE at Q4' })), false);
    assert.ok(Math.abs((valueOf(ask('saving of the generator', { mu: 4 })) as number) - 41.67) < 0.01);
  });

  it('are refused with a reason where their words are unknown', () => {
    for (const [metric, config] of [['area', { hw: 'FIGLUT', format: 'FP16-Q4' }], ['throughput', { hw: 'TPU', batch: 32 }], ['TOPS/W ratio', { vs: 'nobody', q: 3 }], ['relative power LUT', { lut: 'RFLUT' }], ['same Q4 throughput', {}], ['adds', {}], ['beauty', { mu: 4 }]] as const) {
      assert.equal(ask(metric, config).kind, 'not-modelled', metric);
    }
  });
});

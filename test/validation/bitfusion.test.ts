import assert from 'node:assert/strict';
import { judgeSystem } from '../../src/validation/judge.js';
import { bitfusion } from '../../src/validation/bitfusion.js';
import { referenceTable } from '../kit/fixtures.js';

type Row = Readonly<Record<string, unknown>>;
const table = referenceTable('bitfusion-gemm.json') as { readonly rows: readonly Row[] };
const row: Row = { rows: 32, cols: 32, pmax: 8, pmin: 4, IC: 4096, OC: 4096, B: 16, a_bits: 8, w_bits: 8 };

function cyclesOf(changes: Row): number {
  const outcome = bitfusion.simulate('rows', { ...row, ...changes }, 'analytic');
  assert.equal(outcome.kind, 'simulated', JSON.stringify(outcome));
  return (outcome as unknown as { readonly answers: { readonly cycles: number } }).answers.cycles;
}

describe('validation of BitFusion\'s simulator', () => {
  it('agrees with every row exactly', () => {
    const judged = judgeSystem(bitfusion, () => table, 'analytic');
    assert.deepEqual([judged.agree, judged.differ, judged.notModelled], [table.rows.length, 0, 0]);
    assert.deepEqual(judged.rows.map((r) => r.simulated), table.rows.map((r) => r['cycles']));
  });

  it('answers arrays and products that are in no row: MixPE\'s 64 x 64, odd sizes, narrower weights', () => {
    assert.ok(cyclesOf({ rows: 64, cols: 64 }) < cyclesOf({}));
    assert.ok(cyclesOf({ w_bits: 4 }) < cyclesOf({}) && cyclesOf({ w_bits: 4, a_bits: 4 }) <= cyclesOf({ w_bits: 4 }));
    assert.equal(cyclesOf({ w_bits: 3 }) <= cyclesOf({ w_bits: 4 }), true);
    assert.ok(cyclesOf({ IC: 4097, OC: 11_007 }) > cyclesOf({}));
    assert.ok(cyclesOf({ B: 1000 }) > cyclesOf({ B: 256 }));
  });

  it('says what is wrong with a row', () => {
    for (const field of Object.keys(row)) {
      for (const value of [undefined, 0, 1.5, 'x']) {
        const outcome = bitfusion.simulate('rows', { ...row, [field]: value }, 'analytic');
        assert.ok(outcome.kind === 'not-modelled' && outcome.reason.includes(`${field} must be an integer`));
      }
    }
    assert.match(JSON.stringify(bitfusion.simulate('rows', {}, 'analytic')), /rows is missing; cols is missing/);
    assert.match(JSON.stringify(bitfusion.simulate('rows', { ...row, a_bits: 16 }, 'analytic')), /wider than the multipliers/);
  });

  it('rests on the inputs of a row alone', () => {
    const inputs = ['rows', 'cols', 'pmax', 'pmin', 'IC', 'OC', 'B', 'a_bits', 'w_bits'];
    for (const full of table.rows.slice(0, 3)) {
      assert.equal(cyclesOf(Object.fromEntries(inputs.map((field) => [field, full[field]]))), full['cycles']);
    }
  });
});

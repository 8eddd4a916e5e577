import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import { errorHistogramFigure, errorHistogramTable } from '../../../src/reports/figures/error-histogram.js';
import type { ParityRow, ParitySystem } from '../../../src/reports/figures/parity-data.js';
import { assertGoldenFigure, assertWholeFigure, hostileText, itIsRobust, longName, oddNumbers } from './robust.js';

function row(error: number | null, verdict: ParityRow['verdict'] = 'agrees'): ParityRow {
  return { id: 'a', metric: 'value', reference: 100, simulated: error === null ? null : 100 * (1 + error), tolerance: 0.1, verdict };
}

function system(...rows: readonly ParityRow[]): ParitySystem {
  return { system: 'board', rows };
}

const spread = system(...[-0.05, -0.02, 0, 0, 0.001, 0.01, 0.03, 0.03, 0.04].map((e) => row(e)), row(0.09, 'differs'), row(0, 'input'), row(0.02, 'fitted'), row(null, 'not-modelled'));
const long = system(...Array.from({ length: 99 }, (_, i) => row((i - 49) / 1000)), row(4, 'differs'));

describe('a histogram of errors', () => {
  itIsRobust('errors', errorHistogramFigure, errorHistogramTable, {
    'some rows': spread, 'none': system(), 'nothing modelled': system(row(null, 'not-modelled')), 'one row': system(row(0.2)), 'equal rows': system(row(0), row(0)), 'rounding': system(row(1e-13), row(-3e-12)), 'a far row': long,
    'hostile names': { ...spread, system: hostileText }, 'long names': { ...spread, system: longName },
    'twenty thousand rows': system(...Array.from({ length: 20_000 }, (_, i) => row(Math.sin(i) / 3, i % 100 === 0 ? 'differs' : 'agrees'))),
    'odd numbers': system(row(0.1), ...oddNumbers.flatMap((number) => [{ ...row(0), reference: number }, { ...row(0), simulated: number }, { ...row(0, 'differs'), reference: number, simulated: number }])),
  });

  it('is its golden file', () => { assertGoldenFigure('error-histogram', errorHistogramFigure(spread, { embedStyle: false })); });

  it('counts every row once, in a bin or beyond the axis', () => {
    fc.assert(fc.property(fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 2, maxLength: 60 }), (errors) => {
      const { rows } = errorHistogramTable(system(...errors.map((error) => row(error))));
      const counted = rows.reduce((sum, cells) => sum + Number(cells.at(-1)), 0);
      assert.equal(counted, errors.length);
    }));
  });

  it('has bins that are symmetric about 0, of which one has 0 in its middle', () => {
    const bins = errorHistogramTable(spread).rows.slice(1, -1);
    assert.equal(bins.length, 21);
    bins.forEach((bin, i) => { assert.ok(Math.abs(Number(bin[1]) + Number(bins[20 - i]![2])) < 1e-12); });
    assert.ok(Number(bins[10]![1]) < 0 && Number(bins[10]![2]) > 0);
  });

  it('says how many rows are beyond the axis, and how many of them differ', () => {
    const svg = errorHistogramFigure(long);
    assert.ok(svg.includes('1 above (1 differs) ▸'));
    assert.ok(svg.includes('100 rows; 1 beyond ±5 %; largest error +400 %.'));
    assert.ok(!svg.includes('below'));
  });

  it('stacks rows that agree, that a constant was fitted on, and that differ', () => {
    assert.ok(errorHistogramFigure(spread).includes('2 agrees') || /rows \(\d agrees, \d fitted on, or an input\)/.test(errorHistogramFigure(spread)));
    const table = errorHistogramTable(spread);
    const sum = (column: number): number => table.rows.reduce((total, cells) => total + Number(cells[column] ?? 0), 0);
    assert.deepEqual([3, 4, 5, 6].map(sum), [9, 2, 1, 12]);
  });

  it('uses words where there is nothing but rounding', () => {
    assert.ok(errorHistogramFigure(system(row(1e-13), row(-3e-12))).includes('All 2 rows of board are within 3.0e-10 % of their references.'));
    assert.ok(errorHistogramFigure(system()).includes('No row of board has an error'));
  });

  it('takes the limit of its axis from the caller', () => {
    for (const limit of [1e-9, 0.5, NaN, -1, Infinity, 1e30]) assertWholeFigure(errorHistogramFigure(spread, { width: 360, limit }), 360);
    assert.ok(errorHistogramFigure(spread, { limit: 0.03 }).includes('2 above (1 differs) ▸'));
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { errorText, signedError, type ParityRow, type ParitySystem } from '../../../src/reports/figures/parity-data.js';
import { parityFigure, parityTable } from '../../../src/reports/figures/parity.js';
import { assertGoldenFigure, hostileText, itIsRobust, longName, oddNumbers } from './robust.js';

function row(reference: number, simulated: number | null, verdict: ParityRow['verdict'] = 'agrees', id = 'a'): ParityRow {
  return { id, metric: 'value', reference, simulated, tolerance: 0.1, verdict };
}

const board: ParitySystem = { system: 'board', rows: [row(10, 10.2), row(100, 60, 'differs', 'slow'), row(55, 55, 'fitted'), row(3, null, 'not-modelled'), row(0, 0), row(-4, -4.1), row(2, -2)] };
const tool: ParitySystem = { system: 'tool', rows: Array.from({ length: 300 }, (_, i) => row(1 + i, 1 + i, 'agrees', `row ${i}`)) };
const many: ParitySystem = { system: 'many', rows: Array.from({ length: 20_000 }, (_, i) => row(10 ** (i % 40 - 20), 10 ** (i % 37 - 18), i % 2 === 0 ? 'differs' : 'agrees', `row ${i}`)) };

describe('a parity figure', () => {
  itIsRobust('parity', parityFigure, parityTable, {
    'two systems': [board, tool], 'none': [], 'no rows': [{ system: 'empty', rows: [] }], 'one row': [{ system: 'one', rows: [row(1, 1)] }], 'nothing simulated': [{ system: 'one', rows: [row(1, null, 'not-modelled')] }],
    'twenty thousand rows': [many], 'two hundred systems': Array.from({ length: 200 }, (_, i) => ({ system: `system ${i}`, rows: tool.rows.slice(i, i + 20) })),
    'hostile names': [{ system: hostileText, rows: board.rows.map((r) => ({ ...r, id: hostileText, metric: hostileText })) }], 'long names': [{ system: longName, rows: board.rows.map((r) => ({ ...r, id: longName, metric: longName })) }],
    'odd numbers': [{ system: 'odd', rows: [...oddNumbers.flatMap((a) => [row(a, 1), row(1, a), row(a, a, 'differs')]), row(1, 2)] }],
  });

  it('is its golden file', () => { assertGoldenFigure('parity', parityFigure([board, { ...tool, rows: tool.rows.slice(0, 20) }], { embedStyle: false })); });

  it('draws what differs alone, with a frame and an id that a table can carry too', () => {
    const svg = parityFigure([board, tool]);
    assert.equal([...svg.matchAll(/data-id="/g)].length, 1);
    assert.ok(/data-id="board slow value"[^>]*stroke="currentColor"[^>]*><title>board slow, value: reference 100, simulated 60, −40 % \(differs\)<\/title>/.test(svg));
  });

  it('counts every row that has a place, in marks of one row or of several', () => {
    const svg = parityFigure([many, tool]);
    const together = [...svg.matchAll(/<title>[^<:]+: ([\d,]+) rows about/g)].reduce((sum, match) => sum + Number(match[1]!.replace(',', '')), 0);
    const alone = [...svg.matchAll(/<title>(?:many|tool) row \d+,/g)].length;
    assert.equal(together + alone, 20_300);
    assert.ok(svg.includes('20,300 of 20,300 rows as'));
  });

  it('says which rows have no place on logarithmic axes', () => {
    assert.ok(parityFigure([board], { width: 1200 }).includes('4 of 7 rows as 4 marks; framed: 1 that differ.'));
    assert.ok(parityFigure([board], { width: 1200 }).includes('Without a place here: 3 rows that are not modelled, are 0, or differ in sign.'));
  });

  it('stands equal values on the diagonal', () => {
    const svg = parityFigure([{ system: 's', rows: [row(1, 1), row(1000, 1000)] }]);
    const [from, to] = [...svg.matchAll(/d="M([\d.]+),([\d.]+)L([\d.]+),([\d.]+)" fill="none"/g)].flatMap((m) => [[Number(m[1]), Number(m[2])], [Number(m[3]), Number(m[4])]]);
    for (const mark of svg.matchAll(/transform="translate\(([\d.]+) ([\d.]+)\)" fill-opacity/g)) {
      const share = (Number(mark[1]) - from![0]!) / (to![0]! - from![0]!);
      assert.ok(Math.abs(from![1]! + share * (to![1]! - from![1]!) - Number(mark[2])) < 0.1);
    }
  });

  it('puts the misses of a long table first', () => {
    const { rows, label } = parityTable([tool, { ...board, rows: [...board.rows, ...tool.rows] }]);
    assert.equal(rows.length, 400);
    assert.equal(rows[0]![0], 'board slow');
    assert.match(label, /400 of 607/);
  });

  it('gives errors their sign, relative to the size of the reference', () => {
    assert.equal(signedError(row(-4, -5)), -0.25);
    assert.equal(signedError(row(0, 3)), 3);
    assert.equal(signedError(row(0, 0)), 0);
    assert.equal(signedError(row(1, null)), null);
    assert.deepEqual([-0.123, 0.0031, 4.9e-12, 0, 12.3].map(errorText), ['−12 %', '+0.31 %', '+4.9e-10 %', '0 %', '+1230 %']);
  });
});

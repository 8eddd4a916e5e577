import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { publishedFigure, publishedTable, type PublishedData } from '../../../src/reports/figures/published.js';
import { hostileResult, infeasibleResult, llamaResult, unknownResult } from '../fixture.js';
import { assertGoldenFigure, hostileText, itIsRobust, longName, oddNumbers } from './robust.js';

type Row = PublishedData['published'][number];

const rows: readonly Row[] = [
  { metric: 'phases.decode.tokensPerSecond', published: 55, simulated: 55.68, source: 'a paper' }, { metric: 'totals.latencySeconds', published: 2, simulated: 1.5, source: 'a paper' },
  { metric: 'totals.energyJoules', published: 10, simulated: 45, source: 'a paper' }, { metric: 'totals.averagePowerWatts', published: 45, simulated: null, source: 'a paper' },
];

describe('a figure of published and simulated values', () => {
  itIsRobust('published values', publishedFigure, publishedTable, {
    'llama': llamaResult(), 'hostile result': hostileResult(), 'unknown': unknownResult(), 'infeasible': infeasibleResult(), 'none': { published: [] }, 'one': { published: rows.slice(0, 1) }, 'some': { published: rows },
    'hostile names': { published: rows.map((row) => ({ ...row, metric: hostileText, source: hostileText })) }, 'long names': { published: rows.map((row) => ({ ...row, metric: longName })) },
    'twenty thousand': { published: Array.from({ length: 20_000 }, (_, i) => ({ ...rows[i % 4]!, metric: `metric ${i}` })) },
    'odd numbers': { published: oddNumbers.flatMap((number) => [{ ...rows[0]!, published: number }, { ...rows[0]!, simulated: number }, { ...rows[0]!, published: number, simulated: number }]) },
  });

  it('is its golden file', () => { assertGoldenFigure('published', publishedFigure({ published: rows }, { embedStyle: false })); });

  it('puts the simulated value at its error from the published one', () => {
    const svg = publishedFigure({ published: rows.slice(0, 2) }, { width: 880 });
    const ends = (metric: string): number[] => [...svg.slice(svg.indexOf(`<title>${metric}`)).matchAll(/x[12]="([\d.]+)"/g)].slice(0, 2).map((match) => Number(match[1]));
    const [zero = 0, faster = 0] = ends('phases.decode.tokensPerSecond');
    const [, shorter = 0] = ends('totals.latencySeconds');
    assert.ok(Math.abs((faster - zero) / (zero - shorter) - (0.68 / 55) / 0.25) < 0.005);
    assert.ok(svg.includes('+1.2 %') && svg.includes('−25.0 %'));
  });

  it('ends in an arrow where the error is beyond the axis, and says so where nothing was simulated', () => {
    const svg = publishedFigure({ published: rows });
    assert.ok(svg.includes('▸') && svg.includes('+350.0 %'));
    assert.ok(svg.includes('<title>totals.averagePowerWatts: published 45.00 W, simulated not modelled, error not modelled. Source: a paper</title>'));
    assert.ok(svg.includes('3 of 4 can be compared.'));
  });

  it('works out the error itself, with its sign', () => {
    assert.deepEqual(publishedTable({ published: rows }).rows.map((row) => row[3]), [(55.68 - 55) / 55, -0.25, 3.5, null]);
  });
});

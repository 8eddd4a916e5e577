import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { bestSoFar, quartilesOver } from '../../../src/reports/figures/convergence-data.js';
import { convergenceFigure, convergenceTable, type ConvergenceData, type ConvergencePoint } from '../../../src/reports/figures/convergence.js';
import { tried } from './exploration-fixture.js';
import { assertGoldenFigure, hostileText, itIsRobust, longName, oddNumbers } from './robust.js';

const rate = { name: 'decode rate', direction: 'maximise', unit: 'token/s' } as const;

function of(points: readonly ConvergencePoint[], name = 'genetic', isStepped = true): ConvergenceData {
  return { objective: rate, series: [{ name, points, isStepped }] };
}

const small: ConvergenceData = {
  objective: rate,
  series: [
    { name: 'genetic', isStepped: true, points: [{ evaluations: 3, value: 20, low: 15, high: 30 }, { evaluations: 40, value: 60, low: 55, high: 66 }, { evaluations: 500, value: 75, low: 70, high: 75.9 }] },
    { name: 'random', isStepped: false, points: [{ evaluations: 1, value: 10 }, { evaluations: 10, value: 35 }, { evaluations: 100, value: 55 }, { evaluations: 500, value: 66 }] },
  ],
};

describe('convergence', () => {
  itIsRobust('convergence', convergenceFigure, convergenceTable, {
    'two searches': small,
    'nothing': { objective: rate, series: [] },
    'nothing found': of([{ evaluations: 10, value: null }]),
    'one point': of([{ evaluations: 1, value: 5 }]),
    'one banded point': of([{ evaluations: 9, value: 5, low: 4, high: 6 }]),
    'odd numbers': of(oddNumbers.map((value, i) => ({ evaluations: i + 1, value, low: -value, high: null }))),
    'odd places': of(oddNumbers.map((evaluations, i) => ({ evaluations, value: i }))),
    'all equal': of([{ evaluations: 1, value: 5 }, { evaluations: 100, value: 5 }]),
    '20,000 points': of(Array.from({ length: 20_000 }, (_, i) => ({ evaluations: i + 1, value: Math.sqrt(i), low: Math.sqrt(i) * 0.9, high: Math.sqrt(i) * 1.1 }))),
    'thirty searches': { objective: rate, series: Array.from({ length: 30 }, (_, k) => ({ name: `agent ${k}`, isStepped: k % 2 === 0, points: [{ evaluations: 1, value: k }, { evaluations: 100, value: 2 * k }] })) },
    'long names': { objective: { name: longName, direction: 'minimise', unit: longName }, series: [{ name: longName, isStepped: true, points: [{ evaluations: 1, value: 1 }] }] },
    'hostile text': { objective: { name: hostileText, direction: 'minimise', unit: hostileText }, series: [{ name: hostileText, isStepped: true, points: [{ evaluations: 1, value: 1 }, { evaluations: 90, value: 0.1 }] }] },
  });

  it('is its golden image', () => { assertGoldenFigure('convergence', convergenceFigure(small, { embedStyle: false })); });

  it('has the name of each line at its end, and the digits of each point', () => {
    const svg = convergenceFigure(small);
    assert.ok(svg.includes('>genetic</text>') && svg.includes('>random</text>'));
    assert.ok(svg.includes('<title>genetic: decode rate 60 token/s after 40 evaluations, from decode rate 55 token/s to decode rate 66 token/s</title>'));
    assert.equal(svg.match(/fill-opacity="0\.18"/g)?.length, 1);
  });

  it('follows the best legal design of a search', () => {
    const rows = [tried(0, [9], {}, 1), tried(1, [4]), tried(2, null), tried(3, [3]), tried(4, [6])];
    assert.deepEqual(bestSoFar(rows, { direction: 'maximise' }, 0, 10), [{ evaluations: 2, value: 4 }, { evaluations: 5, value: 6 }, { evaluations: 10, value: 6 }]);
    assert.deepEqual(bestSoFar(rows, { direction: 'minimise' }, 0, 5), [{ evaluations: 2, value: 4 }, { evaluations: 4, value: 3 }, { evaluations: 5, value: 3 }]);
    assert.deepEqual(bestSoFar([], { direction: 'minimise' }, 0, 5), []);
  });

  it('has median and quartiles over seeds at every change, as sorting all values at each evaluation gives', () => {
    const runs = [[[1, 5], [4, 9]], [[2, 3], [7, 12]], [[3, 8]], [[9, 1]]].map((run) => run.map(([evaluations, value]) => ({ evaluations: evaluations!, value: value! })));
    const points = quartilesOver(runs, { direction: 'maximise' });
    for (const { evaluations, value, low, high } of points) {
      const sorted = runs.map((run) => run.filter((p) => p.evaluations <= evaluations).at(-1)?.value ?? -Infinity).sort((a, b) => a - b);
      assert.deepEqual([value, low ?? -Infinity, high], [sorted[1], sorted[0], sorted[2]]);
    }
    assert.deepEqual(points.map(({ evaluations }) => evaluations), [3, 4, 7, 9]);
  });
});

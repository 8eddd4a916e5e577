import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { boxPlotsFigure, boxPlotsTable, type BoxPlotData } from '../../../src/reports/figures/box-plots.js';
import { assertGoldenFigure, hostileText, itIsRobust, longName, oddNumbers } from './robust.js';

type Five = readonly [worst: number | null, lower: number | null, median: number | null, upper: number | null, best: number | null];

function agent(name: string, [worst, lowerQuarter, median, upperQuarter, best]: Five, tuned: readonly [number | null, number | null, number | null] = [median, lowerQuarter, upperQuarter]): BoxPlotData['agents'][number] {
  return {
    agent: name,
    at: [{ budget: 100, spread: { worst, lowerQuarter, median, upperQuarter, best, default: median, worseThanRandom: 0.5, defaultBeats: 0.5 }, tuned: { expected: tuned[0], interval: [tuned[1], tuned[2]], runs: 6, settings: [0, 1] } }],
  };
}

function of(agents: BoxPlotData['agents'], expected: number | null = 5): BoxPlotData {
  return { objective: { name: 'energy', direction: 'minimise', unit: 'mJ' }, agents, random: { how: 'exact', curve: [{ samples: 100, expected, anyLegal: 1, tenth: 7, median: expected, ninetieth: 4 }] }, budget: 100 };
}

const small = of([agent('genetic', [4.2, 4.1, 2.9, 2.8, 2.7], [3, 2.8, 3.4]), agent('simulated-annealing', [6.5, 6, 5.5, 4, 3.9]), agent('ant-colony', [null, 9, 8, 7, 6])]);

describe('box plots', () => {
  itIsRobust('box plots', boxPlotsFigure, boxPlotsTable, {
    'three agents': small,
    'nothing': of([], null),
    'another budget': { ...small, budget: 50 },
    'nothing found': of([agent('a', [null, null, null, null, null])], null),
    'one value': of([agent('a', [5, 5, 5, 5, 5])]),
    'odd numbers': of(oddNumbers.map((value, i) => agent(`a${i}`, [value, -value, value, null, 1], [value, -value, null])), NaN),
    'a hundred agents': of(Array.from({ length: 100 }, (_, i) => agent(`agent ${i}`, [i + 5, i + 4, i + 3, i + 2, i + 1]))),
    'long names': { ...of([agent(longName, [5, 4, 3, 2, 1])]), objective: { name: longName, direction: 'maximise', unit: longName } },
    'hostile text': { ...of([agent(hostileText, [5, 4, 3, 2, 1])]), objective: { name: hostileText, direction: 'maximise', unit: hostileText } },
  });

  it('is its golden image', () => { assertGoldenFigure('box-plots', boxPlotsFigure(small, { embedStyle: false })); });

  it('has a box between the quarters, whiskers to the ends, and the numbers in words', () => {
    const svg = boxPlotsFigure(small);
    assert.equal(svg.match(/<rect class="fig-line fig-compute"[^>]* height="12"/g)?.length, 3);
    assert.ok(svg.includes('genetic: settings from 4.200 mJ to 2.700 mJ, median 2.900 mJ, defaults 2.900 mJ; tuned 3 mJ (95 % from 2.800 mJ to 3.400 mJ)'));
    assert.ok(svg.includes('random, exact'));
    // The worst setting of one agent found nothing: its whiskers are left out, and said to be unknown.
    assert.equal(svg.match(/<path class="fig-line fig-compute" d="M/g)?.length, 3);
    assert.ok(svg.includes('ant-colony: settings from unknown to 6 mJ'));
  });
});

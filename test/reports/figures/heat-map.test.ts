import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { sweepPlane, thinned, type HeatCell, type HeatMapData } from '../../../src/reports/figures/heat-map-data.js';
import { heatMapFigure, heatMapTable } from '../../../src/reports/figures/heat-map.js';
import { darkPalette, lightPalette } from '../../../src/reports/figures/palette.js';
import { darkRamp, lightRamp, rampStep, rampSteps } from '../../../src/reports/figures/ramp.js';
import { contrast } from './contrast.js';
import { assertGoldenFigure, hostileText, itIsRobust, longName, oddNumbers } from './robust.js';
import { smallSweep } from './sweep-fixture.js';

const plane = sweepPlane(smallSweep, { x: 1, y: 0, experiment: 'a' });

function grid(columns: number, rows: number, cell: (i: number, j: number) => HeatCell, name = 'axis'): HeatMapData {
  const values = (count: number): string[] => Array.from({ length: count }, (_, i) => `${name === 'axis' ? '' : name}${i}`);
  return { x: { name, values: values(columns) }, y: { name, values: values(rows) }, metric: 'totals.latencySeconds', cells: Array.from({ length: rows }, (_, j) => Array.from({ length: columns }, (_unused, i) => cell(i, j))) };
}

describe('a heat map', () => {
  itIsRobust('a heat map', heatMapFigure, heatMapTable, {
    'a sweep': plane,
    'nothing': grid(0, 0, () => 1),
    'one cell': grid(1, 1, () => 3e-3),
    'odd numbers': grid(oddNumbers.length, 3, (i, j) => (j === 0 ? oddNumbers[i]! : j === 1 ? null : 'infeasible')),
    'nothing known': grid(3, 2, () => null),
    'nothing fits': grid(3, 2, () => 'infeasible'),
    'all equal': grid(4, 4, () => 7),
    '20,000 points': grid(200, 100, (i, j) => 1 + i * j),
    'a long name': grid(4, 4, (i) => i, longName),
    'hostile text': { ...grid(4, 4, (i) => i, hostileText), metric: hostileText },
  });

  it('is its golden image', () => { assertGoldenFigure('heat-map', heatMapFigure(plane, { embedStyle: false })); });

  it('shows a larger number further from the surface, and the same step for the same number', () => {
    const svg = heatMapFigure(grid(9, 1, (i) => i + 1));
    assert.deepEqual([...svg.matchAll(/fig-ramp-(\d)" x="[\d.]+" y="66"/g)].map((match) => Number(match[1])), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
    assert.deepEqual([-1, 0, 0.5, 1, 2].map(rampStep), [0, 0, 4, 8, 8]);
  });

  it('has a ramp whose lightness only grows or only falls, with text that reaches 4.5:1 on every step', () => {
    for (const [ramp, palette, sign] of [[lightRamp, lightPalette, 1], [darkRamp, darkPalette, -1]] as const) {
      const distances = ramp.colours.map((colour) => contrast(colour, palette.surface));
      for (let i = 0; i < rampSteps; i++) {
        if (i > 0) assert.ok(distances[i]! > distances[i - 1]! * 1.1, `${i}`);
        assert.ok(contrast(ramp.colours[i]!, i < ramp.turn ? palette.ink : palette.onSeries) >= 4.5, `${sign} ${i}`);
      }
    }
  });

  it('says which cells do not fit and which are not known, by pattern and in words', () => {
    const svg = heatMapFigure(grid(3, 1, (i) => [1, 'infeasible', null][i] as HeatCell));
    assert.ok(svg.includes('hatched: does not fit; empty: not known'));
    assert.ok(svg.includes('axis 1, axis 0: does not fit') && svg.includes('axis 2, axis 0: not known'));
    assert.equal(svg.match(/>no fit</g)?.length, 1);
    assert.ok(svg.includes('class="fig-leader"'));
  });

  it('frames the least latency, and the largest rate', () => {
    assert.ok(heatMapFigure(grid(3, 1, (i) => 3 - i)).includes('axis 2, axis 0: 1.000 s, the best'));
    assert.ok(heatMapFigure({ ...grid(3, 1, (i) => 3 - i), metric: 'phases.decode.tokensPerSecond' }).includes('axis 0, axis 0: 3 token/s, the best'));
  });

  it('draws some rows and columns of a large plane, both ends among them, and says so', () => {
    const small = thinned(grid(200, 3, (i) => i), 28);
    assert.deepEqual([small.x.values.length, small.x.values[0], small.x.values.at(-1), small.y.values.length], [28, '0', '199', 3]);
    assert.ok(heatMapFigure(grid(200, 3, (i) => i)).includes('28 of 200 by 3 of 3 points are drawn.'));
  });

  it('takes the cells of one experiment at one point of the other axes', () => {
    assert.deepEqual(plane.cells, [[1, 2, 4], [3, 'infeasible', null]]);
    assert.deepEqual(sweepPlane(smallSweep, { x: 1, y: 0, experiment: 'b', metric: 1 }).cells[0], [10, 40, 160]);
  });
});

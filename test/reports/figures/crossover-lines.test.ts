import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { crossingsOf, crossoverPanels, distinctNames, type CrossoverData } from '../../../src/reports/figures/crossover-lines-data.js';
import { crossoverLinesFigure, crossoverLinesTable } from '../../../src/reports/figures/crossover-lines.js';
import { assertGoldenFigure, hostileText, itIsRobust, longName, oddNumbers } from './robust.js';
import { smallSweep } from './sweep-fixture.js';

/** Experiments over one axis. */
function over(values: readonly unknown[], lines: Readonly<Record<string, (i: number) => number | null>>, name = 'batch'): CrossoverData {
  return {
    axes: [{ path: 'a.b', name, values }], metrics: ['totals.latencySeconds'],
    rows: values.flatMap((value, i) => Object.entries(lines).map(([experiment, at]) => ({ experiment, point: [value], feasible: true, values: [at(i)] }))),
  };
}

const many = Object.fromEntries(Array.from({ length: 50 }, (_, k) => [`design-${k}`, (i: number): number => 1 + ((i * 7 + k * 13) % 29)]));

describe('lines that cross', () => {
  itIsRobust('lines that cross', crossoverLinesFigure, crossoverLinesTable, {
    'a sweep': smallSweep,
    'nothing': { axes: [], metrics: [], rows: [] },
    'no row': { ...smallSweep, rows: [] },
    'one point': over([1], { a: () => 1, b: () => 2 }),
    'odd numbers': over(oddNumbers.map((_, i) => i + 1), { a: (i) => oddNumbers[i]!, b: (i) => -oddNumbers[i]!, c: () => null }),
    'odd places': over(oddNumbers.filter(Number.isFinite), { a: (i) => i, b: (i) => 5 - i }),
    'nothing known': over([1, 2, 4], { a: () => null, b: () => null }),
    'names': over(['int2', 'int4', longName], { a: (i) => i, b: (i) => 1.5 - i }),
    '20,000 points': over(Array.from({ length: 10_000 }, (_, i) => i + 1), { a: (i) => 1e-3 * (i + 100), b: (i) => 2 + Math.sin(i / 700) }),
    'fifty experiments': over(Array.from({ length: 20 }, (_, i) => i + 1), many),
    'many panels': {
      axes: [{ path: 'x', name: 'x', values: Array.from({ length: 200 }, (_, i) => i) }, { path: 'y', name: 'y', values: [1, 2] }], metrics: ['totals.latencySeconds'],
      rows: Array.from({ length: 400 }, (_, i) => ({ experiment: 'a', point: [i >> 1, 1 + (i & 1)], feasible: true, values: [i] })),
    },
    'long names': over([1, 10, 100], { [longName]: (i) => i + 1, [`b${longName}`]: (i) => 4 - i }, longName),
    'hostile text': over([hostileText, 'b'], { [hostileText]: (i) => i + 1, b: (i) => 3 - i }, hostileText),
  });

  it('is its golden image', () => { assertGoldenFigure('crossover-lines', crossoverLinesFigure(smallSweep, { embedStyle: false })); });

  it('marks where another experiment becomes the best, with its place on the axis', () => {
    const svg = crossoverLinesFigure(over([1, 3], { a: (i) => [1, 3][i]!, b: () => 2 }));
    assert.match(svg, /<title>b becomes better than a at batch ≈ 2<\/title>/);
    assert.match(svg, /The best changes once\./);
  });

  it('finds a crossing of straight lines where they meet', () => {
    const { panels } = crossoverPanels(over([0, 1, 2], { a: (i) => i, b: (i) => 1.5 - 0.5 * i }));
    const [found, ...rest] = crossingsOf(panels[0]!.contests, (value) => value);
    assert.deepEqual(rest, []);
    // a - b is -1.5, 0, 1.5: a tie at 1 has no winner, and between 0 and 1 nobody has overtaken.
    assert.equal(found, undefined);
    const [own] = crossingsOf(crossoverPanels(over([0, 2], { a: (i) => 2 * i, b: (i) => 1.5 - i })).panels[0]!.contests, (value) => value);
    assert.deepEqual(own, { from: 0, to: 1, at: 0, share: 0.5 });
  });

  it('says nothing of a crossing whose values are not all known', () => {
    const { panels } = crossoverPanels(over([0, 2], { a: (i) => [1, null][i]!, b: () => 3, c: (i) => [4, 2][i]! }));
    assert.deepEqual(crossingsOf(panels[0]!.contests, (value) => value), []);
  });

  it('runs along the last axis of numbers, in their order', () => {
    const { across, panels } = crossoverPanels(smallSweep);
    assert.equal(across?.name, 'batch');
    assert.deepEqual(panels.map(({ title }) => title), ['weights int2', 'weights int4']);
    assert.deepEqual(crossoverPanels(over([4, 1, 2], { a: (i) => i })).panels[0]!.contests.map(({ point }) => point[0]), [1, 2, 4]);
  });

  it('has a line for each value of another axis where there is one experiment only, and no crossing', () => {
    const alone: CrossoverData = { ...smallSweep, rows: smallSweep.rows.filter(({ experiment }) => experiment === 'a') };
    const { experiments, isContest, panels } = crossoverPanels(alone);
    assert.deepEqual([experiments, isContest], [['weights int2', 'weights int4'], false]);
    assert.deepEqual(panels.map(({ title, contests }) => [title, contests.map(({ point, values, winner }) => [point[1], values, winner])]), [['', [[1, [1, 3], null], [4, [2, null], null], [16, [4, null], null]]]]);
    assert.ok(!crossoverLinesFigure(alone).includes('becomes better'));
  });

  it('calls lines by what tells their names apart', () => {
    assert.deepEqual(distinctNames(['lut-core-a100-7b', 'dsp-a100-7b']), ['lut-core', 'dsp']);
    assert.deepEqual(distinctNames(['a-x', 'a-y']), ['x', 'y']);
    assert.deepEqual(distinctNames(['a', 'a-b']), ['a', 'a-b']);
    assert.deepEqual(distinctNames(['same', 'same']), ['same', 'same']);
  });

  it('says how much of it is drawn', () => {
    assert.ok(crossoverLinesFigure(over([1, 2], many)).includes('12 of 50 lines are drawn.'));
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { frontFigure, frontTable } from '../../../src/reports/figures/front.js';
import { exploration, smallSearch, tried, twoGoals } from './exploration-fixture.js';
import { assertGoldenFigure, hostileText, itIsRobust, longName, oddNumbers } from './robust.js';

const four = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, direction: 'minimise' as const }));
const goals = (name: string): typeof four => [{ name, direction: 'minimise' }, { name: `${name}2`, direction: 'minimise' }];

describe('a front', () => {
  itIsRobust('a front', frontFigure, frontTable, {
    'a search': smallSearch,
    'nothing': exploration([]),
    'one objective': exploration([tried(0, [1])], [four[0]!]),
    'one design': exploration([tried(0, [1, 2])]),
    'nothing legal': exploration([tried(0, [1, 2], {}, 1), tried(1, [2, 1], {}, 1), tried(2, null)]),
    'odd numbers': exploration(oddNumbers.flatMap((x, i) => oddNumbers.map((y, j) => tried(i * 100 + j, [x, y])))),
    'all equal': exploration(Array.from({ length: 30 }, (_, i) => tried(i, [3, 3]))),
    '20,000 designs': exploration(Array.from({ length: 20_000 }, (_, i) => tried(i, [1 + ((i * 7919) % 1009) / 100, ((i * 104_729) % 997) / 10], { x: i }, i % 5 === 0 ? 1 : 0))),
    'a front of thousands': { ...smallSearch, answer: { ...smallSearch.answer, front: Array.from({ length: 1500 }, (_, i) => ({ evaluation: i, parameters: { x: i }, metrics: { latency: i + 1, rate: i } })) } },
    'five objectives': exploration(Array.from({ length: 50 }, (_, i) => tried(i, [i, 50 - i, (i * 7) % 11, (i * 3) % 17, 1])), four),
    'long names': exploration([tried(0, [1, 2]), tried(1, [2, 1])], goals(longName)),
    'hostile text': exploration([tried(0, [1, 2], { [hostileText]: hostileText }), tried(1, [2, 1], { [hostileText]: hostileText })], goals(hostileText)),
  });

  it('is its golden image', () => { assertGoldenFigure('front', frontFigure(smallSearch, { embedStyle: false })); });

  it('tells legal designs and others apart by shape, and every mark by the number of its design', () => {
    const svg = frontFigure(exploration([tried(7, [1, 1]), tried(8, [2, 0.5]), tried(9, [0.5, 3], {}, 1)]));
    assert.match(svg, /<circle class="fig-overhead" data-id="8"[^>]*><title>Design 8 \(legal\): latency 2\.000 s, rate 0\.5000 token\/s<\/title>/);
    assert.match(svg, /<path class="fig-leader" data-id="9"[^>]*><title>Design 9 \(breaks a limit\)/);
    assert.match(svg, /<circle class="fig-point fig-compute" data-id="7"/);
  });

  it('goes from each design of the front towards worse values and then to the next, whichever way is better', () => {
    for (const [xDirection, yDirection] of [['minimise', 'minimise'], ['minimise', 'maximise'], ['maximise', 'minimise'], ['maximise', 'maximise']] as const) {
      const signs = [xDirection === 'minimise' ? 1 : -1, yDirection === 'minimise' ? 1 : -1] as const;
      const objectives = [{ ...twoGoals[0], direction: xDirection }, { ...twoGoals[1], direction: yDirection }];
      const at = [[1, 3], [2, 2], [3, 1]].map(([x, y]) => [10 + signs[0] * x!, 10 + signs[1] * y!]);
      const svg = frontFigure(exploration(at.map((values, i) => tried(i, values)), objectives));
      const path = /<g class="fig-line fig-compute"><path d="([^"]*)"/.exec(svg)![1]!;
      const points = path.slice(1).split('L').map((pair) => pair.split(',').map(Number));
      assert.equal(points.length, 5, path);
      // Every other corner is a design; between them x moves first, at the height of the design before.
      for (const k of [1, 3]) assert.deepEqual(points[k], [points[k + 1]![0], points[k - 1]![1]]);
      const ordered = points.map(([x]) => signs[0] * x!);
      assert.deepEqual(ordered, [...ordered].sort((a, b) => a - b));
    }
  });

  it('names the knee and the best of each objective, together where they are one design', () => {
    const one = frontFigure(exploration([tried(3, [1, 9]), tried(4, [2, 1])]));
    assert.ok(one.includes('knee, best latency, best rate</text>'));
  });

  it('says how many of how many designs are drawn', () => {
    assert.match(frontFigure(smallSearch), />\d+ of 40 designs are drawn; 1 have no values</);
  });
});

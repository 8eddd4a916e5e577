import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { SurrogateErrorData } from '../../../src/reports/figures/surrogate-errors.js';
import { surrogateParityFigure, surrogateParityTable } from '../../../src/reports/figures/surrogate-parity.js';
import { assertGoldenFigure, hostileText, itIsRobust, longName, oddNumbers } from './robust.js';

type Test = SurrogateErrorData['points'][number];
type Pairs = readonly (readonly [number, number])[];

/** A test with the same pairs for each objective. */
function tested(held: string, pairs: Pairs | undefined, objectives: readonly string[] = ['rate']): Test {
  return { held, train: 100, test: 50, errors: objectives.map((objective) => ({ objective, isLog: true, rmspe: 0.1, zeros: 0, r2: 0.9, r2Log: 0.9, spearman: 0.9, pickLoss: 0.01, ...(pairs === undefined ? {} : { pairs }) })) };
}

function of(points: readonly Test[], regions: readonly Test[] = [], tests: readonly Test[] = [], objectives: readonly string[] = ['rate']): SurrogateErrorData {
  return { objectives, points, regions, family: { parameter: 'family', tests } };
}

const spread = (count: number, wrong: number): Pairs => Array.from({ length: count }, (_, i) => [10 + 7 * ((i * 37) % 53), (10 + 7 * ((i * 37) % 53)) * (1 + wrong * (((i * 29) % 41) / 20 - 1))]);
const small = of([tested('random designs', [[1, 2]]), tested('random designs', spread(40, 0.1))], [tested('columns from 192 on', spread(12, 0.5)), tested('lanes from 16 on', [])], [tested('family = gpu', spread(9, 0.9))]);

describe('predictions against simulations', () => {
  itIsRobust('predictions against simulations', surrogateParityFigure, surrogateParityTable, {
    'three kinds': small,
    'nothing': of([]),
    'an earlier version': of([tested('random designs', undefined)]),
    'one design': of([tested('random designs', [[3, 4]])]),
    'zeros': of([tested('random designs', [[0, 0], [0, 1], [1, 0], [-1, -2]])]),
    'odd numbers': of(oddNumbers.map((value) => tested('x', oddNumbers.map((other) => [value, other])))),
    'ten objectives': of([tested('random designs', spread(500, 0.2), Array.from('abcdefghij'))], [], [], Array.from('abcdefghij')),
    'many tests': of([tested('random designs', spread(500, 0.1))], Array.from({ length: 40 }, (_, i) => tested(`p${i} from 3 on`, spread(500, 0.5)))),
    'long names': of([], [tested(longName, spread(5, 0.1), [longName])], [], [longName, 'b']),
    'hostile text': of([], [tested(hostileText, spread(5, 0.1), [hostileText])], [], [hostileText, 'b']),
  });

  it('is its golden image', () => { assertGoldenFigure('surrogate-parity', surrogateParityFigure(small, { embedStyle: false })); });

  it('has the digits of each design, and of unseen points those that most was learnt for', () => {
    const svg = surrogateParityFigure(of([tested('random designs', [[1, 9]]), tested('random designs', [[100, 90]])], [tested('lanes from 16 on', [[50, 75], [0, 1]])]));
    const titles = [...svg.matchAll(/<title>([^<]*)<\/title>/g)].map((match) => match[1]);
    assert.deepEqual(titles, ['rate (unseen region, lanes from 16 on): simulated 50, predicted 75, +50 %', 'rate (unseen region, lanes from 16 on): simulated 0, predicted 1', 'rate (unseen points, random designs): simulated 100, predicted 90, −10 %']);
    assert.ok(svg.includes('3 of 3 predictions are drawn.'));
  });

  it('has the unit of an objective in its labels', () => {
    const { errors, ...rest } = tested('random designs', [[0.01, 0.02], [0.03, 0.03]]);
    const svg = surrogateParityFigure(of([{ ...rest, errors: errors.map((error) => ({ ...error, unit: 's' })) }]));
    assert.ok(svg.includes('>rate (ms), predicted</text>') && svg.includes('>rate (ms), simulated</text>') && svg.includes('simulated 10.00 ms, predicted 20.00 ms, +100 %'));
  });

  it('stands equal values on the line', () => {
    const svg = surrogateParityFigure(of([tested('random designs', [[1, 1], [30, 30], [1000, 1000]])]));
    const [x1, y1, x2, y2] = /x1="([\d.]+)" y1="([\d.]+)" x2="([\d.]+)" y2="([\d.]+)" stroke="currentColor"/.exec(svg)!.slice(1).map(Number) as [number, number, number, number];
    const marks = [...svg.matchAll(/transform="translate\(([\d.]+) ([\d.]+)\)"><title>/g)];
    assert.equal(marks.length, 3);
    for (const [, x, y] of marks) assert.ok(Math.abs(y1 + ((Number(x) - x1) / (x2 - x1)) * (y2 - y1) - Number(y)) < 1);
  });

  it('draws some of each kind where there are many, the rare ones all', () => {
    const svg = surrogateParityFigure(of([tested('random designs', spread(5000, 0.1))], [tested('region', spread(20, 0.5))], [tested('value', spread(5000, 0.5))]));
    const drawn = (kind: string): number => [...svg.matchAll(new RegExp(`\\(${kind}, `, 'g'))].length;
    assert.deepEqual([drawn('unseen points'), drawn('unseen region'), drawn('unseen value')], [290, 20, 290]);
    assert.ok(svg.includes('600 of 10,020 predictions are drawn.'));
  });
});

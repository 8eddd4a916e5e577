import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { surrogateErrorsFigure, surrogateErrorsTable, type SurrogateErrorData } from '../../../src/reports/figures/surrogate-errors.js';
import { assertGoldenFigure, hostileText, itIsRobust, longName, oddNumbers } from './robust.js';

type Test = SurrogateErrorData['points'][number];

function tested(held: string, rmspe: number | null, r2: number | null = 0.9, objectives: readonly string[] = ['rate'], train = 100): Test {
  return { held, train, test: 50, errors: objectives.map((objective) => ({ objective, isLog: true, rmspe, zeros: 0, r2, r2Log: r2, spearman: r2, pickLoss: 0.01 })) };
}

function of(points: readonly Test[], regions: readonly Test[] = [], tests: readonly Test[] = [], objectives: readonly string[] = ['rate']): SurrogateErrorData {
  return { objectives, points, regions, family: { parameter: 'family', tests } };
}

const small = of([tested('random designs', 0.28, 0.84), tested('random designs', 0.12, 0.95, ['rate'], 300)], [tested('columns from 192 on', 0.117, 0.95), tested('lanes from 16 on', 1.4, -2)], [tested('family = gpu', 0.6, 0.1)]);

describe('errors of a surrogate', () => {
  itIsRobust('errors of a surrogate', surrogateErrorsFigure, surrogateErrorsTable, {
    'five tests': small,
    'nothing': of([]),
    'two objectives': of([tested('random designs', 0.1, 0.9, ['a', 'b'])], [], [], ['a', 'b']),
    'nothing known': of([tested('random designs', null, null)]),
    'odd numbers': of(oddNumbers.map((value) => tested('x', value, value))),
    'many': of([], Array.from({ length: 300 }, (_, i) => tested(`p${i} from 3 on`, 0.01 * (i + 1)))),
    'long names': of([], [tested(longName, 0.1, 0.9, [longName])], [], [longName, 'b']),
    'hostile text': of([], [tested(hostileText, 0.1, 0.9, [hostileText])], [], [hostileText, 'b']),
  });

  it('is its golden image', () => { assertGoldenFigure('surrogate-errors', surrogateErrorsFigure(small, { embedStyle: false })); });

  it('has the numbers beside each test, a shape for each kind, and what the pick loses', () => {
    const svg = surrogateErrorsFigure(small);
    assert.ok(svg.includes('>140.0 %, R² −2.00, rank −2.00</text>'));
    assert.ok(svg.includes('<title>family = gpu (unseen value): 60.0 % off in rate, learnt from 100 and asked about 50 designs; the one that is predicted best is 1.0 % worse than the best</title>'));
    const shapes = [...svg.matchAll(/<title>[^<]*\((unseen \w+)\)[^<]*<\/title>(?:<line [^>]*>)?<path d="([^"]*)"/g)].map((match) => [match[1], match[2]] as const);
    assert.equal(new Set(shapes.map(([, shape]) => shape)).size, 3);
    assert.equal(shapes.length, 5);
  });
});

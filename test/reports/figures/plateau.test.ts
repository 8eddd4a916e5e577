import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { plateauFigure, plateauTable, type PlateauData } from '../../../src/reports/figures/plateau.js';
import { assertGoldenFigure, hostileText, itIsRobust, longName, oddNumbers } from './robust.js';
import { parameter, smallSensitivity } from './sensitivity-fixture.js';

const of = (...parameters: PlateauData['sensitivity']['parameters']): PlateauData => ({ sensitivity: { parameters } });

describe('a plateau', () => {
  itIsRobust('a plateau', plateauFigure, plateauTable, {
    'five parameters': smallSensitivity,
    'nothing': of(),
    'one value': of(parameter('a', 1, [])),
    'odd numbers': of(parameter('a', NaN, oddNumbers.map((loss) => [1, loss])), parameter('b', 1, oddNumbers.map((value) => [value, 0.1]))),
    'many': of(...Array.from({ length: 60 }, (_, k) => parameter(`p${k}`, 0, Array.from({ length: 32 }, (_unused, i): [number, number] => [i + 1, i * k * 1e-4])))),
    '20,000 values': of(...Array.from({ length: 625 }, (_, k) => parameter(`p${k}`, 0, Array.from({ length: 32 }, (_unused, i): [number, number] => [i + 1, i * 1e-3])))),
    'long names': of(parameter(longName, longName, [[`${longName}2`, 0.5], ['b', null]])),
    'hostile text': of(parameter(hostileText, hostileText, [['b', 0.001], ['c', null]])),
  });

  it('is its golden image', () => { assertGoldenFigure('plateau', plateauFigure(smallSensitivity, { embedStyle: false })); });

  it('ends where the next value is worse than 1 %, or not legal', () => {
    assert.deepEqual(plateauTable(smallSensitivity).rows.slice(0, 2), [['channels', '16', '16 alone', 1, 0, 7], ['columns', '96', '96 to 192', 3, 1, 7]]);
    const broken = parameter('a', 4, [[1, 0], [2, 0.5], [3, 0.01], [5, 0], [6, 0.0101]]);
    assert.deepEqual(plateauTable(of(broken)).rows, [['a', '4', '3 to 5', 4, 0, 6]]);
  });

  it('has a full bar for a near value, a pale one for a worse one and a cross for one that is not legal', () => {
    const svg = plateauFigure(of(parameter('a', 2, [[1, 0.5], [3, 0], [4, null]])));
    assert.match(svg, /fig-track"[^>]*><title>a 1: 50 % worse/);
    assert.match(svg, /fig-compute"[^>]*><title>a 3: as good/);
    assert.match(svg, /<g><title>a 4: not legal<\/title><rect class="fig-surface"[^>]*\/><path class="fig-leader"/);
  });
});

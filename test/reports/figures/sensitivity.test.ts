import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { lossText, sensitivityFigure, sensitivityTable, type SensitivityData } from '../../../src/reports/figures/sensitivity.js';
import { assertGoldenFigure, hostileText, itIsRobust, longName, oddNumbers } from './robust.js';
import { parameter, smallSensitivity } from './sensitivity-fixture.js';

const of = (...parameters: SensitivityData['sensitivity']['parameters']): SensitivityData => ({ objectives: [{ name: 'rate' }], sensitivity: { parameters } });

describe('a sensitivity', () => {
  itIsRobust('a sensitivity', sensitivityFigure, sensitivityTable, {
    'five parameters': smallSensitivity,
    'nothing': of(),
    'no objective': { objectives: [], sensitivity: { parameters: [parameter('a', 1, [[2, 0.1]])] } },
    'one value': of(parameter('a', 1, [[2, 0]])),
    'odd numbers': of(parameter('a', NaN, oddNumbers.map((loss) => [1, loss])), parameter('b', 1, oddNumbers.map((value) => [value, 0.1]))),
    'many': of(...Array.from({ length: 60 }, (_, k) => parameter(`p${k}`, 0, Array.from({ length: 32 }, (_unused, i): [number, number] => [i + 1, i * k * 1e-3])))),
    '20,000 values': of(...Array.from({ length: 625 }, (_, k) => parameter(`p${k}`, 0, Array.from({ length: 32 }, (_unused, i): [number, number] => [i + 1, i * 1e-3])))),
    'long names': { objectives: [{ name: longName }], sensitivity: { parameters: [parameter(longName, longName, [[longName, 0.5], ['b', null]])] } },
    'hostile text': { objectives: [{ name: hostileText }], sensitivity: { parameters: [parameter(hostileText, hostileText, [[hostileText, 0.5], ['b', null]])] } },
  });

  it('is its golden image', () => { assertGoldenFigure('sensitivity', sensitivityFigure(smallSensitivity, { embedStyle: false })); });

  it('says of every value by how much it is worse or better, and how many are not legal', () => {
    const svg = sensitivityFigure(smallSensitivity);
    assert.ok(svg.includes('<title>channels 1 in place of 16: 94 % worse</title>') && svg.includes('<title>access interleaved in place of own: 0.3 % better</title>'));
    assert.ok(svg.includes('>1 as good, 1 of 6 not legal</text>') && svg.includes('>2 of 2 not legal</text>') && svg.includes('>no other value</text>'));
    assert.deepEqual([0, 0.1234, -0.1234, 12, 1e-5, NaN].map(lossText), ['as good', '12.3 % worse', '12.3 % better', '12 times worse', '<0.1 % worse', 'unknown']);
  });

  it('puts a larger loss further right', () => {
    const svg = sensitivityFigure(smallSensitivity);
    const xs = [...svg.matchAll(/cx="([\d.]+)" cy="[\d.]+" r="4" fill-opacity="0\.75"><title>channels/g)].map((match) => Number(match[1]));
    assert.equal(xs.length, 6);
    assert.deepEqual(xs, [...xs].sort((a, b) => b - a));
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parallelCoordinatesFigure, parallelCoordinatesTable } from '../../../src/reports/figures/parallel-coordinates.js';
import { exploration, smallSearch, tried } from './exploration-fixture.js';
import { assertGoldenFigure, hostileText, itIsRobust, longName, oddNumbers } from './robust.js';

const one = [{ name: 'rate', direction: 'maximise' as const, unit: 'token/s' }];

describe('parallel coordinates', () => {
  itIsRobust('parallel coordinates', parallelCoordinatesFigure, parallelCoordinatesTable, {
    'a search': smallSearch,
    'nothing': exploration([]),
    'one design': exploration([tried(0, [1, 2])]),
    'one objective': exploration(Array.from({ length: 30 }, (_, i) => tried(i, [i], { a: i % 3, b: 'x' })), one),
    'no parameter': exploration([tried(0, [1, 2], {}), tried(1, [2, 3], {})]),
    'nothing legal': exploration([tried(0, [1, 2], {}, 1)]),
    'odd numbers': exploration(oddNumbers.map((x, i) => tried(i, [x, oddNumbers[(i + 3) % 10]!], { x, y: null, z: i % 2 === 0 }))),
    '20,000 designs': exploration(Array.from({ length: 20_000 }, (_, i) => tried(i, [1 + ((i * 7919) % 1009) / 100, ((i * 104_729) % 997) / 10], { x: (i * 31) % 977, y: `kind ${i % 40}` }))),
    'forty parameters': exploration(Array.from({ length: 200 }, (_, i) => tried(i, [i, 200 - i], Object.fromEntries(Array.from({ length: 40 }, (_unused, k) => [`p${k}`, (i * (k + 3)) % 101]))))),
    'long names': exploration([tried(0, [1, 2], { [longName]: longName }), tried(1, [2, 3], { [longName]: 'b' })], [{ name: longName, direction: 'minimise' }, { name: 'b', direction: 'maximise', unit: longName }]),
    'hostile text': exploration([tried(0, [1, 2], { [hostileText]: hostileText }), tried(1, [2, 3], { [hostileText]: `${hostileText}2` })], [{ name: hostileText, direction: 'minimise' }, { name: 'b', direction: 'maximise', unit: hostileText }]),
  });

  it('is its golden image', () => { assertGoldenFigure('parallel-coordinates', parallelCoordinatesFigure(smallSearch, { embedStyle: false })); });

  it('has a line with the number of its design for each of the front, and for the best', () => {
    const svg = parallelCoordinatesFigure(smallSearch);
    for (const { evaluation } of smallSearch.answer.front) assert.ok(svg.includes(`class="fig-line fig-compute" stroke-width="1.5" stroke-opacity="0.8" data-id="${evaluation}"`));
    assert.match(svg, new RegExp(`fig-line fig-decode" stroke-width="3" stroke-dasharray="7 2" data-id="${smallSearch.answer.best!.evaluation}"[^>]*><title>Design \\d+ \\(knee of the front\\): latency`));
  });

  it('has the same axes at every width', () => {
    const places = (width: number): readonly number[] => [...parallelCoordinatesFigure(smallSearch, { width }).matchAll(/data-axis="\d" x1="([\d.]+)" x2="([\d.]+)"/g)].flatMap(([, from, to]) => [Number(from), Number(to)]);
    const lineOf = (width: number): readonly number[] => {
      const [from, to] = places(width) as [number, number];
      const path = /fig-decode"[^>]* d="([^"]*)"/.exec(parallelCoordinatesFigure(smallSearch, { width }))![1]!;
      return path.split(/[ML]/).slice(1).map((pair) => (Number(pair.split(' ')[0]) - from) / (to - from));
    };
    lineOf(360).forEach((share, i) => { assert.ok(Math.abs(share - lineOf(1200)[i]!) < 0.002); });
  });

  it('turns an objective to be minimised, so that better is right', () => {
    const svg = parallelCoordinatesFigure(exploration([tried(0, [1, 1], { p: 1 }), tried(1, [2, 2], { p: 2 })]));
    const ends = [...svg.matchAll(/fig-compute" stroke-width="1.5"[^>]* data-id="(\d)" d="([^"]*)"/g)].map((match) => [match[1], match[2]!.split(/[ML]/).slice(1).map((pair) => Number(pair.split(' ')[0]))] as const);
    const [a, b] = [0, 1].map((id) => ends.find(([own]) => own === String(id))![1]) as [number[], number[]];
    // Design 0 has the smaller latency, which is better, and the smaller rate, which is worse.
    assert.ok(a[1]! > b[1]! && a[2]! < b[2]!, `${a.join()} ${b.join()}`);
  });

  it('names a parameter that is the same everywhere in place of drawing it', () => {
    const svg = parallelCoordinatesFigure(exploration(Array.from({ length: 5 }, (_, i) => tried(i, [i], { a: i, b: 'x' })), one));
    assert.ok(svg.includes('The same in all: b x.'));
  });
});

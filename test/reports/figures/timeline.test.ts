import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { timelineFigure, timelineTable, timelineWindows } from '../../../src/reports/figures/timeline.js';
import { opTrack, type Slice } from '../../../src/sim/engine/event/timeline.js';
import { visibleMarkup } from '../markup.js';
import { assertGoldenFigure, assertWholeFigure, hostileText, itIsRobust, longName, oddNumbers } from './robust.js';

const microsecond = 1e-6;

/** Two layers of two ops on an array with its loads, of which the second layer is not stepped through, and a decode step. */
function smallRun(): Slice[] {
  const slices: Slice[] = [];
  const add = (phase: Slice['phase'], track: string, label: string, start: number, length: number, more: Partial<Slice> = {}): void => {
    slices.push({ phase, track, label, startSeconds: start * microsecond, seconds: length * microsecond, ...more });
  };
  add('prefill', opTrack, 'q_proj', 0, 40);
  for (let tile = 0; tile < 3; tile++) {
    add('prefill', 'load', 'LD weights', 5 * tile, 5);
    add('prefill', 'array', 'MM', 5 + 6 * tile, 4, { stall: 'memory', stalledSeconds: 2 * microsecond });
  }
  add('prefill', opTrack, '4 more iterations of q_proj', 22, 18, { repeats: 4 });
  add('prefill', opTrack, 'softmax', 40, 10);
  add('prefill', 'vector', 'softmax', 40, 8, { stall: 'compute', stalledSeconds: 30 * microsecond });
  add('prefill', opTrack, '1 more of layer', 50, 50, { repeats: 1 });
  add('decode', opTrack, 'q_proj', 100, 20);
  add('decode', 'load', 'LD weights', 100, 12, { stall: 'buffer', stalledSeconds: 60 * microsecond });
  add('decode', 'array', 'MV', 112, 8, { stall: 'issue', stalledSeconds: 5 * microsecond });
  add('decode', opTrack, '126 more decode steps', 120, 0, { repeats: 126 });
  return slices;
}

const one = smallRun()[0]!;
const hostile = smallRun().map((slice) => ({ ...slice, label: hostileText + slice.label, track: slice.track + hostileText }));
const odd = oddNumbers.flatMap((number): Slice[] => [
  { ...one, startSeconds: number }, { ...one, seconds: number }, { ...one, stall: 'memory', stalledSeconds: number }, { ...one, repeats: number },
  { ...one, startSeconds: number, seconds: number, repeats: number, stall: 'issue', stalledSeconds: number },
]);
const many = Array.from({ length: 20_000 }, (_, i): Slice => ({
  phase: i < 12_000 ? 'prefill' : 'decode', track: ['ops', 'load', 'array', 'store'][i % 4]!, label: `step ${i}`, startSeconds: i * microsecond, seconds: (1 + i % 7) * 0.3 * microsecond,
  ...(i % 3 === 0 ? { stall: 'memory' as const, stalledSeconds: 0.4 * microsecond } : {}), ...(i % 50 === 0 ? { repeats: 31 } : {}),
}));

describe('a timeline figure', () => {
  itIsRobust('a timeline', timelineFigure, timelineTable, {
    'a small run': smallRun(), 'nothing': [], 'one slice': [one], 'no time': [{ ...one, seconds: 0 }], 'odd numbers': odd, 'hostile names': hostile,
    'long names': smallRun().map((slice) => ({ ...slice, label: longName, track: longName + slice.track })), 'twenty thousand slices': many,
    'twenty thousand at one time': many.map((slice) => ({ ...slice, startSeconds: 0, seconds: 1 })), 'a track for each slice': many.slice(0, 2000).map((slice, i) => ({ ...slice, track: `unit ${i}` })),
  });

  it('is its golden file', () => { assertGoldenFigure('timeline', timelineFigure(smallRun(), { embedStyle: false })); });

  it('gives each unit a row, ops first, and each slice that is wide enough a mark with its time', () => {
    const svg = timelineFigure(smallRun(), { width: 880 });
    const names = [...svg.matchAll(/text-anchor="end">(\w+)<\/text>/g)].map((match) => match[1]);
    assert.deepEqual(names, ['ops', 'load', 'array', 'vector']);
    assert.ok(svg.includes('<title>q_proj on ops (prefill): 40.00 µs from 0 s</title>'));
    assert.ok(svg.includes('<title>MM on array (prefill): 4.000 µs from 5.000 µs, after waiting 2.000 µs for memory</title>'));
    assert.ok(svg.includes('<title>array waits 2.000 µs for memory before MM</title>'));
    assert.ok(svg.includes('<title>1 more of layer on ops (prefill): 50.00 µs from 50.00 µs, stands for 1 repetition</title>'));
    assert.ok(svg.includes('Not drawn: 126 more decode steps.'));
  });

  it('puts what runs inside an op on a lane under it', () => {
    const rows = [...timelineFigure(smallRun()).matchAll(/y="([\d.]+)" width="[\d.]+" height="[\d.]+"[^>]*><title>([^<]+) on ops/g)].map(([, y, label]) => [label, Number(y)] as const);
    const y = (label: string): number => rows.find(([name]) => name === label)![1];
    assert.equal(y('q_proj'), y('1 more of layer'));
    assert.ok(y('4 more iterations of q_proj') > y('q_proj'));
  });

  it('tells causes of waiting apart by their lines, not by colour alone', () => {
    const svg = timelineFigure(smallRun(), { width: 1200 });
    const slopes = (cause: string): string => /d="M[\d.]+ [\d.]+[HL][^M]*/.exec(svg.slice(svg.indexOf(`waits for ${cause}</title>`)))![0];
    assert.match(slopes('buffer'), /H/);
    assert.match(slopes('memory'), /L/);
    assert.match(slopes('compute'), /L/);
  });

  it('draws a window with the digits of that window', () => {
    const svg = timelineFigure(smallRun(), { from: 100 * microsecond, to: 120 * microsecond });
    assert.ok(svg.includes('data-from="0.0001" data-to="0.00012"') || svg.includes('data-from="0.00009999999999999999" data-to="0.00011999999999999999"'));
    assert.ok(!svg.includes('softmax'));
    assert.ok(svg.includes('MV on array (decode)'));
    for (const [from, to] of [[0, 0], [2, 1], [NaN, 1], [0, Infinity], [-1e300, 1e300], [0.1, 0.1 + 1e-17], [5, 6]] as const) assertWholeFigure(timelineFigure(smallRun(), { width: 360, from, to }), 360);
  });

  it('joins what is narrower than a pixel into blocks that say how many they are', () => {
    const svg = timelineFigure(many, { width: 880 });
    const counted = [...svg.matchAll(/: ([\d,]+) slices of /g)].reduce((sum, match) => sum + Number(match[1]!.replace(',', '')), 0);
    const alone = [...svg.matchAll(/<title>step /g)].length;
    assert.equal(counted + alone, 20_000);
    assert.ok([...svg.matchAll(/<rect/g)].length < 2000);
  });

  it('draws single slices again when a window is narrow enough', () => {
    const svg = timelineFigure(many, { width: 880, from: 5e-3, to: 5.1e-3 });
    assert.ok([...svg.matchAll(/<title>step /g)].length >= 100);
  });

  it('finds windows where single instructions can be seen', () => {
    assert.deepEqual(timelineWindows(smallRun()).map(({ name, from, to }) => [name, Math.round(from / microsecond), Math.round(to / microsecond)]), [
      ['whole', 0, 120], ['prefill', 0, 100], ['prefill until the first repetition', 0, 50], ['decode', 100, 120],
    ]);
    assert.deepEqual(timelineWindows([]), []);
  });

  it('says in words that there is none', () => {
    assert.ok(visibleMarkup(timelineFigure([])).includes('There is no timeline'));
  });

  it('sums its table over what was stepped through', () => {
    const { rows, columns } = timelineTable(smallRun());
    const array = rows.find(([name]) => name === 'array, prefill')!;
    assert.equal(array[1], 3);
    assert.ok(Math.abs(Number(array[columns.findIndex(({ head }) => head === 'waited for memory (s)')]) - 6e-6) < 1e-12);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import { binAt, binCount, binEndText, binsBetween, binsOn, binsText, noBin, numberAt } from '../../../src/reports/figures/axis-bins.js';
import { parallelAxis, sharesOn, ticksOf } from '../../../src/reports/figures/parallel-axis.js';
import { oddNumbers } from './robust.js';

const many = Array.from({ length: 101 }, (_, i) => i);

describe('an axis of parallel coordinates', () => {
  it('puts few numbers and names side by side, and many numbers on a scale', () => {
    const few = parallelAxis('lanes', [64, 1, 2, 2]);
    assert.deepEqual(ticksOf(few, 0, 90).ticks, [{ at: 15, text: '1' }, { at: 45, text: '2' }, { at: 75, text: '64' }]);
    const named = sharesOn(parallelAxis('access', ['b', 'a', true]));
    assert.deepEqual(['a', 'b', true, 'c', null].map(named), [1 / 6, 0.5, 5 / 6, null, null]);
    const scaled = sharesOn(parallelAxis('x', many));
    assert.ok(Math.abs(scaled(50)! - 0.5) < 0.01 && scaled(NaN) === null);
  });

  it('has the largest number at its left end where it falls', () => {
    assert.deepEqual(ticksOf(parallelAxis('latency', [1, 2, 4], 's', true), 0, 60).ticks.map(({ text }) => text), ['4', '2', '1']);
    const [up, down] = [sharesOn(parallelAxis('x', many)), sharesOn(parallelAxis('x', many, '', true))];
    for (const value of many) assert.ok(Math.abs(up(value)! + down(value)! - 1) < 1e-9);
  });

  it('has one place for all names beyond the first two dozen', () => {
    const axis = parallelAxis('kind', many.map((i) => `kind ${String(i).padStart(3, '0')}`));
    assert.deepEqual([binCount(axis), binsOn(axis)('kind 023'), binsOn(axis)('kind 090')], [24, 23, 23]);
    assert.equal(binsText(axis, [22, 23]), 'kind kind 022, kind 023 or 77 others');
  });
});

describe('parts of an axis', () => {
  it('hold a value between their ends, in the order of the values', () => {
    fc.assert(fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => (Math.abs(value) < 1e-150 ? 0 : value)), { minLength: 2, maxLength: 60 }), fc.boolean(), fc.boolean(), (drawn, falls, isPositive) => {
      const values = isPositive ? drawn.map((value) => Math.abs(value) + 1e-3) : drawn;
      const axis = parallelAxis('x', values, '', falls);
      const bin = binsOn(axis);
      const { scale } = axis;
      for (const value of values) {
        const at = bin(value);
        if (scale.kind === 'values') assert.ok(scale.values[at] === value);
        else {
          const ends = [numberAt(scale, at / 250), numberAt(scale, (at + 1) / 250)].sort((a, b) => a - b) as [number, number];
          const slack = 1e-9 * Math.max(Math.abs(scale.left), Math.abs(scale.right));
          assert.ok(value >= ends[0] - slack && value <= ends[1] + slack, `${value} ${ends.join(' ')}`);
        }
      }
      const sorted = [...values].sort((a, b) => (falls ? b - a : a - b)).map(bin);
      sorted.forEach((at, i) => { assert.ok(i === 0 || at >= sorted[i - 1]!); });
    }), { numRuns: 200 });
  });

  it('are none for what has no place, and numbers of one byte for all else', () => {
    const axis = parallelAxis('x', [...oddNumbers, ...many]);
    for (const value of [...oddNumbers, 'x', null, undefined, {}]) {
      const at = binsOn(axis)(value);
      assert.ok(at === noBin || (at >= 0 && at < binCount(axis)), JSON.stringify(value));
    }
    assert.deepEqual([binsOn(axis)('x'), binsOn(axis)(NaN), binAt(1, 250), binAt(-1, 250)], [noBin, noBin, 249, 0]);
  });

  it('are told by their ends, the smaller number first', () => {
    const clock = parallelAxis('clock', many.map((i) => 100 + i), 'MHz');
    assert.equal(binsText(clock, [0, 249]), 'clock 99.39 MHz to 200.6 MHz');
    const latency = parallelAxis('latency', many.map((i) => (1 + i) / 1000), 's', true);
    assert.match(binsText(latency, [200, 249]), /^latency [\d.]+ (?:ms|µs) to [\d.]+ ms$/);
    assert.match(binEndText(latency, 0), /ms$/);
    const lanes = parallelAxis('lanes', [1, 2, 4, 8]);
    assert.deepEqual([binsText(lanes, [1, 1]), binsText(lanes, [1, 2]), binsText(lanes, [0, 3])], ['lanes 2', 'lanes 2 or 4', 'lanes 1 to 8']);
    assert.equal(binsText(parallelAxis('seconds', [3, 1, 2], 's', true), [0, 2]), 'seconds 1.000 s to 3.000 s');
  });

  it('cover what lies between two numbers', () => {
    const lanes = parallelAxis('lanes', [1, 2, 4, 8], '', true);
    assert.deepEqual([binsBetween(lanes, 2, 5), binsBetween(lanes, 5, 7), binsBetween(lanes, -Infinity, Infinity)], [[1, 2], null, [0, 3]]);
    const clock = parallelAxis('clock', many);
    const [first, last] = binsBetween(clock, 20, 60)!;
    assert.deepEqual(many.filter((i) => binsOn(clock)(i) >= first && binsOn(clock)(i) <= last), many.slice(20, 61));
  });
});

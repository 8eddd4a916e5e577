import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import { isDrawable } from '../../../src/reports/figures/drawable.js';
import { numberAxis, valueText } from '../../../src/reports/figures/number-axis.js';
import { spreadAlong } from '../../../src/reports/figures/series.js';
import { oddNumbers } from './robust.js';

const texts = (values: readonly number[], unit = '', scale: 'linear' | 'log' | 'auto' = 'auto'): readonly string[] => numberAxis(values, 0, 400, { unit, scale }).ticks.map(({ text }) => text);

describe('an axis of numbers', () => {
  it('is logarithmic where all values are above 0 and far apart', () => {
    assert.ok(numberAxis([1, 100], 0, 100).isLog && !numberAxis([1, 20], 0, 100).isLog && !numberAxis([0, 100], 0, 100).isLog && !numberAxis([-1, 100], 0, 100).isLog);
    assert.ok(!numberAxis([1, 100], 0, 100, { scale: 'linear' }).isLog && numberAxis([1, 2], 0, 100, { scale: 'log' }).isLog && !numberAxis([-1, -2], 0, 100, { scale: 'log' }).isLog);
  });

  it('writes all marks with one prefix, and each with its own on a logarithmic scale', () => {
    assert.deepEqual(texts([0, 0.02], 's'), ['0', '5', '10', '15', '20']);
    assert.equal(numberAxis([0, 0.02], 0, 400, { unit: 's' }).unit, ' (ms)');
    assert.deepEqual(texts([1e-3, 1], 's'), ['1 ms', '10 ms', '100 ms', '1 s']);
    assert.deepEqual(texts([0, 1], '%'), ['0', '20', '40', '60', '80', '100']);
    assert.deepEqual(texts([0, 40_000]), ['0', '10,000', '20,000', '30,000', '40,000']);
    assert.deepEqual(texts([-2, 2]), ['−2', '−1', '0', '1', '2']);
    assert.equal(numberAxis([0, 5], 0, 400, { unit: 'token/s' }).unit, ' (token/s)');
  });

  it('writes as many digits as tell marks apart', () => {
    assert.deepEqual(texts([1.000001, 1.000003], 's', 'linear').slice(0, 3), ['1.000001', '1.0000015', '1.000002']);
    assert.deepEqual(texts([12_345, 12_345.4]).slice(0, 3), ['12,345', '12,345.1', '12,345.2']);
    for (const from of [0, 1, 3e3, 0.2]) for (const length of [1e-9, 1e-6, 1e-3, 1]) assert.ok(new Set(texts([from, from + length], 's', 'linear')).size === texts([from, from + length], 's', 'linear').length);
  });

  it('has a place for every number, in the order of the numbers, and never another', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.double(), fc.constantFrom(...oddNumbers)), { maxLength: 20 }), fc.boolean(), fc.constantFrom('', 's', '%', 'mJ'), (values, falls, unit) => {
      const [from, to] = falls ? [300, 10] : [10, 300];
      const axis = numberAxis(values, from, to, { unit, inset: 8 });
      const places = values.filter(isDrawable).sort((a, b) => a - b).map(axis.at);
      for (const [i, place] of places.entries()) {
        assert.ok(place >= 10 - 1e-6 && place <= 300 + 1e-6, `${place}`);
        if (i > 0) assert.ok((place - places[i - 1]!) * (falls ? -1 : 1) >= -1e-6);
      }
      for (const { at, text } of axis.ticks) assert.ok(Number.isFinite(at) && !/NaN|Infinity|undefined/.test(text), text);
    }), { numRuns: 300 });
  });

  it('writes values with their units', () => {
    assert.deepEqual([valueText(0.0177, 's'), valueText(75.909, 'token/s'), valueText(0.125, '%'), valueText(-3, ''), valueText(null, 's'), valueText(NaN, '%'), valueText(1e9, '%')], ['17.70 ms', '75.91 token/s', '12.5 %', '−3', 'unknown', 'unknown', '1,000,000,000 ×']);
  });
});

describe('texts along a line', () => {
  it('keep their order and their distance, as near to their wishes as that allows', () => {
    assert.deepEqual(spreadAlong([50, 10, 52], 10, 0, 100), [50, 10, 60]);
    assert.deepEqual(spreadAlong([99, 98, 97], 10, 0, 100), [100, 90, 80]);
    fc.assert(fc.property(fc.array(fc.double({ min: -50, max: 450, noNaN: true }), { maxLength: 12 }), (wishes) => {
      const places = spreadAlong(wishes, 14, 0, 400);
      const order = wishes.map((_, i) => i).sort((a, b) => wishes[a]! - wishes[b]!);
      for (let k = 0; k < order.length; k++) {
        assert.ok(places[order[k]!]! >= -1e-9 && places[order[k]!]! <= 400);
        if (k > 0) assert.ok(places[order[k]!]! - places[order[k - 1]!]! >= 14 - 1e-9);
      }
    }));
  });
});

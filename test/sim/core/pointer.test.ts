import assert from 'node:assert/strict';
import fc from 'fast-check';
import { childPointer, indexOf, pointerParts, valueAt } from '../../../src/sim/core/pointer.js';

describe('a JSON pointer', () => {
  it('gives back the names it was made of', () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', '/', '~', '0', '1', '') })), (names) => {
      assert.deepEqual(pointerParts(names.reduce<string>(childPointer, '')), names);
    }));
  });

  it('finds the value at its end', () => {
    const value = { 'a/b': [10, { 'c~': true }], d: null };
    assert.equal(valueAt(value, ''), value);
    assert.equal(valueAt(value, '/a~1b/1/c~0'), true);
    assert.equal(valueAt(value, '/d'), null);
  });

  it('finds nothing beyond a value, between items, or on a prototype', () => {
    for (const pointer of ['/d/x', '/a/length', '/a/-', '/a/01', '/a/2', '/toString', '/b/length']) assert.equal(valueAt({ a: [1, 2], b: 'text', d: null }, pointer), undefined, pointer);
  });

  it('has indices without leading zeros', () => {
    assert.deepEqual(['0', '12', '01', '-1', '1e3', '', '1234567890'].map(indexOf), [0, 12, undefined, undefined, undefined, undefined, undefined]);
  });
});

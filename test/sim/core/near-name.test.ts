import assert from 'node:assert/strict';
import fc from 'fast-check';
import { editDistance, nearName, suggestion } from '../../../src/sim/core/near-name.js';

const known = ['rows', 'columns', 'depth', 'clock', 'bandwidth'];
const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), maxLength: 8 });

describe('nearName', () => {
  it('finds the name behind a slip of the fingers', () => {
    assert.equal(nearName('rosw', known), 'rows');
    assert.equal(nearName('colums', known), 'columns');
    assert.equal(nearName('bandwith', known), 'bandwidth');
    assert.equal(nearName('Clock', known), 'clock');
  });

  it('finds nothing when more than a third is wrong', () => {
    assert.equal(nearName('frequency', known), undefined);
    assert.equal(nearName('xyz', known), undefined);
    assert.equal(nearName('anything', []), undefined);
  });

  it('takes the nearest of several', () => {
    assert.equal(nearName('int44', ['int2', 'int4', 'int3']), 'int4');
  });

  it('ends quickly on a very long name', () => {
    assert.doesNotThrow(() => nearName('x'.repeat(1e6), known));
  });
});

describe('editDistance', () => {
  it('counts insertions, deletions, replacements and swaps of neighbours', () => {
    assert.equal(editDistance('rows', 'rows'), 0);
    assert.equal(editDistance('rows', 'row'), 1);
    assert.equal(editDistance('rows', 'rosw'), 1);
    assert.equal(editDistance('rows', 'cows'), 1);
    assert.equal(editDistance('', 'rows'), 4);
    assert.equal(editDistance('kitten', 'sitting'), 3);
  });

  it('is zero for equal words only, symmetric, and between the difference of the lengths and the longer length', () => {
    fc.assert(fc.property(word, word, (a, b) => {
      const distance = editDistance(a, b);
      assert.equal(distance, editDistance(b, a));
      assert.equal(distance === 0, a === b);
      assert.ok(distance >= Math.abs(a.length - b.length) && distance <= Math.max(a.length, b.length));
    }));
  });

  it('is one for any two neighbours swapped', () => {
    fc.assert(fc.property(word, word, (a, b) => {
      assert.equal(editDistance(`${a}xy${b}`, `${a}yx${b}`), 1);
    }));
  });
});

describe('suggestion', () => {
  it('asks for the near name', () => {
    assert.equal(suggestion('rosw', known), 'did you mean "rows"?');
  });

  it('lists what is known when nothing is near', () => {
    assert.equal(suggestion('frequency', known), 'known: rows, columns, depth, clock, bandwidth');
  });

  it('lists twelve names of many', () => {
    const many = Array.from({ length: 20 }, (_, i) => `name-${i}-${'z'.repeat(i)}`);
    assert.match(suggestion('?', many), /^known: (?:[^,]+, ){12}… \(20 in all\)$/);
  });
});

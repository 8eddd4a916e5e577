import assert from 'node:assert/strict';
import { InputError } from '../../../../src/sim/core/diagnostics.js';
import { fpTerms } from '../../../../src/sim/numerics/arithmetic/fp-terms.js';
import { termValue, valueOfTerms } from '../../../../src/sim/numerics/arithmetic/term.js';
import { referenceTable } from '../../../kit/fixtures.js';

const reference = referenceTable('datatypes.json') as {
  readonly bit_serial: { readonly fp_terms: Readonly<Record<string, unknown>> };
  readonly grids: Readonly<Record<string, { readonly values: readonly number[] }>>;
};

describe('sim/numerics/arithmetic/fp-terms', () => {
  it('gives the terms of the reference, zero terms and their signs included', () => {
    const entries = Object.entries(reference.bit_serial.fp_terms);
    assert.equal(entries.length, 19);
    for (const [value, terms] of entries) assert.deepEqual(fpTerms(Number(value)), terms, value);
  });

  it('serves every value of the FP3 and FP4 grids with their special values', () => {
    const names = Object.keys(reference.grids).filter((name) => /^fp[34]/.test(name));
    assert.ok(names.length >= 10);
    for (const value of names.flatMap((name) => reference.grids[name]?.values ?? [])) assert.equal(valueOfTerms(fpTerms(value)), value);
  });

  it('serves exactly the multiples of a half that two terms can make', () => {
    const highs = [0, 1, 2, 4, 8];
    const lows = [0, 0.5, 1, 2, 4];
    const possible = new Set(highs.flatMap((high) => lows.flatMap((low) => [high + low, Math.abs(high - low)])));
    for (let halves = -40; halves <= 40; halves++) {
      const value = halves / 2;
      if (!possible.has(Math.abs(value))) {
        assert.throws(() => fpTerms(value), InputError, String(value));
        continue;
      }
      const [first, second] = fpTerms(value);
      assert.equal(termValue(first) + termValue(second), value);
      assert.ok(first.bsig === 0 && second.bsig === -1 && first.exp <= 3 && second.exp <= 3);
    }
  });

  it('makes 7 of 8 - 1, and 0 and -0 of the same zero terms', () => {
    assert.deepEqual(fpTerms(7), [{ sign: 0, exp: 3, man: 1, bsig: 0 }, { sign: 1, exp: 1, man: 1, bsig: -1 }]);
    assert.deepEqual(fpTerms(-3.5), [{ sign: 1, exp: 2, man: 1, bsig: 0 }, { sign: 0, exp: 0, man: 1, bsig: -1 }]);
    assert.deepEqual(fpTerms(-0), fpTerms(0));
  });

  it('rejects numbers that are no multiple of a half', () => {
    for (const value of [0.25, 16, -100, NaN, Infinity]) assert.throws(() => fpTerms(value), /datatype\/not-two-terms/);
  });
});

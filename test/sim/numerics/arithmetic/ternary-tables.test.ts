import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { plainProduct } from '../../../../src/sim/numerics/arithmetic/integer-gemm.js';
import { nonZeros, ternaryCodes, ternaryLookup, ternaryTables, tl1, tl2, tl2Product } from '../../../../src/sim/numerics/arithmetic/ternary-tables.js';
import { fromRows, int8, operands } from './matrices.js';

const cases = operands(int8, { low: -1, high: 1 }, { m: 1, n: 6, k: 40 });

describe('sim/numerics/arithmetic/ternary-tables', () => {
  it('equals the integer product in pairs and in triples, whatever the length', () => {
    fc.assert(fc.property(cases, ({ a, w }) => {
      const expected = [...plainProduct(a, w).values];
      for (const scheme of [tl1, tl2]) assert.deepEqual([...ternaryLookup(ternaryTables(a.values, scheme), ternaryCodes(w, scheme))].map((y) => y + 0), expected);
    }), { numRuns: 150 });
  });

  it('equals it too where K is cut into triples and pairs', () => {
    fc.assert(fc.property(cases, fc.nat(), ({ a, w }, cut) => {
      const expected = [...plainProduct(a, w).values];
      const threeK = 3 * (cut % (Math.floor(w.columns / 3) + 1));
      assert.deepEqual([...tl2Product(a.values, w)].map((y) => y + 0), expected);
      assert.deepEqual([...tl2Product(a.values, w, threeK)].map((y) => y + 0), expected);
    }), { numRuns: 150 });
  });

  it('gives each pair one of 9 indices, and each triple one of 14 with a sign', () => {
    const digits = [-1, 0, 1];
    const pairs = digits.flatMap((w0) => digits.map((w1) => [w0, w1]));
    assert.deepEqual([...ternaryCodes(fromRows(pairs), tl1).indices], [0, 1, 2, 3, 4, 5, 6, 7, 8]);
    const triples = digits.flatMap((w0) => pairs.map((pair) => [w0, ...pair]));
    const { indices, signs } = ternaryCodes(fromRows(triples), tl2);
    assert.deepEqual([...indices].map((index, i) => (signs[i] === 1 ? -index : index)), triples.map((_, i) => i - 13));
    assert.ok(indices.every((index) => index <= 13));
  });

  it('counts an addition for each weight that is not zero', () => {
    assert.equal(nonZeros(fromRows([[0, 1, -1], [0, 0, 1]])), 3);
  });

  it('rejects other weights and broken cuts', () => {
    assert.throws(() => ternaryCodes(fromRows([[2]]), tl1), RangeError);
    assert.throws(() => tl2Product(Float64Array.of(1, 2, 3, 4), fromRows([[1, 0, 1, 0]]), 4), RangeError);
    assert.throws(() => tl2Product(Float64Array.of(1), fromRows([[1, 0]])), RangeError);
    assert.throws(() => ternaryLookup(ternaryTables(Float64Array.of(1, 2, 3), tl1), ternaryCodes(fromRows([[1]]), tl1)), RangeError);
  });
});

import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { planeHex, planeWeight, popcount32, splitPlanes } from '../../../../src/sim/numerics/arithmetic/bit-planes.js';
import { fromRows, matrixOf, signed, unsigned } from './matrices.js';

function bitAt(words: Uint32Array, wordsPerRow: number, row: number, k: number): number {
  return (words[row * wordsPerRow + Math.floor(k / 32)]! >>> (k % 32)) & 1;
}

describe('sim/numerics/arithmetic/bit-planes', () => {
  it('counts ones as a text of bits does', () => {
    fc.assert(fc.property(fc.integer(), (word) => { assert.equal(popcount32(word), (word >>> 0).toString(2).replaceAll('0', '').length); }), { numRuns: 500 });
    for (const [word, ones] of [[0, 0], [-1, 32], [0x80000000, 1], [0x7fffffff, 31]] as const) assert.equal(popcount32(word), ones);
  });

  it('adds up to the values again, for every width and code', () => {
    for (let bits = 1; bits <= 32; bits++) {
      for (const code of ['unsigned', 'twos-complement', 'bipolar'] as const) {
        const range = code === 'twos-complement' ? signed(bits) : unsigned(bits);
        fc.assert(fc.property(fc.integer({ min: 1, max: 70 }).chain((columns) => matrixOf(2, columns, range)), (m) => {
          const split = splitPlanes(m, bits, code);
          for (let i = 0; i < m.values.length; i++) {
            const row = Math.floor(i / m.columns);
            const ones = split.planes.map((words) => bitAt(words, split.wordsPerRow, row, i % m.columns));
            const value = ones.reduce((sum, one, plane) => sum + planeWeight(split, plane) * (code === 'bipolar' ? 2 * one - 1 : one), 0);
            assert.equal(value, code === 'bipolar' ? 2 * m.values[i]! - (2 ** bits - 1) : m.values[i]);
          }
        }), { numRuns: 3 });
      }
    }
  });

  it('writes a row as a number whose bit k is element k', () => {
    const row = (ones: readonly number[], columns: number): ReturnType<typeof fromRows> => fromRows([Array.from({ length: columns }, (_, k) => (ones.includes(k) ? 1 : 0))]);
    assert.equal(planeHex(splitPlanes(row([0, 5], 6), 1, 'unsigned'), 0, 0), '21');
    assert.equal(planeHex(splitPlanes(row([0, 31], 32), 1, 'unsigned'), 0, 0), '80000001');
    assert.equal(planeHex(splitPlanes(row([33], 64), 1, 'unsigned'), 0, 0), '0000000200000000');
    assert.equal(planeHex(splitPlanes(row([64], 66), 1, 'unsigned'), 0, 0), '10000000000000000');
  });

  it('rejects values outside of the width', () => {
    assert.throws(() => splitPlanes(fromRows([[4]]), 2, 'bipolar'), RangeError);
    assert.throws(() => splitPlanes(fromRows([[-1]]), 2, 'unsigned'), RangeError);
    assert.throws(() => splitPlanes(fromRows([[2]]), 2, 'twos-complement'), RangeError);
    assert.throws(() => splitPlanes(fromRows([[0.5]]), 2, 'unsigned'), RangeError);
    assert.throws(() => splitPlanes(fromRows([[0]]), 33, 'unsigned'), RangeError);
  });
});

import assert from 'node:assert/strict';
import { bitsOfRatio, packBase3, packTwoBits, tritsPerByte, unpackBase3 } from '../../../src/arch/ternary/packed-weights.js';

describe('packed ternary weights', () => {
  it('are five to a byte and come back from each of 243 bytes', () => {
    for (let byte = 0; byte < 243; byte++) assert.deepEqual([...packBase3(unpackBase3(byte))], [byte]);
  });

  it('have the first weight in the highest place of base 3, and in the lowest of two bits', () => {
    assert.deepEqual([...packBase3([1, 0, 0, 0, -1])], [81 + 2]);
    assert.deepEqual([...packTwoBits([1, 0, 0, -1])], [1 + 2 * 64]);
  });

  it('fill the last byte with zeros', () => {
    assert.deepEqual([...packBase3([-1])], [2 * 81]);
    assert.equal(packTwoBits([0, 0, 0, 0, -1])[1], 2);
  });

  it('take 1.6 bits where 64 bytes become 80', () => {
    assert.equal(bitsOfRatio(64, 80), 8 / tritsPerByte);
  });

  it('are refused where they are none', () => {
    assert.throws(() => packBase3([2]), RangeError);
    assert.throws(() => unpackBase3(243), RangeError);
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { additivePowersOfTwo, powerOfTwoStore, sumOfPowers, unitOf } from '../../../../src/sim/numerics/codecs/powers-of-two.js';

const magnitude = fc.double({ min: 1e-30, max: 1e30, noNaN: true });

describe('additivePowersOfTwo', () => {
  it('takes the nearest power in the exponent of what is left', () => {
    assert.deepEqual(additivePowersOfTwo(3, 3), [{ sign: 1, exponent: 2 }, { sign: -1, exponent: 0 }]);
    assert.deepEqual(additivePowersOfTwo(-0.7, 3), [{ sign: -1, exponent: -1 }, { sign: -1, exponent: -2 }, { sign: 1, exponent: -4 }]);
    assert.deepEqual(additivePowersOfTwo(8, 3), [{ sign: 1, exponent: 3 }]);
    assert.deepEqual(additivePowersOfTwo(0, 3), []);
    assert.deepEqual(additivePowersOfTwo(5, 0), []);
  });

  it('changes its exponent exactly at the square root of two', () => {
    assert.equal(additivePowersOfTwo(Math.SQRT2, 1)[0]!.exponent, 1);
    assert.equal(additivePowersOfTwo(1.414213562373095, 1)[0]!.exponent, 0);
  });

  it('agrees with round(log2) away from ties', () => {
    fc.assert(fc.property(magnitude, fc.integer({ min: 1, max: 4 }), (x, terms) => {
      let rest = x;
      for (const { sign, exponent } of additivePowersOfTwo(x, terms)) {
        const log = Math.log2(Math.abs(rest));
        if (Math.abs(log - Math.floor(log) - 0.5) > 1e-9) assert.equal(exponent, Math.round(log) + 0);
        assert.equal(sign, Math.sign(rest));
        rest -= sign * 2 ** exponent;
      }
    }));
  });

  it('leaves at most (sqrt 2 - 1)^terms of a number', () => {
    fc.assert(fc.property(magnitude, fc.integer({ min: 1, max: 4 }), (x, terms) => {
      const powers = additivePowersOfTwo(x, terms);
      assert.ok(powers.length <= terms);
      assert.ok(Math.abs(x - sumOfPowers(powers)) <= x * (Math.SQRT2 - 1) ** powers.length * (1 + 1e-12));
      assert.deepEqual(additivePowersOfTwo(-x, terms), powers.map((p) => ({ ...p, sign: -p.sign })));
    }));
  });
});

describe('powerOfTwoStore', () => {
  it('gives back every power it holds, and 0', () => {
    assert.equal(powerOfTwoStore.fromBits(powerOfTwoStore.toBits(0)), 0);
    for (let exponent = -47; exponent <= 15; exponent++) for (const sign of [1, -1]) {
      const bits = powerOfTwoStore.toBits(sign * 2 ** exponent);
      assert.ok(bits > 0 && bits < 128);
      assert.equal(powerOfTwoStore.fromBits(bits), sign * 2 ** exponent);
    }
  });

  it('saturates above and vanishes below', () => {
    assert.equal(powerOfTwoStore.fromBits(powerOfTwoStore.toBits(-(2 ** 16))), -(2 ** 15));
    assert.equal(powerOfTwoStore.toBits(2 ** -48), 0);
    assert.equal(powerOfTwoStore.toBits(-(2 ** -60)), 0);
  });
});

describe('unitOf', () => {
  it('brings the largest magnitude into [1, 2)', () => {
    fc.assert(fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }), (values) => {
      const largest = Math.max(...values.map(Math.abs));
      const scaled = largest / unitOf(values);
      assert.ok(largest === 0 ? unitOf(values) === 1 : scaled >= 1 && scaled < 2);
    }));
  });
});

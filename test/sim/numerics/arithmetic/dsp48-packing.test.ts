import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { cascadeLength, int4Quad, int4QuadDsp48e1, int4QuadNarrow, int8Pair, packedProduct, packLanes, unpackLanes, type LanePacking } from '../../../../src/sim/numerics/arithmetic/dsp48-packing.js';
import { plainProduct } from '../../../../src/sim/numerics/arithmetic/integer-gemm.js';
import { fromRows, int8, operands, signed, unsigned, type Range } from './matrices.js';

const narrow4: Range = { low: -7, high: 7 };
const quads = { int4Quad, int4QuadNarrow, int4QuadDsp48e1 };

function numbers({ low, high }: Range): number[] {
  return Array.from({ length: high - low + 1 }, (_, i) => low + i);
}

/**
 * Takes sets of four lane values times a shared one apart, and counts those that come out wrong: every pair of a lane's value and the shared one in each
 * lane, the other lanes holding any of `others`. A lane sees of the ones below it only whether they borrow.
 */
function wrongLanes(packing: LanePacking, lanes: Range, shared: Range, canaryBits = 0, others: readonly number[] = [lanes.low, -1, 0, lanes.high]): number {
  let wrong = 0;
  const values = numbers(lanes);
  const factors = numbers(shared);
  const size = 2 ** canaryBits;
  const check = (set: readonly number[]): void => {
    const port = packLanes(set, packing);
    for (const s of factors) {
      // The lowest bits of each product, from the lowest bits of its operands.
      const sums = canaryBits === 0 ? [] : set.map((value) => (value % size) * (s % size));
      const [w, x, y, z] = unpackLanes(port * s, packing, { bits: canaryBits, sums });
      if (w !== set[0]! * s || x !== set[1]! * s || y !== set[2]! * s || z !== set[3]! * s) wrong++;
    }
  };
  for (let lane = 0; lane < 4; lane++) {
    for (const value of values) for (const a of others) for (const b of others) for (const c of others) check([a, b, c].toSpliced(lane, 0, value));
  }
  return wrong;
}

function ones(length: number, value: number): number[] {
  return Array.from({ length }, () => value);
}

describe('sim/numerics/arithmetic/dsp48-packing', () => {
  it('recovers both products of every INT8 pair with each end of the shared range', () => {
    for (const a1 of numbers(int8)) for (const a0 of numbers(int8)) {
      const port = packLanes([a0, a1], int8Pair);
      for (const w of [-128, -1, 0, 1, 77, 127]) {
        const [low, high] = unpackLanes(port * w, int8Pair);
        if (low! !== a0 * w || high! !== a1 * w) assert.fail(`${a1}, ${a0} times ${w}`);
      }
    }
    assert.throws(() => packLanes([0, 256], int8Pair), /27 bits/);
  });

  it('recovers four products of INT4 codes where the lanes hold them', () => {
    // Products of -7..7 with -8..7 lie in -56..56 and fit 7 bits.
    for (const packing of Object.values(quads)) assert.equal(wrongLanes(packing, narrow4, signed(4)), 0);
  });

  it('recovers four products of whichever four INT4 codes with whichever shared one, with a canary bit', () => {
    const values = numbers(signed(4));
    let wrong = 0;
    for (const a of values) for (const b of values) for (const c of values) for (const d of values) {
      const port = packLanes([a, b, c, d], int4Quad);
      for (const s of values) {
        const lanes = unpackLanes(port * s, int4Quad, { bits: 1, sums: [0, b & s & 1, c & s & 1, d & s & 1] });
        if (lanes[0] !== a * s || lanes[1] !== b * s || lanes[2] !== c * s || lanes[3] !== d * s) wrong++;
      }
    }
    assert.equal(wrong, 0);
  });

  it('loses (-8) * (-8) = 64 in a lane of 7 bits, and only that', () => {
    let lost = 0;
    for (const [b, c] of numbers(signed(4)).flatMap((x) => numbers(signed(4)).map((y) => [x, y] as const))) {
      for (const s of numbers(signed(4))) {
        const lanes = unpackLanes(packLanes([3, b, c, -8], int4Quad) * s, int4Quad);
        const isRight = lanes.every((lane, i) => lane === [3, b, c, -8][i]! * s);
        assert.equal(isRight, !(s === -8 && (b === -8 || c === -8)), `${b}, ${c} times ${s}`);
        if (!isRight) lost++;
      }
    }
    assert.equal(lost, 31);
  });

  it('recovers products with an unsigned operand by a canary bit, and loses some without', () => {
    assert.equal(wrongLanes(int4Quad, signed(4), unsigned(4), 1), 0);
    assert.equal(wrongLanes(int4QuadNarrow, narrow4, unsigned(4), 1), 0);
    assert.equal(wrongLanes(int4QuadDsp48e1, narrow4, unsigned(4), 1), 0);
    assert.ok(wrongLanes(int4Quad, signed(4), unsigned(4)) > 0);
    assert.ok(wrongLanes(int4Quad, signed(4), signed(4)) > 0);
  });

  it('keeps four INT4 numbers on the port, and refuses -8 where the top lane has no room for it', () => {
    for (const packing of Object.values(quads)) assert.equal(packLanes([7, -7, 7, -7], packing), packing.offsets.reduce((sum, offset, i) => sum + (i % 2 === 0 ? 7 : -7) * 2 ** offset, 0));
    assert.equal(packLanes([-8, -8, -8, -8], int4Quad), -8 * (1 + 2 ** 8 + 2 ** 15 + 2 ** 22));
    assert.throws(() => packLanes([-8, -8, -8, -8], int4QuadNarrow), /27 bits/);
    assert.throws(() => packLanes([-8, -8, -8, -8], int4QuadDsp48e1), /25 bits/);
  });

  it('fits 7 full-range INT8 products into a lane of 18 bits, and 8 of which one operand is narrow', () => {
    assert.equal(cascadeLength(int8Pair, { lowest: -128 * 127, highest: 128 * 128 }), 7);
    assert.equal(cascadeLength(int8Pair, { lowest: -128 * 127, highest: 128 * 127 }), 8);
    assert.equal(cascadeLength(int4Quad, { lowest: -56, highest: 56 }), 1);
    assert.equal(cascadeLength(int4Quad, { lowest: -56, highest: 56 }, 2), 4);
  });

  it('overflows a lane by exactly one with 8 full-range products', () => {
    const extremes = (length: number, w: number, cascade: number): number[] => [...packedProduct(fromRows([ones(length, -128), ones(length, 1)]), fromRows([ones(length, w)]), { packing: int8Pair, cascade }).values];
    assert.deepEqual(extremes(7, -128, 7), [7 * 16384, -7 * 128]);
    assert.deepEqual(extremes(8, -127, 8), [8 * 16256, -8 * 127]);
    // 2^17 is one past the highest number of 18 bits and comes back as the lowest; the lane above gains what this one lost.
    assert.deepEqual(extremes(8, -128, 8), [2 ** 17 - 2 ** 18, -8 * 128 + 1]);
    assert.deepEqual(extremes(8, -128, 7), [8 * 16384, -8 * 128]);
  });

  it('equals the integer product with cascades of every safe length', () => {
    for (const cascade of [1, 2, 5, 7]) {
      fc.assert(fc.property(operands(int8, int8, { k: 40 }), ({ a, w }) => { assert.deepEqual(packedProduct(a, w, { packing: int8Pair, cascade }), plainProduct(a, w)); }), { numRuns: 25 });
    }
    fc.assert(fc.property(operands(int8, { low: -127, high: 127 }, { k: 40 }), ({ a, w }) => { assert.deepEqual(packedProduct(a, w, { packing: int8Pair, cascade: 8 }), plainProduct(a, w)); }), { numRuns: 25 });
  });

  it('equals the integer product for operands of 1 to 8 bits', () => {
    for (let bits = 1; bits <= 8; bits++) {
      const range = signed(bits);
      const cascade = Math.min(64, cascadeLength(int8Pair, { lowest: range.low * 127, highest: range.low * -128 }));
      fc.assert(fc.property(operands(range, int8), ({ a, w }) => { assert.deepEqual(packedProduct(a, w, { packing: int8Pair, cascade }), plainProduct(a, w)); }), { numRuns: 15 });
    }
  });

  it('equals the integer product with four INT4 numbers a port', () => {
    for (const packing of Object.values(quads)) {
      fc.assert(fc.property(operands(narrow4, signed(4), { m: 9 }), ({ a, w }) => { assert.deepEqual(packedProduct(a, w, { packing, cascade: 1 }), plainProduct(a, w)); }), { numRuns: 20 });
      fc.assert(fc.property(operands(narrow4, unsigned(4), { m: 9 }), ({ a, w }) => { assert.deepEqual(packedProduct(a, w, { packing, cascade: 1, canaryBits: 1 }), plainProduct(a, w)); }), { numRuns: 20 });
    }
    // Two canary bits make 9-bit lanes of the 7-bit ones, for two products of -120..105.
    assert.equal(cascadeLength(int4Quad, { lowest: -120, highest: 105 }, 2), 2);
    fc.assert(fc.property(operands(signed(4), unsigned(4), { m: 9 }), ({ a, w }) => { assert.deepEqual(packedProduct(a, w, { packing: int4Quad, cascade: 2, canaryBits: 2 }), plainProduct(a, w)); }), { numRuns: 40 });
  });

  it('rejects operands that do not meet and empty cascades', () => {
    const a = fromRows([[1, 2]]);
    assert.throws(() => packedProduct(a, fromRows([[1]]), { packing: int8Pair, cascade: 7 }), RangeError);
    assert.throws(() => packedProduct(a, a, { packing: int8Pair, cascade: 0 }), RangeError);
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  realRmsNorm, realSoftmax, realSwiglu, rmsNormErrorBound, rmsNormNumbers, rmsNormResult, rmsNormUnit, searchFunctionUnit, softmaxErrorBound, softmaxResult, softmaxUnit, swigluErrorBound,
  swigluResult, tabulatedRmsNorm, tabulatedSoftmax, unitResult, type RmsNormUnit, type SoftmaxUnit, type SwigluUnit,
} from '../../../../src/sim/numerics/function-units/index.js';

/** Numbers of so many bits, among them extremes. */
function numbersOf(bits: number): fc.Arbitrary<number> {
  const most = 2 ** (bits - 1);
  return fc.oneof(fc.integer({ min: -most, max: most - 1 }), fc.constantFrom(-most, most - 1, 0, -1, 1));
}

/** Vectors that are hard for a unit, and random ones. */
function vectorsOf(bits: number, longest: number): fc.Arbitrary<number[]> {
  const most = 2 ** (bits - 1);
  const length = fc.integer({ min: 1, max: longest });
  return fc.oneof(
    fc.array(numbersOf(bits), { minLength: 1, maxLength: longest }),
    fc.tuple(length, numbersOf(bits)).map(([count, value]) => new Array<number>(count).fill(value)),
    fc.tuple(length, numbersOf(bits), numbersOf(bits)).map(([count, one, rest]) => Array.from({ length: count }, (_, i) => (i === 0 ? one : rest))),
    length.map((count) => Array.from({ length: count }, (_, i) => (i === count - 1 ? most - 1 : -most))),
  );
}

function bitLength(whole: bigint): number {
  return whole.toString(2).length;
}

/** Softmax as its formula says, in integers without bounds. */
function slowSoftmax(unit: SoftmaxUnit, scores: readonly number[]): number[] {
  const largest = Math.max(...scores);
  const exponentials = scores.map((x) => BigInt(unitResult(unit.exp, largest - x)));
  const sum = exponentials.reduce((a, b) => a + b, 0n);
  const { inputBits: r, outputBits: b } = unit.reciprocal.format;
  const k = bitLength(sum) - 1;
  const fraction = ((sum << BigInt(r)) >> BigInt(k)) - (1n << BigInt(r));
  const inverse = BigInt(unitResult(unit.reciprocal, Number(fraction)));
  const one = 1n << BigInt(unit.outputBits - 1);
  return exponentials.map((e) => {
    const share = (((e * inverse) >> BigInt(k + b - unit.outputBits - 1)) + 1n) >> 1n;
    return Number(share < one ? share : one);
  });
}

function slowRmsNorm(unit: RmsNormUnit, x: readonly number[]): number[] {
  const { scale, scaleFractionBits, left, right } = rmsNormNumbers(unit);
  const sum = x.reduce((total, value) => total + BigInt(value) * BigInt(value), BigInt(unit.epsilon));
  const exponent = bitLength(sum) - 1;
  const bits = BigInt(unit.root.format.inputBits - 1);
  const fraction = ((sum << bits) >> BigInt(exponent)) - (1n << bits);
  const root = BigInt(unitResult(unit.root, Number(fraction) + (exponent % 2) * Number(1n << bits)));
  const gain = ((root * BigInt(scale) * 2n >> BigInt(scaleFractionBits)) + 1n) >> 1n;
  const most = 1n << BigInt(unit.outputBits - 1);
  return x.map((value) => {
    const rounded = (((BigInt(value) * gain << BigInt(left)) >> BigInt(right + Math.floor(exponent / 2))) + 1n) >> 1n;
    return Number(rounded >= most ? most - 1n : rounded < -most ? -most : rounded);
  });
}

describe('sim/numerics/function-units: softmax', () => {
  const units = [
    softmaxUnit({ inputBits: 8, inputFractionBits: 4, outputBits: 8, maximumLength: 64 }),
    softmaxUnit({ inputBits: 6, inputFractionBits: 2, outputBits: 10, maximumLength: 512 }),
    softmaxUnit({ inputBits: 9, inputFractionBits: 7, outputBits: 6, maximumLength: 16 }),
  ].map(tabulatedSoftmax);

  it('is within its bound of the softmax in doubles, on random vectors and on hard ones', () => {
    for (const tables of units) {
      const { unit } = tables;
      fc.assert(fc.property(vectorsOf(unit.inputBits, unit.maximumLength), (scores) => {
        const bound = softmaxErrorBound(tables, scores.length);
        const real = realSoftmax(unit, scores);
        for (const [i, y] of softmaxResult(tables, scores).entries()) assert.ok(Math.abs(y * 2 ** (1 - unit.outputBits) - real[i]!) <= bound, `${y} for ${real[i]!}, bound ${bound}`);
      }), { numRuns: 60 });
    }
  });

  it('has a bound below two ulp for as many scores as its exponential has bits for, and one that grows with the scores otherwise', () => {
    const wide = tabulatedSoftmax(softmaxUnit({ inputBits: 8, inputFractionBits: 4, outputBits: 8, maximumLength: 64, exponentialBits: 15 }));
    assert.ok(softmaxErrorBound(wide, 64) * 2 ** 7 < 2);
    assert.ok(softmaxErrorBound(units[0]!, 1) * 2 ** 7 < 1);
    assert.ok(softmaxErrorBound(units[0]!, 64) * 2 ** 7 > 4);
  });

  it('comes near its bound on one large score among many whose exponentials are all rounded to zero', () => {
    const tables = tabulatedSoftmax(softmaxUnit({ inputBits: 8, inputFractionBits: 4, outputBits: 8, maximumLength: 4096 }));
    const worst = Math.max(...Array.from({ length: 8 }, (_, i) => {
      const scores = Array.from({ length: 4096 }, (_unused, j) => (j === 0 ? 0 : -118 - i));
      return Math.abs(softmaxResult(tables, scores)[0]! * 2 ** -7 - realSoftmax(tables.unit, scores)[0]!);
    }));
    assert.ok(worst > softmaxErrorBound(tables, 4096) / 8 && worst <= softmaxErrorBound(tables, 4096), `${worst}`);
  });

  it('gives what its formula gives in integers without bounds', () => {
    for (const tables of units) {
      fc.assert(fc.property(vectorsOf(tables.unit.inputBits, tables.unit.maximumLength), (scores) => {
        assert.deepEqual(Array.from(softmaxResult(tables, scores)), slowSoftmax(tables.unit, scores));
      }), { numRuns: 40 });
    }
  });

  it('gives one to a single score, and equal shares to equal scores', () => {
    for (const tables of units) {
      const one = 2 ** (tables.unit.outputBits - 1);
      assert.ok(Math.abs(softmaxResult(tables, [-5])[0]! - one) <= 1);
      for (const length of [2, 4, 8]) for (const y of softmaxResult(tables, new Array<number>(length).fill(3))) assert.ok(Math.abs(y - one / length) <= 1);
    }
  });
});

describe('sim/numerics/function-units: RMS normalisation', () => {
  const units = [
    rmsNormUnit({ inputBits: 8, length: 64, epsilon: 1, outputBits: 10, outputFractionBits: 6 }),
    rmsNormUnit({ inputBits: 12, length: 5, epsilon: 40, outputBits: 8, outputFractionBits: 5 }),
    rmsNormUnit({ inputBits: 6, length: 300, epsilon: 1, outputBits: 6, outputFractionBits: 1 }),
    rmsNormUnit({ inputBits: 4, length: 2, epsilon: 1, outputBits: 14, outputFractionBits: 12 }),
  ].map(tabulatedRmsNorm);

  it('is within its bound of the normalisation in doubles, on random vectors and on hard ones', () => {
    for (const tables of units) {
      const { unit } = tables;
      const [low, high] = [-(2 ** (unit.outputBits - 1)), 2 ** (unit.outputBits - 1) - 1];
      const share = rmsNormErrorBound(tables);
      fc.assert(fc.property(vectorsOf(unit.inputBits, unit.length), (x) => {
        const real = realRmsNorm(unit, x);
        for (const [i, y] of rmsNormResult(tables, x).entries()) {
          const wanted = Math.min(high, Math.max(low, real[i]!));
          assert.ok(Math.abs(y - wanted) <= share * Math.abs(real[i]!) + 0.5 + 1e-9, `${y} for ${wanted}`);
        }
      }), { numRuns: 60 });
    }
  });

  it('gives what its formula gives in integers without bounds', () => {
    for (const tables of units) {
      fc.assert(fc.property(vectorsOf(tables.unit.inputBits, tables.unit.length), (x) => { assert.deepEqual(Array.from(rmsNormResult(tables, x)), slowRmsNorm(tables.unit, x)); }), { numRuns: 40 });
    }
  });

  it('has a gain that is right to a few parts of two to the bits of its root', () => {
    for (const tables of units) assert.ok(rmsNormErrorBound(tables) < 12 * 2 ** -tables.unit.root.format.outputBits);
  });

  it('leaves zeros as they are', () => {
    for (const tables of units) assert.deepEqual(Array.from(rmsNormResult(tables, [0, 0])), [0, 0]);
  });
});

describe('sim/numerics/function-units: SwiGLU', () => {
  const silu = searchFunctionUnit({ function: 'silu', inputBits: 8, outputBits: 10, maximumError: 1 }).unit;
  const unit: SwigluUnit = { silu, upBits: 7, upFractionBits: 3, outputBits: 8, outputFractionBits: 2 };

  it('is within its bound of the product in doubles, for all inputs', () => {
    for (let up = -64; up < 64; up += 3) {
      const bound = swigluErrorBound(unit, up);
      for (let gate = -128; gate < 128; gate++) {
        const wanted = Math.min(127, Math.max(-128, realSwiglu(unit, gate, up)));
        assert.ok(Math.abs(swigluResult(unit, gate, up) - wanted) <= bound);
      }
    }
  });

  it('saturates at both ends', () => {
    const wide: SwigluUnit = { ...unit, outputFractionBits: 6 };
    assert.equal(swigluResult(wide, 127, 63), 127);
    assert.equal(swigluResult(wide, 127, -64), -128);
  });

  it('is not made where nothing is rounded', () => {
    assert.throws(() => swigluResult({ ...unit, outputFractionBits: 20 }, 1, 1), RangeError);
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRng } from '../../../../src/sim/core/rng.js';
import { fitBinaryCode, signedSum, solveSemidefinite, type BinaryCode } from '../../../../src/sim/numerics/codecs/binary-code.js';
import { sumOfPowers } from '../../../../src/sim/numerics/codecs/powers-of-two.js';

const real = fc.integer({ min: -(2 ** 21), max: 2 ** 21 }).map((n) => n / 2 ** 20);
const group = fc.array(real, { minLength: 1, maxLength: 60 }).map((w) => Float64Array.from(w));
const bits = fc.integer({ min: 1, max: 4 });

function decoded(code: BinaryCode, b: number): number[] {
  return Array.from(code.patterns, (pattern) => signedSum(code.alphas, 0, b, pattern));
}

function errorOf(weights: Float64Array, values: readonly number[]): number {
  return weights.reduce((sum, w, i) => sum + (w - values[i]!) ** 2, 0);
}

const squares = (weights: Float64Array): number => weights.reduce((sum, w) => sum + w * w, 0);

describe('fitBinaryCode', () => {
  it('starts greedily: the mean magnitude of what is left, and its signs', () => {
    const { alphas } = fitBinaryCode(Float64Array.from([3, -1, 2, -4]), 2, { rounds: 0 });
    // |w| = 3 1 2 4: mean 2.5; left 0.5 1.5 -0.5 -1.5: mean 1.
    assert.deepEqual([...alphas], [2.5, 1]);
  });

  it('has the mean magnitude and the signs for one bit', () => {
    fc.assert(fc.property(group, (weights) => {
      const code = fitBinaryCode(weights, 1);
      const mean = weights.reduce((sum, w) => sum + Math.abs(w), 0) / weights.length;
      assert.ok(Math.abs(code.alphas[0]! - mean) <= 1e-12 * mean);
    }));
  });

  it('never errs more after more rounds', () => {
    fc.assert(fc.property(group, bits, fc.constantFrom(undefined, 1, 2, 3), (weights, b, powerTerms) => {
      let last = Infinity;
      for (let rounds = 0; rounds <= 15; rounds++) {
        const { error } = fitBinaryCode(weights, b, { rounds, ...(powerTerms === undefined ? {} : { powerTerms }) });
        assert.ok(error <= last);
        last = error;
      }
    }), { numRuns: 50 });
  });

  it('gives each weight the nearest of the sums, and tells its error', () => {
    fc.assert(fc.property(group, bits, fc.constantFrom(undefined, 3), (weights, b, powerTerms) => {
      const code = fitBinaryCode(weights, b, powerTerms === undefined ? {} : { powerTerms });
      const sums = Array.from({ length: 2 ** b }, (_, pattern) => signedSum(code.alphas, 0, b, pattern));
      const values = decoded(code, b);
      weights.forEach((w, i) => { assert.ok(Math.abs(w - values[i]!) <= Math.min(...sums.map((v) => Math.abs(w - v))) + 1e-14); });
      assert.ok(Math.abs(code.error - errorOf(weights, values)) <= 1e-9 * squares(weights));
    }));
  });

  it('reaches alphas that are optimal for its signs', () => {
    fc.assert(fc.property(group, bits, (weights, b) => {
      const code = fitBinaryCode(weights, b, { rounds: 500 });
      for (let plane = 0; plane < b; plane++) for (const step of [1e-4, -1e-4]) {
        const moved = { ...code, alphas: code.alphas.map((alpha, i) => (i === plane ? alpha + step : alpha)) };
        assert.ok(errorOf(weights, decoded(moved, b)) >= errorOf(weights, decoded(code, b)) - 1e-9 * squares(weights));
      }
    }), { numRuns: 50 });
  });

  it('comes within a hundredth of the energy of the best two alphas, on average', () => {
    const rng = createRng(3);
    let gap = 0;
    for (let trial = 0; trial < 200; trial++) {
      const weights = Float64Array.from({ length: rng.integer(8, 16) }, () => rng.integer(-8, 8));
      let least = Infinity;
      for (let a = 0; a <= 8; a += 0.25) for (let c = 0; c <= a; c += 0.25) {
        const sums = [a + c, a - c, c - a, -a - c];
        least = Math.min(least, weights.reduce((sum, w) => sum + Math.min(...sums.map((v) => (w - v) ** 2)), 0));
      }
      // Alternation may end in a local optimum, and the grid of alphas misses the true one: either may be the better.
      gap += (fitBinaryCode(weights, 2).error - least) / squares(weights) / 200;
    }
    assert.ok(gap < 0.01);
  });

  it('has alphas that are sums of its powers of two, three at most', () => {
    fc.assert(fc.property(group, bits, (weights, b) => {
      const code = fitBinaryCode(weights, b, { powerTerms: 3 });
      assert.equal(code.powers.length, b);
      code.powers.forEach((powers, plane) => {
        assert.ok(powers.length <= 3);
        assert.equal(sumOfPowers(powers), code.alphas[plane]);
      });
    }));
  });

  it('errs more with one power of two an alpha, and hardly more with three than with any number', () => {
    const weights = Float64Array.from({ length: 64 }, (_, i) => Math.sin(i * 1.7) * (1 + (i % 5)));
    const error = (powerTerms: number): number => fitBinaryCode(weights, 3, { powerTerms }).error;
    assert.ok(error(1) > error(3));
    assert.ok(error(3) < fitBinaryCode(weights, 3).error * 1.05);
  });

  it('scales exactly with its weights, however small or large they are', () => {
    fc.assert(fc.property(group, bits, fc.integer({ min: -900, max: 900 }), fc.constantFrom(undefined, 3), (weights, b, exponent, powerTerms) => {
      const options = powerTerms === undefined ? {} : { powerTerms };
      const [code, scaled] = [fitBinaryCode(weights, b, options), fitBinaryCode(weights.map((w) => w * 2 ** exponent), b, options)];
      assert.deepEqual(scaled.patterns, code.patterns);
      assert.deepEqual(scaled.alphas, code.alphas.map((alpha) => alpha * 2 ** exponent));
    }));
  });

  it('stays finite at the ends of the doubles', () => {
    for (const extreme of [Number.MAX_VALUE, Number.MIN_VALUE]) {
      const code = fitBinaryCode(Float64Array.of(extreme, -extreme, extreme, 0), 3);
      assert.ok(code.alphas.every(Number.isFinite));
    }
  });

  it('encodes zeros as zeros', () => {
    for (const powerTerms of [undefined, 3]) {
      const code = fitBinaryCode(new Float64Array(9), 3, powerTerms === undefined ? {} : { powerTerms });
      assert.deepEqual(decoded(code, 3), new Array(9).fill(0));
      assert.deepEqual([...code.patterns], new Array(9).fill(0));
    }
  });

  it('refuses widths that are not 1 to 8 bits', () => {
    for (const b of [0, 9, 1.5]) assert.throws(() => fitBinaryCode(Float64Array.of(1), b), RangeError);
  });
});

describe('solveSemidefinite', () => {
  it('solves the normal equations of any signs, dependent planes included', () => {
    const signs = fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 20 })).chain(([b, n]) => fc.tuple(
      fc.array(fc.array(fc.constantFrom(-1, 1), { minLength: b, maxLength: b }), { minLength: n, maxLength: n }),
      fc.array(fc.integer({ min: -9, max: 9 }), { minLength: n, maxLength: n }),
    ));
    fc.assert(fc.property(signs, ([rows, w]) => {
      const b = rows[0]!.length;
      const matrix = Float64Array.from({ length: b * b }, (_, at) => rows.reduce((sum, row) => sum + row[Math.floor(at / b)]! * row[at % b]!, 0));
      const right = Float64Array.from({ length: b }, (_, p) => rows.reduce((sum, row, i) => sum + row[p]! * w[i]!, 0));
      const x = solveSemidefinite(matrix, right);
      for (let p = 0; p < b; p++) {
        const left = x.reduce((sum, value, q) => sum + matrix[p * b + q]! * value, 0);
        assert.ok(Math.abs(left - right[p]!) <= 1e-8);
      }
    }));
  });

  it('sets an unknown that depends on earlier ones to 0', () => {
    assert.deepEqual([...solveSemidefinite(Float64Array.of(4, 4, 4, 4), Float64Array.of(8, 8))], [2, 0]);
    assert.deepEqual([...solveSemidefinite(new Float64Array(4), new Float64Array(2))], [0, 0]);
  });
});

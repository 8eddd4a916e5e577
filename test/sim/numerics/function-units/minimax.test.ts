import assert from 'node:assert/strict';
import fc from 'fast-check';
import { minimaxPolynomial } from '../../../../src/sim/numerics/function-units/minimax.js';

/** The largest error of a polynomial in i / count over all points. */
function largestError(values: Float64Array, coefficients: readonly number[]): number {
  return values.reduce((worst, value, i) => Math.max(worst, Math.abs(value - coefficients.reduce((sum, a, k) => sum + a * (i / values.length) ** k, 0))), 0);
}

describe('sim/numerics/function-units/minimax', () => {
  const smooth: readonly (readonly [string, (t: number) => number])[] = [
    ['2^-t', (t) => 2 ** -t], ['1 / (1 + t)', (t) => 1 / (1 + t)], ['1 / sqrt(1 + t)', (t) => 1 / Math.sqrt(1 + t)], ['1 / (1 + e^t)', (t) => 1 / (1 + Math.exp(t))],
  ];

  it('finds polynomials that no small change of a coefficient brings nearer', () => {
    fc.assert(fc.property(fc.constantFrom(...smooth), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 3, max: 8 }), fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }),
      ([, f], degree, bits, change) => {
        const values = Float64Array.from({ length: 2 ** bits }, (_, i) => f(i / 2 ** bits));
        if (values.length < degree + 2) return;
        const best = minimaxPolynomial(values, 0, values.length, degree);
        const error = largestError(values, best);
        // Samples are up to 33 of the points, and the exchange stops within a thousandth of level errors.
        assert.ok(largestError(values, best.map((a, k) => a + change[k]! * error)) >= error * 0.98);
      }));
  });

  it('has the error of the known minimax line through a parabola: an eighth', () => {
    const count = 33;
    const values = Float64Array.from({ length: count }, (_, i) => (i / (count - 1)) ** 2);
    const line = minimaxPolynomial(values, 0, count, 1);
    assert.ok(Math.abs(largestError(values, line) - 1 / 8) < 2e-4);
  });

  it('meets a polynomial of its own degree', () => {
    const values = Float64Array.from({ length: 64 }, (_, i) => 3 - 2 * (i / 64) + 5 * (i / 64) ** 2);
    for (const [k, a] of minimaxPolynomial(values, 0, 64, 2).entries()) assert.ok(Math.abs(a - [3, -2, 5][k]!) < 1e-9);
  });

  it('fits the part of the values that it is given', () => {
    const values = Float64Array.from({ length: 96 }, (_, i) => (i < 32 || i >= 64 ? 1e9 : i));
    const [first, slope] = minimaxPolynomial(values, 32, 32, 1);
    assert.ok(Math.abs(first! - 32) < 1e-6 && Math.abs(slope! - 32) < 1e-6);
  });
});

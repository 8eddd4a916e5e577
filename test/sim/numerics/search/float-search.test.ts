import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRng } from '../../../../src/sim/core/rng.js';
import { gridOf } from '../../../../src/sim/numerics/formats/element.js';
import { elementOfFloat, floatFormat, largestFinite } from '../../../../src/sim/numerics/formats/float-format.js';
import { biasOfClip, floatSplits, floatWithClip, roundToScaledFloat, searchFloat } from '../../../../src/sim/numerics/search/float-search.js';

const data = fc.array(fc.double({ min: -4, max: 4, noNaN: true }), { minLength: 1, maxLength: 40 }).map((x) => Float64Array.from(x));
const bits = fc.integer({ min: 3, max: 8 });

function mseOf(values: Float64Array, rounded: Float64Array): number {
  return values.reduce((sum, x, i) => sum + (x - rounded[i]!) ** 2, 0) / values.length;
}

describe('floatSplits', () => {
  it('lists every split with an exponent bit', () => {
    assert.deepEqual(floatSplits(4).map((f) => f.name), ['e1m2', 'e2m1', 'e3m0']);
    for (let n = 3; n <= 8; n++) for (const f of floatSplits(n)) assert.equal(1 + f.exponentBits + f.mantissaBits, n);
    for (const n of [2, 9, 4.5]) assert.throws(() => floatSplits(n), RangeError);
  });

  it('loses nothing without E = 0, whose values are those of E = 1 up to scale', () => {
    for (let n = 3; n <= 8; n++) {
      const [fixed, one] = [floatFormat(0, n - 1), floatFormat(1, n - 2)].map((f) => gridOf(elementOfFloat(f)).values.map((v) => v / largestFinite(f)));
      assert.deepEqual(fixed, one);
    }
  });
});

describe('biasOfClip', () => {
  it('is the usual bias where the limit is the largest value of the format, and 1 less where it is twice that', () => {
    for (let n = 3; n <= 8; n++) for (const f of floatSplits(n)) {
      assert.ok(Math.abs(biasOfClip(f, largestFinite(f)) - f.bias) < 1e-12);
      assert.ok(Math.abs(biasOfClip(f, 2 * largestFinite(f)) - (f.bias - 1)) < 1e-12);
    }
  });

  it('gives the limit back: (2 - 2^-M) 2^(2^E - 1 - b)', () => {
    fc.assert(fc.property(bits, fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (n, clip) => {
      for (const f of floatSplits(n)) {
        const { bias, scale } = floatWithClip(f, clip);
        assert.ok(Math.abs((2 - 2 ** -f.mantissaBits) * 2 ** (2 ** f.exponentBits - 1 - bias) / clip - 1) < 1e-9);
        assert.ok(Math.abs(scale - 2 ** (f.bias - bias)) <= 1e-9 * scale);
      }
    }));
  });
});

describe('searchFloat', () => {
  it('finds the least error of all splits and limits', () => {
    fc.assert(fc.property(data, bits, fc.constantFrom('maximum', 'bias'), (x, n, over) => {
      const best = searchFloat(x, n, { over, lowest: 0.5, highest: 1.1, steps: 6 });
      const largest = Math.max(...x.map(Math.abs));
      fc.pre(largest > 1e-6);
      assert.ok(Math.abs(mseOf(x, roundToScaledFloat(best, x)) - best.mse) <= 1e-12);
      for (const format of floatSplits(n)) {
        for (const factor of [1, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1]) {
          const bias = biasOfClip(format, largest);
          const clip = over === 'maximum' ? factor * largest : (2 - 2 ** -format.mantissaBits) * 2 ** (2 ** format.exponentBits - 1 - factor * bias);
          assert.ok(best.mse <= mseOf(x, roundToScaledFloat(floatWithClip(format, clip), x)) * (1 + 1e-6) + 1e-12);
        }
      }
    }), { numRuns: 60 });
  });

  it('takes the more exponent bits the heavier the tails are', () => {
    const rng = createRng(1);
    const laplace = (): number => (rng.next() < 0.5 ? 1 : -1) * Math.log(1 - rng.next());
    const exponentBits = [() => rng.next() * 2 - 1, laplace, () => laplace() ** 3].map((draw) => {
      const x = Float64Array.from({ length: 2000 }, draw);
      return searchFloat(x, 4).format.exponentBits;
    });
    assert.deepEqual(exponentBits, [1, 2, 3]);
  });

  it('clips what would cost the rest of the data its precision', () => {
    const x = Float64Array.from({ length: 400 }, (_, i) => (i === 0 ? 1.6 : Math.sin(i)));
    assert.ok(searchFloat(x, 4).clip < 1.6);
  });

  it('has no error for data that a float holds', () => {
    const { values } = gridOf(elementOfFloat(floatFormat(2, 1)));
    const choice = searchFloat(values.map((v) => v * 0.75), 4);
    assert.equal(choice.mse, 0);
    assert.deepEqual([choice.format.exponentBits, choice.scale, choice.clip], [2, 0.75, 4.5]);
  });

  it('holds zeros exactly', () => {
    const choice = searchFloat(new Float64Array(5), 4);
    assert.equal(choice.mse, 0);
    assert.deepEqual(roundToScaledFloat(choice, new Float64Array(5)), new Float64Array(5));
  });

  it('refuses a search that goes nowhere', () => {
    for (const search of [{ lowest: 0 }, { lowest: 1.3 }, { steps: 0 }, { steps: 1.5 }]) assert.throws(() => searchFloat(Float64Array.of(1), 4, search), RangeError);
  });
});

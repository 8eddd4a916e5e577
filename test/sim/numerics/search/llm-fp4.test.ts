import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRng } from '../../../../src/sim/core/rng.js';
import { biasOfClip, roundToScaledFloat, searchFloat } from '../../../../src/sim/numerics/search/float-search.js';
import { foldedWeights, searchShiftedFloat, shiftedActivations } from '../../../../src/sim/numerics/search/llm-fp4.js';

/** Activations, token by token, whose channels have magnitudes of their own. */
function activationsOf(tokens: number, magnitudes: readonly number[], seed: number): Float64Array {
  const rng = createRng(seed);
  return Float64Array.from({ length: tokens * magnitudes.length }, (_, i) => (rng.next() + rng.next() + rng.next() - 1.5) * magnitudes[i % magnitudes.length]!);
}

const magnitudes = fc.array(fc.constantFrom(0, 0.05, 0.3, 1, 4, 30, 100), { minLength: 1, maxLength: 12 });
const search = { lowest: 0.4, highest: 1.1, steps: 14 };

describe('searchShiftedFloat', () => {
  it('never errs more than one bias for the tensor', () => {
    fc.assert(fc.property(magnitudes, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 3, max: 6 }), fc.integer({ min: 0, max: 99 }), fc.constantFrom('maximum', 'bias'), (channels, tokens, bits, seed, over) => {
      const x = activationsOf(tokens, channels, seed);
      const [shifted, plain] = [searchShiftedFloat(x, channels.length, bits, { ...search, over }), searchFloat(x, bits, { ...search, over })];
      assert.ok(shifted.mse <= plain.mse * (1 + 1e-9));
    }), { numRuns: 60 });
  });

  it('errs several times less where a few channels are outliers', () => {
    const channels = Array.from({ length: 32 }, (_, j) => (j % 16 === 0 ? 60 : 1));
    const x = activationsOf(64, channels, 3);
    const relative = (choice: { readonly mse: number }): number => choice.mse;
    const [shifted, plain] = [searchShiftedFloat(x, 32, 4, search), searchFloat(x, 4, search)];
    assert.ok(relative(shifted) < relative(plain));
    // The ordinary channels alone, which the outliers' range drowns.
    const ordinary = (rounded: Float64Array): number => x.reduce((sum, value, i) => sum + (channels[i % 32] === 1 ? (value - rounded[i]!) ** 2 : 0), 0);
    const held = roundToScaledFloat(shifted, shiftedActivations(x, shifted.shifts)).map((v, i) => v / 2 ** shifted.shifts[i % 32]!);
    assert.ok(ordinary(held) < ordinary(roundToScaledFloat(plain, x)) / 4);
  });

  it('tells the error of activations that are shifted, rounded in the one format and shifted back', () => {
    fc.assert(fc.property(magnitudes, fc.integer({ min: 1, max: 10 }), fc.integer({ min: 3, max: 8 }), fc.integer({ min: 0, max: 99 }), (channels, tokens, bits, seed) => {
      const x = activationsOf(tokens, channels, seed);
      const choice = searchShiftedFloat(x, channels.length, bits, search);
      const held = roundToScaledFloat(choice, shiftedActivations(x, choice.shifts));
      const mse = x.reduce((sum, value, i) => sum + (value - held[i]! / 2 ** choice.shifts[i % channels.length]!) ** 2, 0) / x.length;
      assert.ok(Math.abs(mse - choice.mse) <= 1e-9 * mse + 1e-300);
    }), { numRuns: 60 });
  });

  it('shifts a channel by 0 or by the rounded difference of its bias from the tensor\'s, within the exponents', () => {
    fc.assert(fc.property(magnitudes, fc.integer({ min: 0, max: 99 }), (channels, seed) => {
      const x = activationsOf(6, channels, seed);
      const { format, bias, shifts } = searchShiftedFloat(x, channels.length, 5, search);
      channels.forEach((_, j) => {
        const maximum = Math.max(...Array.from({ length: 6 }, (_u, t) => Math.abs(x[t * channels.length + j]!)));
        const rule = maximum === 0 ? 0 : Math.max(0, Math.min(2 ** format.exponentBits - 1, Math.round(biasOfClip(format, maximum)) - Math.round(bias)));
        assert.ok(shifts[j] === 0 || shifts[j] === rule);
      });
    }), { numRuns: 60 });
  });

  it('holds zeros exactly and refuses rows that are not whole', () => {
    const choice = searchShiftedFloat(new Float64Array(12), 3, 4);
    assert.deepEqual([choice.mse, ...choice.shifts], [0, 0, 0, 0]);
    assert.throws(() => searchShiftedFloat(new Float64Array(10), 3, 4), RangeError);
  });
});

describe('folding', () => {
  it('leaves every product and every sum as it was, to the last bit', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 999 }), (channels, tokens, outputs, seed) => {
      const rng = createRng(seed);
      const random = (length: number): Float64Array => Float64Array.from({ length }, () => (rng.next() - 0.5) * 2 ** rng.integer(-20, 20));
      const x = random(tokens * channels);
      const w = random(outputs * channels);
      const shifts = Int32Array.from({ length: channels }, () => rng.integer(0, 15));
      const [xs, ws] = [shiftedActivations(x, shifts), foldedWeights(w, shifts)];
      for (let t = 0; t < tokens; t++) for (let o = 0; o < outputs; o++) {
        let [plain, folded] = [0, 0];
        for (let j = 0; j < channels; j++) {
          plain += x[t * channels + j]! * w[o * channels + j]!;
          folded += xs[t * channels + j]! * ws[o * channels + j]!;
        }
        assert.equal(folded, plain);
      }
    }));
  });
});

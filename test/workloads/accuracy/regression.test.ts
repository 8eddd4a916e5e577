import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fitRegression, fittedPairs, logIncrease, predictedPerplexity, type Pair } from '../../../src/workloads/accuracy/regression.js';

const near = (a: number, b: number, tolerance = 1e-9): void => { assert.ok(Math.abs(a / b - 1) < tolerance, `${a} is not ${b}`); };

/** A pair that obeys ln(PPL / PPL16) = c NMSE^b. */
function lawful(model: string, format: string, c: number, nmse: number, baseline: number, b = 1): Pair {
  return { model, format, nmse, perplexity: baseline * Math.exp(c * nmse ** b), baseline };
}

describe('the regression of perplexity on weight error', () => {
  it('finds the coefficients of a law that holds exactly, and foretells every pair', () => {
    const coefficient = fc.double({ min: 3, max: 12, noNaN: true });
    fc.assert(fc.property(coefficient, coefficient, fc.array(fc.double({ min: 0.01, max: 0.08, noNaN: true }), { minLength: 2, maxLength: 8 }), (c, d, errors) => {
      const pairs = errors.flatMap((nmse, i) => [lawful('one', `f${i}`, c, nmse, 10), lawful('two', `f${i}`, d, nmse, 6)]);
      const regression = fitRegression(pairs);
      for (const [model, expected] of [['one', c], ['two', d]] as const) {
        near(regression.sensitivities.find((s) => s.model === model)!.coefficient, expected);
      }
      assert.equal(regression.pairs, pairs.length);
      for (const pair of pairs) {
        const prediction = predictedPerplexity(regression, pair.model, pair.nmse, pair.baseline);
        assert.ok(prediction.value !== null);
        near(prediction.value, pair.perplexity);
      }
    }));
  });

  it('takes the geometric mean of a model: no other coefficient has smaller squares of logarithms', () => {
    const pairs = [0.01, 0.02, 0.05].map((nmse, i) => ({ model: 'm', format: `f${i}`, nmse, perplexity: 10 * Math.exp([0.08, 0.3, 0.4][i]!), baseline: 10 }));
    const squares = (c: number): number => pairs.reduce((sum, p) => sum + Math.log(logIncrease(p) / (c * p.nmse)) ** 2, 0);
    const { coefficient } = fitRegression(pairs).sensitivities[0]!;
    near(coefficient, ((8 * 15 * 8) ** (1 / 3)));
    for (const factor of [0.9, 0.99, 1.01, 1.1]) assert.ok(squares(coefficient * factor) > squares(coefficient));
  });

  it('shows the exponent that the data would have', () => {
    const pairs = [0.01, 0.02, 0.04].flatMap((nmse, i) => [lawful('one', `f${i}`, 30, nmse, 10, 1.5), lawful('two', `f${i}`, 60, nmse, 10, 1.5)]);
    near(fitRegression(pairs).exponentIfFreed!, 1.5);
    assert.equal(fitRegression([pairs[3]!]).exponentIfFreed, null);
  });

  it('leaves out increases that are rounding or luck, and models that broke down', () => {
    const pair = (perplexity: number): Pair => ({ model: 'm', format: String(perplexity), nmse: 0.02, perplexity, baseline: 14.62 });
    assert.deepEqual(fittedPairs([14.51, 14.62, 14.71, 14.72, 22.67, 39.7, 40, 139.4].map(pair)).map((p) => p.perplexity), [14.72, 22.67, 39.7]);
    assert.deepEqual(fitRegression([pair(14.6), pair(139.4)]), { sensitivities: [], pairs: 0, exponentIfFreed: null });
  });

  it('says nothing about a model that it was not fitted with', () => {
    const regression = fitRegression([lawful('one', 'f', 5, 0.03, 10)]);
    const prediction = predictedPerplexity(regression, 'two', 0.01, 10);
    assert.equal(prediction.value, null);
    assert.match(prediction.reason, /never borrowed/);
  });

  it('is not carried beyond the errors it was fitted with, nor to a breakdown', () => {
    const regression = fitRegression([lawful('one', 'f', 5, 0.03, 10), { model: 'one', format: 'g', nmse: 0.2, perplexity: 20, baseline: 10 }, { model: 'two', format: 'f', nmse: 0.05, perplexity: 26, baseline: 10 }, { model: 'two', format: 'g', nmse: 0.001, perplexity: 11, baseline: 10 }]);
    assert.ok(predictedPerplexity(regression, 'one', 0.2, 10).value !== null);
    assert.match((predictedPerplexity(regression, 'one', 0.21, 10) as { reason: string }).reason, /above 0\.200/);
    assert.match((predictedPerplexity(regression, 'two', 0.05, 10) as { reason: string }).reason, /law of small errors/);
    assert.equal(predictedPerplexity(regression, 'one', 0, 10).value, 10);
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bestOfDraws, quantileOfDraws } from '../../../src/gym/lottery/best-of-draws.js';
import { bestOfRuns } from '../../../src/gym/lottery/best-of-runs.js';
import type { Outcome } from '../../../src/gym/lottery/outcome.js';
import { survivalOf } from '../../../src/gym/lottery/survival.js';
import { createRng } from '../../../src/sim/core/rng.js';

const ended = (score: number | null): Outcome => ({ score, isCensored: false });
const censored = (score: number | null): Outcome => ({ score, isCensored: true });

/** Every subset of size k, one by one. */
function subsets<T>(items: readonly T[], k: number): T[][] {
  if (k === 0) return [[]];
  return items.flatMap((item, i) => subsets(items.slice(i + 1), k - 1).map((rest) => [item, ...rest]));
}

function near(actual: number | null, expected: number | null, tolerance = 1e-9): void {
  if (actual === null || expected === null) assert.equal(actual, expected);
  else assert.ok(Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)), `${actual} is not ${expected}`);
}

/** The mean maximum over subsets, of those that have a score. */
function bruteForce(scores: readonly (number | null)[], k: number): { expected: number | null; anyScore: number } {
  const all = subsets(scores, k).map((subset) => subset.filter((score) => score !== null));
  const found = all.filter((subset) => subset.length > 0).map((subset) => Math.max(...subset));
  return { expected: found.length === 0 ? null : found.reduce((a, b) => a + b) / found.length, anyScore: found.length / all.length };
}

/** What censored runs might end with, and how likely: the product-limit estimate in its other form, in which each gives its share to those above it (Efron). */
function completions(outcomes: readonly Outcome[]): { value: number; chance: number }[][] {
  const number = (outcome: Outcome): number => outcome.score ?? -Infinity;
  const best = Math.max(...outcomes.map(number));
  const isEnd = (outcome: Outcome): boolean => !outcome.isCensored || (number(outcome) === best && best > -Infinity);
  // From below: a censored run hands what it holds to all that ended at its score or above, and to those that were censored above it.
  const order = outcomes.map((_, i) => i).sort((a, b) => number(outcomes[a]!) - number(outcomes[b]!) || Number(isEnd(outcomes[a]!)) - Number(isEnd(outcomes[b]!)));
  return outcomes.map((outcome, self) => {
    if (isEnd(outcome)) return [{ value: number(outcome), chance: 1 }];
    const mass = outcomes.map((_, i) => (i === self ? 1 : 0));
    for (const i of order) {
      if (isEnd(outcomes[i]!) || mass[i] === 0) continue;
      const heirs = order.filter((j) => (isEnd(outcomes[j]!) ? number(outcomes[j]!) >= number(outcomes[i]!) : number(outcomes[j]!) > number(outcomes[i]!)));
      for (const j of heirs) mass[j]! += mass[i]! / heirs.length;
      mass[i] = 0;
    }
    return mass.flatMap((chance, i) => (chance > 0 ? [{ value: number(outcomes[i]!), chance }] : []));
  });
}

/** Every subset, every way in which its censored runs might end. */
function bruteForceCensored(outcomes: readonly Outcome[], k: number): { expected: number | null; anyScore: number } {
  let [sum, some, all] = [0, 0, 0];
  const walk = (rest: readonly { value: number; chance: number }[][], best: number, chance: number): void => {
    const [first, ...others] = rest;
    if (first !== undefined) {
      for (const one of first) walk(others, Math.max(best, one.value), chance * one.chance);
      return;
    }
    all += chance;
    if (best === -Infinity) return;
    some += chance;
    sum += chance * best;
  };
  for (const subset of subsets(completions(outcomes), k)) walk(subset, -Infinity, 1);
  return { expected: some > 0 ? sum / some : null, anyScore: some / all };
}

const score = fc.oneof({ weight: 5, arbitrary: fc.integer({ min: -4, max: 4 }) }, { weight: 1, arbitrary: fc.constant(null) });

describe('the best of k runs', () => {
  it('is the mean of the maximum over all subsets, runs that found nothing included', () => {
    fc.assert(fc.property(fc.array(score, { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 8 }), (scores, k) => {
      fc.pre(k <= scores.length);
      const slow = bruteForce(scores, k);
      const fast = bestOfRuns(scores.map(ended), k);
      near(fast.expected, slow.expected);
      near(fast.anyScore, slow.anyScore);
      assert.deepEqual([fast.lowest, fast.highest, fast.isAtLeast], [fast.expected, fast.expected, false]);
    }), { numRuns: 300 });
  });

  it('with censored runs is the mean over all subsets and all ways in which they might have ended', () => {
    const run = fc.record({ score, isCensored: fc.boolean() });
    fc.assert(fc.property(fc.array(run, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 4 }), (outcomes, k) => {
      fc.pre(k <= outcomes.length && outcomes.some(({ score: own, isCensored }) => own !== null || !isCensored));
      const slow = bruteForceCensored(outcomes, k);
      const fast = bestOfRuns(outcomes, k);
      near(fast.expected, slow.expected);
      near(fast.anyScore, slow.anyScore);
    }), { numRuns: 300 });
  });

  it('of one run is the mean of the product-limit estimate', () => {
    const outcomes = [ended(1), ended(2), censored(2), ended(3), censored(1), ended(5), ended(5)];
    const { values, above } = survivalOf(outcomes)!;
    const mean = values.reduce((sum, value, i) => sum + value * ((above[i - 1] ?? 1) - above[i]!), 0);
    near(bestOfRuns(outcomes, 1).expected, mean);
  });

  it('lies between censored runs left as they are and censored runs at the best that is possible, and is not biased where they are censored at random', () => {
    // Scores 0 to 9; a run is censored with probability 0.4, where it reaches a random score.
    const rng = createRng(3);
    const truth = bestOfDraws(Array.from({ length: 1000 }, (_, i) => Math.floor(i / 100)), 1000, 3).expected!;
    let [estimate, kept, dropped] = [0, 0, 0];
    const trials = 1500;
    for (let trial = 0; trial < trials; trial++) {
      const outcomes = Array.from({ length: 30 }, () => {
        const whole = rng.integer(0, 9);
        const limit = rng.next() < 0.4 ? rng.integer(1, 10) : 10;
        return limit <= whole ? censored(limit) : ended(whole);
      });
      const { expected, lowest, highest } = bestOfRuns(outcomes, 3, 9);
      assert.ok(lowest! <= expected! + 1e-9 && expected! <= highest! + 1e-9);
      estimate += expected! / trials;
      kept += lowest! / trials;
      dropped += bestOfRuns(outcomes.filter(({ isCensored }) => !isCensored), 3).expected! / trials;
    }
    assert.ok(Math.abs(estimate - truth) < 0.06, `${estimate} against ${truth}`);
    assert.ok(truth - kept > 0.1 && truth - dropped > 0.1, `${kept} and ${dropped} against ${truth}`);
  });

  it('says that it is a bound where the best run was censored, and nothing where nothing is known', () => {
    assert.deepEqual(bestOfRuns([ended(1), censored(2)], 2), { k: 2, expected: 2, anyScore: 1, isAtLeast: true, lowest: 2, highest: null });
    assert.deepEqual(bestOfRuns([censored(null), censored(null)], 1), { k: 1, expected: null, anyScore: null, isAtLeast: false, lowest: null, highest: null });
    assert.deepEqual(bestOfRuns([ended(null), ended(4)], 1), { k: 1, expected: 4, anyScore: 0.5, isAtLeast: false, lowest: 4, highest: 4 });
    assert.equal(bestOfRuns([ended(1)], 2).expected, null);
  });

  it('has quantiles that are those of all subsets', () => {
    fc.assert(fc.property(fc.array(score, { minLength: 1, maxLength: 7 }), fc.integer({ min: 1, max: 7 }), fc.constantFrom(0.1, 0.5, 0.9), (scores, k, share) => {
      fc.pre(k <= scores.length);
      const best = subsets(scores, k).map((subset) => Math.max(...subset.map((one) => one ?? -Infinity))).sort((a, b) => a - b);
      const wanted = best.find((value) => best.filter((one) => one <= value).length >= share * best.length - 1e-9)!;
      const found = scores.filter((one) => one !== null).sort((a, b) => a - b);
      assert.equal(quantileOfDraws(found, scores.length, k, share - 1e-9), wanted === -Infinity ? null : wanted);
    }), { numRuns: 200 });
  });
});

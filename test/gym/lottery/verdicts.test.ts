import assert from 'node:assert/strict';
import fc from 'fast-check';
import { meanInterval } from '../../../src/gym/lottery/bootstrap.js';
import { claimOf } from '../../../src/gym/lottery/claim.js';
import type { Outcome } from '../../../src/gym/lottery/outcome.js';
import { kendallTau } from '../../../src/gym/lottery/rank-agreement.js';
import { rankStability } from '../../../src/gym/lottery/rank-stability.js';
import { lotterySettings } from '../../../src/gym/lottery/settings.js';
import { spreadOf } from '../../../src/gym/lottery/spread.js';
import { tunedOf } from '../../../src/gym/lottery/tuned.js';
import { agentIds, agentNamed } from '../../../src/gym/agents/registry.js';
import { createRng } from '../../../src/sim/core/rng.js';

const runs = (...scores: readonly (number | null)[]): Outcome[] => scores.map((score) => ({ score, isCensored: false }));

describe('what a lottery concludes', () => {
  it('repeats the claim of ArchGym where intervals overlap, refutes it where they do not, and leaves it open with few runs', () => {
    const of = (agent: string, ...scores: number[]): { agent: string; tuned: ReturnType<typeof tunedOf> } => ({ agent, tuned: tunedOf([runs(...scores)], null, createRng(1)) });
    const [a, b, c] = [of('a', 5, 6, 7, 8, 9, 10), of('b', 5.5, 6.5, 7, 7.5, 8, 9), of('c', 1, 2, 1, 2, 1, 2)];
    assert.equal(claimOf(100, [a, b], 3).verdict, 'holds');
    const refuted = claimOf(100, [a, b, c], 3);
    assert.deepEqual([refuted.verdict, refuted.best, refuted.apart, refuted.aboveRandom], ['fails', 'a', ['c'], ['a', 'b']]);
    assert.deepEqual([claimOf(100, [a], 3).verdict, claimOf(100, [a, of('d', 1, 2, 3, 4)], null).verdict], ['open', 'open']);
  });

  it('judges a setting by seeds that did not choose it: luck alone gains nothing', () => {
    // Forty settings that do not differ: the best mean is luck.
    const rng = createRng(5);
    let [judged, lucky] = [0, 0];
    const trials = 200;
    for (let i = 0; i < trials; i++) {
      const outcomes = Array.from({ length: 40 }, () => runs(...Array.from({ length: 6 }, () => rng.next())));
      judged += tunedOf(outcomes, null, rng).mean! / trials;
      lucky += spreadOf(outcomes, null, null).best! / trials;
    }
    assert.ok(Math.abs(judged - 0.5) < 0.03 && lucky > 0.7, `${judged} and ${lucky}`);
  });

  it('has intervals that hold the mean about as often as they say', () => {
    const rng = createRng(8);
    let held = 0;
    for (let i = 0; i < 300; i++) {
      const { low, high } = meanInterval(runs(...Array.from({ length: 12 }, () => rng.next())), rng, { resamples: 300 });
      if (low! <= 0.5 && 0.5 <= high!) held++;
    }
    assert.ok(held / 300 > 0.85 && held / 300 < 0.99, `${held / 300}`);
  });

  it('orders agents, and says how sure that is', () => {
    const agents = [{ agent: 'low', judged: runs(1, 2, 1, 2), last: runs(9) }, { agent: 'high', judged: runs(5, 6, 5, 6), last: runs(3) }];
    const stable = rankStability(10, agents, createRng(1));
    assert.deepEqual([stable.order, stable.withLast, stable.withResamples, stable.sameBest], [['high', 'low'], -1, 1, 1]);
    const unsure = rankStability(10, [{ agent: 'a', judged: runs(1, 9, 2, 8), last: runs(1) }, { agent: 'b', judged: runs(2, 9, 2, 8), last: runs(1) }], createRng(1));
    assert.ok(unsure.sameBest < 0.9 && unsure.withResamples! < 0.7);
    assert.equal(unsure.withLast, null);
  });

  it('has a Kendall tau that is symmetric, 1 with itself and -1 with its opposite', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 })), { minLength: 2, maxLength: 12 }), (pairs) => {
      const [a, b] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
      const tau = kendallTau(a, b);
      assert.equal(tau, kendallTau(b, a));
      if (new Set(a).size > 1) assert.deepEqual([kendallTau(a, a), kendallTau(a, a.map((x) => -x))].map((one) => one!.toFixed(12)), ['1.000000000000', '-1.000000000000']);
      else assert.equal(tau, null);
    }));
    // Worked out by hand: 4 concordant, 1 discordant, one tie of the second: 3 / sqrt(6 * 5).
    assert.ok(Math.abs(kendallTau([1, 2, 3, 4], [1, 3, 2, 3])! - 3 / Math.sqrt(30)) < 1e-12);
  });

  it('counts settings that found nothing as worse than random search', () => {
    const spread = spreadOf([runs(3, 5), runs(null, null), runs(2, 2), runs(9, 9)], 3, null);
    assert.deepEqual([spread.best, spread.worst, spread.worseThanRandom, spread.default], [9, null, 0.5, 4]);
    assert.ok(Math.abs(spread.defaultBeats! - 2 / 3) < 1e-12);
  });

  it('draws settings that every agent takes, the defaults first, none twice', async () => {
    for (const id of agentIds) {
      const kind = await agentNamed(id);
      const settings = lotterySettings(kind, 8, createRng(2));
      assert.deepEqual(settings.map(({ isDefault }) => isDefault), settings.map((_, i) => i === 0));
      assert.equal(new Set(settings.map(({ hyperparameters }) => JSON.stringify(hyperparameters))).size, settings.length);
      const task = { space: { parameters: [{ type: 'ordinal' as const, name: 'a', values: [1, 2, 3] }] }, objectives: [{ name: 'o', direction: 'minimise' as const }], referenceCosts: null, constraints: 0, budget: 10, fidelities: 1 };
      for (const { hyperparameters } of settings) kind.create(task, hyperparameters, createRng(1)).propose();
    }
    const grid = lotterySettings(await agentNamed('genetic'), 99, createRng(1), { population: [4, 16], mutation: [0.01, 0.1] });
    assert.equal(grid.length, 4);
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Individual } from '../../../src/gym/agents/individual.js';
import { hypervolume } from '../../../src/gym/measure/hypervolume.js';
import { frontWorth } from '../../../src/gym/surrogate/front-worth.js';
import { improvementRater, type WorldModel } from '../../../src/gym/surrogate/improvement.js';
import { learnedCosts } from '../../../src/gym/surrogate/learned-costs.js';
import { targetOf } from '../../../src/gym/surrogate/targets.js';
import { createRng } from '../../../src/sim/core/rng.js';

const legalOnes = (costs: readonly (readonly number[])[]): Individual[] => costs.map((one, i) => ({ design: [i], costs: one, violation: 0 }));

describe('what a front is worth to models', () => {
  for (const objectives of [2, 3]) {
    it(`is the hypervolume up to the reference point of the problem, of costs as they are, however they are learned: ${objectives} objectives`, () => {
      // The first from 1 to 1,000: learned as a logarithm. The last is maximised.
      const point = fc.tuple(fc.integer({ min: 0, max: 30 }).map((i) => 10 ** (i / 10)), fc.integer({ min: 0, max: 9 }), fc.integer({ min: -1000, max: -1 })).map((costs) => (objectives === 2 ? [costs[0], costs[2]] : [...costs]));
      const reference = objectives === 2 ? [500, -3] : [500, 7, -3];
      const better = reference.map((cost) => (cost < 0 ? cost * 1.5 : cost / 2));
      fc.assert(fc.property(fc.array(point, { minLength: 1, maxLength: 10 }), point, (points, next) => {
        const learned = learnedCosts(legalOnes([...points, better]), reference.map((_, k) => k === 0));
        const worth = frontWorth(learned, [], reference);
        const gained = worth(Float64Array.from(next, (cost, k) => targetOf(learned.scales[k]!, cost)), 0);
        const wanted = hypervolume([...points, better, next], reference) - hypervolume([...points, better], reference);
        assert.ok(Math.abs(gained - wanted) <= 1e-6 * Math.max(1, wanted), `${gained} and ${wanted}`);
      }));
    });
  }

  it('is measured from a little beyond the worst where no reference point is given, or nothing is better than it', () => {
    const learned = learnedCosts(legalOnes([[1, 4], [2, 3], [4, 1]]), [false, false]);
    for (const reference of [null, [2, 2]]) assert.ok(Math.abs(frontWorth(learned, [], reference)(Float64Array.of(0, 0), 0) - (1.1 ** 2 - hypervolume([[0, 1], [1 / 3, 2 / 3], [1, 0]], [1.1, 1.1]))) < 1e-12);
  });

  it('counts designs of the batch as if they were known', () => {
    const learned = learnedCosts(legalOnes([[1, 4], [2, 3], [4, 1]]), [false, false]);
    assert.equal(frontWorth(learned, [{ design: [9], costs: [0, 0], violation: 0 }], [4.1, 4.1])(Float64Array.of(0.1, 0.1), 0), 0);
  });
});

describe('designs rated by gains and chances', () => {
  const rng = createRng(3);
  const costs = Array.from({ length: 300 }, () => [rng.next(), rng.next()]);
  const chances = costs.map(() => (rng.next() < 0.4 ? 1e-6 : rng.next()));
  let asked = 0;
  const model: WorldModel = {
    objectives: 2, worlds: 1, sample: (designs) => Float64Array.from(designs.flatMap(([i]) => costs[i!]!)),
    chances: (designs) => {
      asked += designs.length;
      return Float64Array.from(designs, ([i]) => chances[i!]!);
    },
  };
  const learned = learnedCosts(legalOnes([[0, 1], [0.4, 0.6], [1, 0]]), [false, false]);
  const designs = costs.map((_, i) => [i]);

  it('are in the right order at the front, and most chances are never asked for', () => {
    const { acquisition } = improvementRater(model, learned, null, createRng(1)).next();
    const values = acquisition(designs);
    const worth = frontWorth(learned, [], null);
    const wanted = costs.map((one, i) => (chances[i]! < 1e-3 ? 0 : worth(Float64Array.from(one), 0) * chances[i]!));
    const first = (of: ArrayLike<number>): number[] => [...designs.keys()].sort((a, b) => of[b]! - of[a]!).slice(0, 8);
    assert.deepEqual(first(values), first(wanted));
    for (const i of first(values)) assert.ok(Math.abs(Math.exp(values[i]!) - wanted[i]!) < 1e-12);
    assert.ok(asked < 200, `${asked}`);
    assert.ok(values.every(Number.isFinite));
  });

  it('are rated by their gains where no chance is known', () => {
    const { acquisition } = improvementRater({ ...model, chances: () => null }, learned, null, createRng(1)).next();
    const worth = frontWorth(learned, [], null);
    acquisition(designs).forEach((value, i) => { assert.ok(Math.abs(Math.exp(value) - worth(Float64Array.from(costs[i]!), 0)) < 1e-12); });
  });
});

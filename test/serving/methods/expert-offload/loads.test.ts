import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRng } from '../../../../src/sim/core/rng.js';
import { distinctExperts } from '../../../../src/sim/engine/experts.js';
import { characteristicAge, drawExperts, expectedLoads, simulatedLoads } from '../../../../src/serving/methods/expert-offload/loads.js';
import { choiceChances, distinctOf, usedChance } from '../../../../src/serving/methods/expert-offload/popularity.js';

const close = (a: number, b: number, within = 1e-9): void => { assert.ok(Math.abs(a - b) <= within * Math.max(1e-12, Math.abs(b)), `${a} is not ${b}`); };
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const shape = fc.integer({ min: 2, max: 40 }).chain((count) => fc.tuple(fc.constant(count), fc.integer({ min: 1, max: count - 1 }), fc.double({ min: 0, max: 6, noNaN: true })));

describe('experts of a token', () => {
  it('are chosen with chances in [0, 1] that add up to the number of choices, most popular first', () => {
    fc.assert(fc.property(shape, ([count, active, exponent]) => {
      const chances = choiceChances({ kind: 'zipf', exponent }, count, active);
      close(total(chances), active);
      chances.forEach((chance, e) => { assert.ok(chance >= 0 && chance <= 1 && (e === 0 || chance <= chances[e - 1]! * (1 + 1e-12))); });
    }));
    assert.deepEqual(choiceChances({ kind: 'uniform' }, 8, 2), new Array<number>(8).fill(0.25));
  });

  it('are drawn as many at a time, each with its chance', () => {
    const chances = choiceChances({ kind: 'zipf', exponent: 1 }, 6, 2);
    const [rng, draws] = [createRng(2), 30_000];
    const counts = new Array<number>(6).fill(0);
    for (let i = 0; i < draws; i++) {
      const chosen = drawExperts(chances, rng);
      assert.equal(new Set(chosen).size, 2);
      for (const e of chosen) counts[e]!++;
    }
    chances.forEach((chance, e) => { assert.ok(Math.abs(counts[e]! / draws - chance) <= 5 * Math.sqrt(0.25 / draws)); });
  });

  it('are as many different ones as the engine counts where all are alike', () => {
    for (const tokens of [1, 2, 16, 1000]) close(distinctOf(choiceChances({ kind: 'uniform' }, 8, 2), tokens), distinctExperts({ count: 8, active: 2 }, tokens));
  });
});

describe('loads of experts', () => {
  const chances = choiceChances({ kind: 'uniform' }, 4, 2);
  const pairs = [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]] as const;

  it('of pinned ones are those that trying every choice of every token gives, expert by expert and token by token', () => {
    for (const tokens of [1, 2, 3]) {
      for (let resident = 0; resident <= 4; resident++) {
        let [reordered, inTurn] = [0, 0];
        for (let draw = 0; draw < 6 ** tokens; draw++) {
          const chosen = Array.from({ length: tokens }, (_, i) => pairs[Math.floor(draw / 6 ** i) % 6]!);
          const outside = chosen.map((pair) => pair.filter((e) => e >= resident));
          reordered += new Set(outside.flat()).size / 6 ** tokens;
          inTurn += outside.flat().length / 6 ** tokens;
        }
        close(expectedLoads(chances, tokens, resident, 'pinned', true), reordered);
        close(expectedLoads(chances, tokens, resident, 'pinned', false), inTurn);
      }
    }
  });

  it('of those used last are distinct x (1 - resident / all) where all are alike, as drawn runs have it', () => {
    for (const [tokens, resident, reordered] of [[1, 2, true], [3, 3, false], [2, 6, true]] as const) {
      const alike = choiceChances({ kind: 'uniform' }, 8, 2);
      const rounds = reordered ? 1 : tokens;
      const expected = rounds * distinctOf(alike, reordered ? tokens : 1) * (1 - resident / 8);
      close(expectedLoads(alike, tokens, resident, 'lru', reordered), expected);
      const steps = 20_000;
      const drawn = simulatedLoads(alike, tokens, resident, reordered, steps, createRng(9));
      assert.ok(Math.abs(drawn - expected) <= 6 * Math.sqrt(4 / steps), `${drawn} against ${expected}`);
    }
  });

  it('of those used last are near the characteristic age for uneven popularity', () => {
    for (const [tokens, resident, reordered] of [[1, 4, true], [4, 6, false], [2, 10, true]] as const) {
      const uneven = choiceChances({ kind: 'zipf', exponent: 0.8 }, 16, 2);
      const expected = expectedLoads(uneven, tokens, resident, 'lru', reordered);
      const drawn = simulatedLoads(uneven, tokens, resident, reordered, 8000, createRng(4));
      assert.ok(Math.abs(drawn - expected) <= 0.05 * expected + 0.03, `${drawn} against ${expected}`);
    }
  });

  it('are never more token by token than choices, never more expert by expert than experts, and fall with what is resident', () => {
    fc.assert(fc.property(shape, fc.integer({ min: 1, max: 100 }), fc.constantFrom<'pinned' | 'lru'>('pinned', 'lru'), fc.boolean(), ([count, active, exponent], tokens, policy, reordered) => {
      const uneven = choiceChances({ kind: 'zipf', exponent }, count, active);
      let last = Infinity;
      for (let resident = 0; resident <= count; resident++) {
        const loads = expectedLoads(uneven, tokens, resident, policy, reordered);
        assert.ok(loads >= 0 && loads <= (reordered ? Math.min(count, tokens * active) : tokens * active) * (1 + 1e-9));
        assert.ok(loads <= last * (1 + 1e-9) + 1e-9);
        last = loads;
      }
      assert.equal(last, 0);
    }));
  });

  it('keep what was used within the characteristic age: as many as are resident', () => {
    fc.assert(fc.property(shape, fc.integer({ min: 1, max: 39 }), ([count, active, exponent], resident) => {
      const used = choiceChances({ kind: 'zipf', exponent: Math.min(exponent, 2) }, count, active);
      const age = characteristicAge(used, resident);
      if (resident >= count) assert.equal(age, Infinity);
      else close(used.reduce((sum, chance) => sum + usedChance(chance, age), 0), Math.max(resident, used.filter((chance) => chance === 1).length), 1e-6);
    }));
  });
});

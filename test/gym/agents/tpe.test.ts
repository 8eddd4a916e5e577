import assert from 'node:assert/strict';
import { createRng } from '../../../src/sim/core/rng.js';
import { enumerate, sampleDesign, type DesignSpace } from '../../../src/sim/model/design-space.js';
import { hypervolume } from '../../../src/gym/measure/hypervolume.js';
import { parzenOf } from '../../../src/gym/agents/tpe-parzen.js';
import { ageWeights, goodCount, splitByOrder, splitByVolume } from '../../../src/gym/agents/tpe-split.js';

const space: DesignSpace = {
  parameters: [
    { type: 'categorical', name: 'flow', values: ['WS', 'OS', 'IS'] }, { type: 'ordinal', name: 'rows', values: [8, 16, 32, 64] },
    { type: 'integer', name: 'depth', low: 1, high: 20, scale: 'log' }, { type: 'integer', name: 'count', low: -2, high: 2, scale: 'linear' },
  ],
};
const widths = ['gap', 'scott'] as const;

describe('a Parzen estimator', () => {
  const rng = createRng(3);
  const designs = Array.from({ length: 15 }, () => sampleDesign(space, rng));
  const weights = ageWeights(15).map((weight, i) => weight * (1 + i));

  it('is a probability: over all designs it adds up to 1', () => {
    for (const width of widths) {
      for (const some of [designs, designs.slice(0, 1), []]) {
        const { logDensity } = parzenOf(space, some, weights.slice(0, some.length), { width, priorWeight: 1 });
        let sum = 0;
        for (const design of enumerate(space)) sum += Math.exp(logDensity(design));
        assert.ok(Math.abs(sum - 1) < 1e-6, `${sum}`);
      }
    }
  });

  it('draws designs as often as it says', () => {
    for (const width of widths) {
      const parzen = parzenOf(space, designs, weights, { width, priorWeight: 1 });
      const source = createRng(4);
      const count = 40_000;
      const marginals = space.parameters.map(() => new Map<number, number>());
      for (let i = 0; i < count; i++) parzen.draw(source).forEach((code, p) => marginals[p]!.set(code, (marginals[p]!.get(code) ?? 0) + 1 / count));
      const expected = space.parameters.map(() => new Map<number, number>());
      for (const design of enumerate(space)) design.forEach((code, p) => expected[p]!.set(code, (expected[p]!.get(code) ?? 0) + Math.exp(parzen.logDensity(design))));
      // Only where the first of two bins of equal probability ends is left to rounding.
      expected.forEach((values, p) => { for (const [code, share] of values) assert.ok(Math.abs((marginals[p]!.get(code) ?? 0) - share) < 0.012, `${p}: ${code} ${share} ${marginals[p]!.get(code)}`); });
    }
  });

  it('recombines values as often as each of them is drawn, but not together', () => {
    const pair: DesignSpace = { parameters: [{ type: 'categorical', name: 'a', values: ['x', 'y'] }, { type: 'categorical', name: 'b', values: ['x', 'y'] }] };
    const parzen = parzenOf(pair, [[0, 0], [1, 1]], [1, 1], { width: 'scott', priorWeight: 0.01 });
    const source = createRng(5);
    const mixed = (draw: (rng: typeof source) => readonly number[]): number => Array.from({ length: 2000 }, () => draw(source)).filter(([a, b]) => a !== b).length / 2000;
    assert.ok(mixed(parzen.draw) < 0.02);
    assert.ok(Math.abs(mixed(parzen.recombine) - 0.5) < 0.05);
  });

  it('of real numbers is a density whose integral is 1', () => {
    const reals: DesignSpace = { parameters: [{ type: 'real', name: 'x', low: 0, high: 2, scale: 'linear' }] };
    for (const width of widths) {
      const { logDensity } = parzenOf(reals, [[0.1], [0.11], [1.9], [2]], [1, 2, 1, 1], { width, priorWeight: 0.5 });
      let sum = 0;
      for (let i = 0; i < 20_000; i++) sum += Math.exp(logDensity([(i + 0.5) / 10_000])) / 20_000;
      assert.ok(Math.abs(sum - 1) < 1e-3, `${sum}`);
    }
  });
});

describe('good and bad designs', () => {
  const seen = Array.from({ length: 40 }, (_, i) => {
    const rng = createRng(i);
    const costs = i % 5 === 4 ? null : [rng.next(), rng.next()];
    return { design: [i], costs, violation: costs === null ? 3 : i % 5 === 3 ? rng.next() : 0 };
  });

  it('are all, each once, the good ones as many as asked for', () => {
    for (let count = 1; count <= 40; count++) {
      for (const { good, bad, weights } of [splitByVolume(seen, count, null), splitByOrder([...seen.keys()].reverse(), count)]) {
        assert.equal(good.length, count);
        assert.equal(weights.length, count);
        assert.ok(weights.every((weight) => weight > 0 && weight <= 1));
        assert.deepEqual([...good, ...bad].sort((a, b) => a - b), [...seen.keys()]);
      }
    }
    assert.deepEqual([1, 10, 11, 200, 5000].map((n) => goodCount(n, 0.1)), [1, 1, 2, 20, 25]);
  });

  it('are told apart by fronts: legal ones before others, and of one front those that together dominate most', () => {
    const legal = seen.flatMap(({ violation }, i) => (violation === 0 ? [i] : []));
    const { good } = splitByVolume(seen, legal.length, null);
    assert.deepEqual(good, legal);
    const line = Array.from({ length: 9 }, (_, i) => ({ design: [i], costs: [i / 8, 1 - i / 8], violation: 0 }));
    const volume = (indices: readonly number[]): number => hypervolume(indices.map((i) => line[i]!.costs), [1.1, 1.1]);
    const chosen = volume(splitByVolume(line, 3, null).good);
    let best = 0;
    for (let a = 0; a < 9; a++) for (let b = 0; b < a; b++) for (let c = 0; c < b; c++) best = Math.max(best, volume([a, b, c]));
    // Greedy choice is within 1 - 1/e of the best (Nemhauser, Wolsey, Fisher, Math. Program. 14, 1978).
    assert.ok(chosen >= (1 - 1 / Math.E) * best && chosen > 0.9 * best);
  });

  it('count by the volume that only they dominate up to the reference point of the problem: what is beyond it counts for nothing', () => {
    const line = [[0, 9], [1, 2], [2, 1], [9, 0]].map((costs, i) => ({ design: [i], costs, violation: 0 }));
    const { good, weights } = splitByVolume(line, 4, [3, 3]);
    assert.deepEqual(good, [0, 1, 2, 3]);
    assert.ok(weights.join() === '1e-12,1,1,1e-12');
    assert.deepEqual(splitByVolume(line, 2, [3, 3]).good, [1, 2]);
    assert.deepEqual(splitByVolume(line, 4, [0.5, 0.5]), splitByVolume(line, 4, null));
  });

  it('count by their age: the last 25 fully', () => {
    assert.deepEqual(ageWeights(3), [1, 1, 1]);
    const weights = ageWeights(100);
    assert.ok(weights.slice(75).every((weight) => weight === 1));
    assert.ok(Math.abs(weights[0]! - 0.01) < 1e-12 && weights[74] === 1);
    for (let i = 1; i < 100; i++) assert.ok(weights[i]! >= weights[i - 1]!);
  });
});

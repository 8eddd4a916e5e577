import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRng } from '../../../src/sim/core/rng.js';
import type { FeatureTable } from '../../../src/gym/surrogate/features.js';
import { leafOf, predictForest, trainForest, type Forest, type ForestOptions } from '../../../src/gym/surrogate/forest.js';

const options: ForestOptions = { trees: 20, leafRows: 1, featureShare: 1, bootstrap: false, cuts: 'random' };
const both = ['random', 'best'] as const;

/** Numbers of few values, and categories: most of the table says nothing of the target. */
function tableOf(rows: number, seed: number): FeatureTable {
  const rng = createRng(seed);
  const categories = [0, 4, 0, 2];
  const values = new Float64Array(rows * categories.length);
  for (let i = 0; i < values.length; i++) values[i] = categories[i % 4]! > 0 ? rng.integer(0, categories[i % 4]! - 1) : rng.integer(0, 9) / 10;
  return { categories, rows, values };
}

const target = (values: Float64Array, at: number): number => 3 * values[at]! + (values[at + 1]! % 2 === 0 ? 2 : 0);
const targetsOf = ({ rows, values }: FeatureTable): Float64Array => Float64Array.from({ length: rows }, (_, row) => target(values, row * 4));

/** The rows of each leaf of a tree, found by sending every row down. */
function leaves(forest: Forest, tree: number, { rows, values, categories }: FeatureTable): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (let row = 0; row < rows; row++) {
    const leaf = leafOf(forest, tree, values, row * categories.length);
    found.set(leaf, [...(found.get(leaf) ?? []), row]);
  }
  return found;
}

describe('a forest', () => {
  it('has in each leaf the mean and variance of the rows that come to it, at least as many as asked for', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 5 }), fc.nat(), fc.constantFrom(...both), (rows, leafRows, seed, cuts) => {
      const table = tableOf(rows, seed);
      const targets = targetsOf(table);
      const forest = trainForest(table, targets, { ...options, trees: 3, leafRows, cuts }, createRng(seed));
      for (let tree = 0; tree < 3; tree++) {
        for (const [leaf, members] of leaves(forest, tree, table)) {
          const mean = members.reduce((sum, row) => sum + targets[row]!, 0) / members.length;
          assert.ok(Math.abs(forest.mean[leaf]! - mean) < 1e-9);
          assert.ok(Math.abs(forest.variance[leaf]! - members.reduce((sum, row) => sum + (targets[row]! - mean) ** 2, 0) / members.length) < 1e-9);
          assert.ok(members.length >= Math.min(leafRows, rows));
        }
      }
    }), { numRuns: 60 });
  });

  it('predicts the mean over its trees, and a variance that is that within leaves and between trees', () => {
    const table = tableOf(80, 1);
    const forest = trainForest(table, targetsOf(table), { ...options, leafRows: 4 }, createRng(2));
    const asked = tableOf(30, 3);
    const { mean, variance } = predictForest(forest, asked.values);
    for (let row = 0; row < 30; row++) {
      const found = Array.from({ length: options.trees }, (_, tree) => leafOf(forest, tree, asked.values, row * 4));
      const average = found.reduce((sum, leaf) => sum + forest.mean[leaf]!, 0) / found.length;
      const within = found.reduce((sum, leaf) => sum + forest.variance[leaf]!, 0) / found.length;
      const between = found.reduce((sum, leaf) => sum + (forest.mean[leaf]! - average) ** 2, 0) / found.length;
      assert.ok(Math.abs(mean[row]! - average) < 1e-9);
      assert.ok(Math.abs(variance[row]! - within - between) < 1e-9);
    }
  });

  it('cuts at the threshold, and into the categories, that leave least squared deviation of all', () => {
    for (let seed = 0; seed < 40; seed++) {
      const table = tableOf(12, seed);
      const rng = createRng(seed);
      const targets = Float64Array.from({ length: 12 }, () => rng.next());
      const forest = trainForest(table, targets, { ...options, trees: 1, cuts: 'best' }, rng);
      const deviation = (members: readonly number[]): number => {
        const mean = members.reduce((sum, row) => sum + targets[row]!, 0) / members.length;
        return members.reduce((sum, row) => sum + (targets[row]! - mean) ** 2, 0);
      };
      let least = deviation([...targets.keys()]);
      for (let feature = 0; feature < 4; feature++) {
        // Every set of the values of a category, every first part of those of a number.
        const value = (row: number): number => table.values[row * 4 + feature]!;
        const sets = table.categories[feature]! > 0
          ? Array.from({ length: 16 }, (_, bits) => (row: number) => ((bits >> value(row)) & 1) === 1)
          : Array.from({ length: 10 }, (_, at) => (row: number) => value(row) <= at / 10);
        for (const isFirst of sets) {
          const sides = [true, false].map((side) => [...targets.keys()].filter((row) => isFirst(row) === side));
          if (sides.every((side) => side.length > 0)) least = Math.min(least, sides.reduce((sum, side) => sum + deviation(side), 0));
        }
      }
      // The root alone: its children are made leaves.
      const stump = { ...forest, feature: forest.feature.map((one, node) => (node === forest.roots[0] ? one : -1)) };
      const left = [...leaves(stump, 0, table).values()].reduce((sum, members) => sum + deviation(members), 0);
      assert.ok(Math.abs(left - least) < 1e-9, `${left} is left, ${least} could be`);
    }
  });

  it('learns a function of numbers and categories, and knows which of them matter', () => {
    const table = tableOf(300, 5);
    const asked = tableOf(200, 6);
    for (const cuts of both) {
      const forest = trainForest(table, targetsOf(table), { ...options, cuts, bootstrap: cuts === 'best' }, createRng(7));
      const { mean } = predictForest(forest, asked.values);
      const error = mean.reduce((sum, one, row) => sum + (one - target(asked.values, row * 4)) ** 2, 0) / 200;
      assert.ok(error < 0.05, `${cuts}: mean squared error ${error}, variance of the target about 1.8`);
      const [first, second, third, fourth] = forest.importance;
      assert.ok(Math.abs(forest.importance.reduce((a, b) => a + b, 0) - 1) < 1e-9);
      assert.ok(Math.min(first!, second!) > 5 * Math.max(third!, fourth!), [...forest.importance].join());
    }
  });

  it('is a single leaf for equal targets, and none without rows', () => {
    const table = tableOf(20, 8);
    const forest = trainForest(table, new Float64Array(20).fill(0.1), options, createRng(1));
    assert.equal(forest.feature.length, options.trees);
    assert.ok(forest.importance.every((one) => one === 0));
    assert.throws(() => trainForest({ categories: [0], rows: 0, values: new Float64Array() }, new Float64Array(), options, createRng(1)), RangeError);
  });
});

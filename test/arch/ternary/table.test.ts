import assert from 'node:assert/strict';
import { entriesOf, entryBits, keyBits, minimalAdders, buildDepth, readBits, releasedAdders, releasedEntryBits, tableEntries, weightBits } from '../../../src/arch/ternary/table.js';
import { signedBitsFor } from '../../../src/sim/numerics/arithmetic/width.js';

/** Every combination of mu weights whose first non-zero is +1. */
function combinations(group: number): number[][] {
  let all: number[][] = [[]];
  for (let k = 0; k < group; k++) all = all.flatMap((c) => [1, 0, -1].map((w) => [...c, w]));
  return all.filter((c) => c.find((w) => w !== 0) === 1);
}

describe('tables of ternary sums', () => {
  it('have an entry for each combination whose first non-zero weight is +1', () => {
    for (let group = 1; group <= 6; group++) {
      assert.equal(tableEntries(group), combinations(group).length);
      for (let n = 1; n <= group; n++) assert.equal(entriesOf(group, n), combinations(group).filter((c) => c.filter((w) => w !== 0).length === n).length);
    }
  });

  it('are built with one adder for each entry of two or more activations, from entries that are there', () => {
    for (let group = 2; group <= 5; group++) {
      const entries = combinations(group);
      const has = new Set(entries.map(String));
      const signed = (c: readonly number[]): boolean => has.has(String(c)) || has.has(String(c.map((w) => 0 - w)));
      let adders = 0;
      let depth = 0;
      for (const entry of entries) {
        const used = entry.flatMap((w, i) => (w === 0 ? [] : [i]));
        if (used.length < 2) continue;
        const low = used.slice(0, Math.ceil(used.length / 2));
        assert.ok(signed(entry.map((w, i) => (low.includes(i) ? w : 0))) && signed(entry.map((w, i) => (low.includes(i) ? 0 : w))));
        adders++;
        depth = Math.max(depth, Math.ceil(Math.log2(used.length)));
      }
      assert.deepEqual([minimalAdders(group), buildDepth(group)], [adders, depth]);
    }
  });

  it('have entries of the least width that holds every sum, and every negated one when it is read', () => {
    for (let group = 1; group <= 6; group++) {
      for (const bits of [4, 8, 16]) {
        const [low, high] = [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
        const sums = combinations(group).flatMap((c) => [c.reduce((s, w) => s + (w < 0 ? w * high : w * low), 0), c.reduce((s, w) => s + (w < 0 ? w * low : w * high), 0)]);
        const [least, most] = [Math.min(...sums), Math.max(...sums)];
        assert.equal(entryBits(group, bits), signedBitsFor(least, most));
        assert.equal(readBits(group, bits), signedBitsFor(Math.min(least, -most), Math.max(most, -least)));
        assert.ok(releasedEntryBits(group, bits) >= entryBits(group, bits));
      }
    }
  });

  it('store 1.6 bits a weight at a group of five and never less below ten', () => {
    assert.deepEqual([1, 2, 3, 4, 5].map(keyBits), [2, 3 + 1, 5, 7, 8]);
    for (let group = 1; group < 10; group++) assert.ok(weightBits(group) >= weightBits(5));
  });

  it('have, as released, 3 P + 2 adders for each further activation', () => {
    for (let group = 4; group <= 10; group++) assert.equal(releasedAdders(group), 3 * releasedAdders(group - 1) + 2);
    for (let group = 1; group <= 10; group++) assert.ok(releasedAdders(group) >= minimalAdders(group));
  });

  it('are refused for no activations and for more than any memory holds', () => {
    for (const group of [0, 17, 2.5, NaN]) assert.throws(() => tableEntries(group), RangeError);
  });
});

import assert from 'node:assert/strict';
import { doublingTableAdds, exactEntryBits, lookups, lutCycles, m2n64k4, naiveTableAdds, sharedTableAdds, tableCount, tableEntries } from '../../../../src/sim/numerics/arithmetic/lut-cost.js';

/** Builds the sums of a group with every sign pattern but the mirrored ones, halving it, and counts the additions. */
function built(elements: readonly number[]): { readonly sums: readonly number[]; readonly adds: number } {
  if (elements.length === 1) return { sums: [...elements], adds: 0 };
  const cut = Math.floor(elements.length / 2);
  const left = built(elements.slice(0, cut));
  const right = built(elements.slice(cut));
  const sums = left.sums.flatMap((a) => right.sums.flatMap((b) => [a + b, a - b]));
  return { sums, adds: left.adds + right.adds + sums.length };
}

describe('sim/numerics/arithmetic/lut-cost', () => {
  it('counts 24, 14 and 12 additions for a table of eight', () => {
    assert.deepEqual([naiveTableAdds(4), doublingTableAdds(4), sharedTableAdds(4)], [24, 14, 12]);
  });

  it('shares sums as a table that is really built does, and never adds more than the other ways', () => {
    for (let group = 2; group <= 6; group++) {
      const { sums, adds } = built(Array.from({ length: group }, (_, k) => 3 ** k));
      assert.equal(new Set(sums.map(Math.abs)).size, 2 ** (group - 1));
      assert.ok(sharedTableAdds(group) <= adds);
      assert.ok(sharedTableAdds(group) <= doublingTableAdds(group) && doublingTableAdds(group) <= naiveTableAdds(group));
    }
    assert.deepEqual([2, 3, 4, 5, 6].map(sharedTableAdds), [2, 6, 12, 24, 44]);
  });

  it('counts cycles, tables and look-ups of whole and of broken tiles', () => {
    const work = { m: 3, n: 65, k: 9, bits: 2, group: 4 };
    assert.equal(lutCycles(work, m2n64k4), 2 * 2 * 3 * 2);
    assert.equal(tableCount(work), 9);
    assert.equal(tableEntries(work), 72);
    assert.equal(lookups(work), 3 * 65 * 3 * 2);
  });

  it('needs 10 bits for activations to 127 and 11 where -128 can occur', () => {
    assert.equal(exactEntryBits(4, 127), 10);
    assert.equal(exactEntryBits(4, 128), 11);
    assert.equal(exactEntryBits(5, 127), 11);
    assert.equal(exactEntryBits(2, 127), 9);
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { meanFullest } from '../../../../src/arch/codebook/bank-conflicts.js';
import { fillCycles, tileRunCycles } from '../../../../src/arch/codebook/tile/cycles.js';

const size = fc.integer({ min: 1, max: 40 });

describe('cycles of a codebook decoder', () => {
  it('are those of a walk over every entry and every look-up', () => {
    fc.assert(fc.property(size, size, size, fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 9 }), size, (m, n, k, tokens, vectorLength, entries) => {
      let cycles = entries;
      for (let token = 0; token < m; token += tokens) for (let output = 0; output < n; output += vectorLength) cycles += k;
      assert.equal(tileRunCycles({ tokens, vectorLength }, m, n, k, entries), cycles + fillCycles);
    }));
  });

  it('have no bank conflicts, as one look-up at once has none in any number of banks', () => {
    for (const banks of [1, 2, 8, 32]) assert.equal(meanFullest(1, banks), 1);
  });
});

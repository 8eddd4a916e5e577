import assert from 'node:assert/strict';
import { arrayCycles, busFedCycles, feedingShare } from '../../../src/arch/ternary/feeding.js';

const array = { columns: 4, transactionsPerElement: 3, cyclesPerTransaction: 12 };

describe('an array that a processor feeds', () => {
  it('takes one element a cycle for each group of columns', () => {
    assert.equal(arrayCycles(array, 768, 768), 147_456);
    assert.equal(arrayCycles({ columns: 4 }, 10, 5), 20);
  });

  it('spends 97 % of its time on the bus: a model of the array alone is more than thirty times too fast', () => {
    assert.equal(Math.round(100 * feedingShare(array, 768, 768)), 97);
    assert.ok(busFedCycles(array, 768, 768) > 30 * arrayCycles(array, 768, 768));
  });

  it('is the array where nothing is fed', () => {
    assert.equal(busFedCycles({ ...array, transactionsPerElement: 0 }, 100, 8), arrayCycles(array, 100, 8));
  });
});

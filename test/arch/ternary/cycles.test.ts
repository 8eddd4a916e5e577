import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decoderCycles, fillCycles, gemvTiles, integerCycles, releasedBusyCycles, tileCycles, utilisation, weightsPerCycle } from '../../../src/arch/ternary/cycles.js';
import { parameters } from './parameters.js';

const size = fc.integer({ min: 1, max: 60 });

/** A core that walks its weights tile by tile: cycles, and how often each weight was taken. */
function walked(group: number, tables: number, reads: number, inputs: number, outputs: number): { cycles: number; taken: number[] } {
  const taken = new Array<number>(inputs * outputs).fill(0);
  let cycles = 0;
  for (let first = 0; first < outputs; first += reads) {
    for (let table = 0; table * group < inputs; table += tables) {
      cycles++;
      for (let n = first; n < Math.min(outputs, first + reads); n++) {
        for (let k = table * group; k < Math.min(inputs, (table + tables) * group); k++) taken[n * inputs + k]!++;
      }
    }
  }
  return { cycles, taken };
}

describe('cycles of ternary cores', () => {
  it('are one for each tile of a walk that takes every weight once', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), size, size, (group, tables, reads, n, m) => {
      const { cycles, taken } = walked(group, tables, reads, n, m);
      assert.equal(gemvTiles({ group, tables, reads }, n, m), cycles);
      assert.equal(releasedBusyCycles({ group, tables, reads }, n, m), cycles + 1);
      assert.ok(taken.every((times) => times === 1));
      assert.ok(Math.abs(utilisation({ group, tables, reads }, n, m) - (n * m) / (cycles * group * tables * reads)) < 1e-12);
    }), { numRuns: 100 });
  });

  it('are those of a hand-counted tile: 3 tokens, 20 outputs, 30 weights on 2 x 8 reads of 4 tables of 3', () => {
    // ceil(30 / 3) = 10 groups in 3 rounds of 4 tables; 20 outputs in 2 rounds of 16.
    assert.equal(tileCycles(parameters(), 3, 20, 30, 1), 3 * 2 * 3);
    assert.equal(tileCycles(parameters({}, { tokens: 2 }), 3, 20, 30, 6), 2 * 2 * 3 * 6);
    assert.equal(fillCycles(parameters()), 1 + 2 + 1 + 2 + 1);
  });

  it('are stretched by a decoder that unpacks less than is looked up', () => {
    assert.equal(weightsPerCycle(parameters()), 2 * 8 * 4 * 3);
    const slow = parameters({ weights: { placement: 'streamed', decoderBytes: 10 } });
    assert.equal(decoderCycles(slow), Math.ceil(192 / 50));
    assert.equal(tileCycles(slow, 1, 16, 12, 1), 4);
  });

  it('have the released controller\'s cycle only when asked', () => {
    const released = parameters({ released: { shutdownCycle: true } });
    assert.equal(tileCycles(released, 2, 20, 30, 1), tileCycles(parameters(), 2, 20, 30, 1) + 1);
  });

  it('are never below work / look-ups, and constant between the lengths that the machine names', () => {
    const p = parameters();
    const jumps = [16, 12];
    fc.assert(fc.property(size, size, size, (m, n, k) => {
      assert.ok(tileCycles(p, m, n, k, 1) >= (m * n * k) / weightsPerCycle(p));
      assert.ok(integerCycles(p, m, n, k) >= (m * n * k) / 32);
      if (jumps.every((jump) => (k - 1) % jump !== 0)) assert.equal(tileCycles(p, m, n, k, 1), tileCycles(p, m, n, k - 1 || 1, 1));
      if (jumps.every((jump) => (n - 1) % jump !== 0)) assert.equal(tileCycles(p, m, n, k, 1), tileCycles(p, m, n - 1 || 1, k, 1));
    }));
  });
});

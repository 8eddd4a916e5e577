import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fillCycles, passesOf, productsPerStep, streamCycles, tableBuildCycles, termsOf, tileCycles, tileRunCycles } from '../../../src/arch/shift-add/cycles.js';
import { dequantizePerOutput } from '../../../src/arch/shift-add/dequantize.js';
import { tableAdds } from '../../../src/arch/shift-add/energy/operation.js';
import type { LookupTables, ShiftAddPes } from '../../../src/arch/shift-add/spec.js';
import { pes, tables } from './parameters.js';

const size = fc.integer({ min: 1, max: 90 });
const bits = fc.integer({ min: 2, max: 8 });

const anyPes: fc.Arbitrary<ShiftAddPes> = fc.record({
  kind: fc.constant('shift-add' as const), tokens: fc.integer({ min: 1, max: 4 }), columns: fc.integer({ min: 1, max: 12 }), depth: fc.constantFrom(1, 2, 4, 8, 16),
  encoding: fc.constantFrom('binary' as const, 'booth' as const), termsPerCycle: fc.integer({ min: 1, max: 4 }), group: fc.constantFrom(1, 2, 4, 8, 16, 32), scalers: fc.integer({ min: 1, max: 12 }),
});
const anyTables: fc.Arbitrary<LookupTables> = fc.record({
  kind: fc.constant('table' as const), featuresHeld: fc.constant(64), tables: fc.integer({ min: 1, max: 6 }), reads: fc.integer({ min: 1, max: 16 }), scaleTerms: fc.integer({ min: 1, max: 3 }),
  shifters: fc.integer({ min: 1, max: 3 }), buildAdders: fc.integer({ min: 1, max: 256 }),
});

describe('cycles of arrays without multipliers', () => {
  it('take one cycle a step for 4-bit weights on four terms, two for 8-bit ones, and half the terms in Booth digits', () => {
    assert.deepEqual([4, 8].map((b) => passesOf(pes, b)), [1, 2]);
    assert.deepEqual([4, 5, 8].map((b) => termsOf('booth', b)), [2, 3, 4]);
    assert.equal(passesOf({ ...pes, encoding: 'booth' }, 8), 1);
    assert.equal(passesOf({ ...tables, shifters: 2 }, 3), 6);
  });

  it('are those of a hand-counted tile: 3 tokens, 20 features, 70 weights of 4 bits', () => {
    // Two rounds of tokens, two of columns; stretches of 32, 32 and 6: 2 steps each against 16 / 4 scales, then 1 step against 4.
    assert.equal(tileCycles(pes, 3, 20, 70, 4), 2 * 2 * (4 + 4 + 4));
    assert.equal(tileCycles({ ...pes, scalers: 16 }, 3, 20, 70, 4), 2 * 2 * (2 + 2 + 1));
  });

  it('are those of a hand-counted look-up: 2 tokens, 40 features, 100 weights of 3 bits', () => {
    // 13 groups of eight in sets of four: 4 sets of 3 rounds of 16 features times 3 planes, no less than the 16 cycles of a table on 32 adders.
    assert.equal(tableBuildCycles(32), 3 + 6 + 2 + 4);
    assert.equal(tileCycles(tables, 2, 40, 100, 3), 2 * 4 * 15);
    assert.equal(tileCycles(tables, 2, 128, 100, 3), 2 * 4 * 24);
  });

  it('are those of a walk over every step', () => {
    fc.assert(fc.property(anyPes, size, size, size, bits, (array, m, n, k, b) => { assert.equal(tileCycles(array, m, n, k, b), walked(array, m, n, k, b)); }), { numRuns: 150 });
    fc.assert(fc.property(anyTables, size, size, size, bits, (array, m, n, k, b) => { assert.equal(tileCycles(array, m, n, k, b), walkedTables(array, m, n, k, b)); }), { numRuns: 100 });
  });

  it('never beat the peak and never fall when a dimension or the bits grow', () => {
    fc.assert(fc.property(fc.oneof(anyPes, anyTables), size, size, size, bits, fc.integer({ min: 0, max: 40 }), (array, m, n, k, b, more) => {
      const base = tileCycles(array, m, n, k, b);
      assert.ok(Number.isInteger(base) && base >= (m * n * k * passesOf(array, b)) / productsPerStep(array));
      for (const larger of [tileCycles(array, m + more, n, k, b), tileCycles(array, m, n + more, k, b), tileCycles(array, m, n, k + more, b), tileCycles(array, m, n, k, Math.min(8, b + 1))]) assert.ok(larger >= base);
    }), { numRuns: 150 });
  });

  it('build a table in as many cycles as additions on one adder, and in the depth of the tree and the doublings on many', () => {
    assert.equal(tableBuildCycles(1), tableAdds);
    assert.equal(tableBuildCycles(256), 3 + 8);
  });

  it('of a whole run are those of a queue of groups: each is summed, waits for the scalers, and is scaled while the next one is summed', () => {
    const grouped = anyPes.map((array) => ({ ...array, group: array.depth * Math.ceil(array.group / array.depth) }));
    fc.assert(fc.property(grouped, size, size, size, bits, (array, m, n, k, b) => {
      const scaling = Math.ceil(array.columns / array.scalers);
      let [summed, scaled] = [0, 0];
      for (let tile = 0; tile < Math.ceil(m / array.tokens) * Math.ceil(n / array.columns); tile++) {
        for (let start = 0; start < k; start += array.group) {
          // The sums move on when the scalers have taken the last of the group before.
          summed = Math.max(summed + Math.ceil(Math.min(array.group, k - start) / array.depth) * passesOf(array, b), scaled);
          scaled = summed + scaling;
        }
      }
      assert.equal(tileRunCycles(array, m, n, k, b), scaled + fillCycles(array) + streamCycles);
      assert.ok(tileRunCycles(array, m, n, k, b) >= tileCycles(array, m, n, k, b) + fillCycles(array));
    }), { numRuns: 150 });
  });

  it('multiply by K / g scales an output, 128 times fewer than weights in groups of 128', () => {
    assert.deepEqual(dequantizePerOutput(4096, 128), { afterGroup: 32, beforeProduct: 4096 });
    assert.equal(dequantizePerOutput(100, 128).afterGroup, 1);
  });
});

/** Stretch by stretch and step by step. */
function walked(array: ShiftAddPes, m: number, n: number, k: number, b: number): number {
  const stretch = Math.max(array.group, array.depth);
  let cycles = 0;
  for (let token = 0; token < m; token += array.tokens) {
    for (let column = 0; column < n; column += array.columns) {
      for (let start = 0; start < k; start += stretch) {
        const end = Math.min(k, start + stretch);
        let work = 0;
        for (let i = start; i < end; i += array.depth) for (let term = 0; term < termsOf(array.encoding, b); term += array.termsPerCycle) work++;
        let scales = 0;
        for (let i = start; i < end; i += array.group) scales += array.columns;
        cycles += Math.max(work, Math.ceil(scales / array.scalers));
      }
    }
  }
  return cycles;
}

/** Set by set of tables, with every round of reads, plane and round of shifts. */
function walkedTables(array: LookupTables, m: number, n: number, k: number, b: number): number {
  let cycles = 0;
  for (let token = 0; token < m; token++) {
    for (let start = 0; start < k; start += 8 * array.tables) {
      let reads = 0;
      for (let feature = 0; feature < n; feature += array.reads) for (let plane = 0; plane < b; plane++) for (let shift = 0; shift < array.scaleTerms; shift += array.shifters) reads++;
      cycles += Math.max(reads, tableBuildCycles(array.buildAdders));
    }
  }
  return cycles;
}

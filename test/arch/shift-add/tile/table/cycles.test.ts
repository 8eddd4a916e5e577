import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fillCycles, passesOf, streamCycles, tableBuildCycles } from '../../../../../src/arch/shift-add/cycles.js';
import type { LookupTables } from '../../../../../src/arch/shift-add/spec.js';
import { tableRunCycles } from '../../../../../src/arch/shift-add/tile/table/cycles.js';

const anyTables: fc.Arbitrary<LookupTables> = fc.record({
  kind: fc.constant('table' as const), featuresHeld: fc.constant(64), tables: fc.integer({ min: 1, max: 6 }), reads: fc.integer({ min: 1, max: 16 }), scaleTerms: fc.integer({ min: 1, max: 3 }),
  shifters: fc.integer({ min: 1, max: 3 }), buildAdders: fc.constantFrom(1, 2, 4, 8, 16, 32, 64, 128, 256),
});

/** Two banks, cycle by cycle: what is built next, what is read. */
function walked(array: LookupTables, sets: number, reading: number): number {
  const building = tableBuildCycles(array.buildAdders);
  const [builtAt, readAt]: [number[], number[]] = [[], []];
  for (let set = 0; set < sets; set++) {
    const begins = Math.max(builtAt[set - 1] ?? 0, readAt[set - 2] ?? 0);
    builtAt.push(begins + building);
    readAt.push(Math.max(builtAt[set]!, readAt[set - 1] ?? 0) + reading);
  }
  return readAt[sets - 1]!;
}

describe('cycles of a run of the look-up tables', () => {
  it('are those of two banks of which one is built while the other is read, and the stages behind them', () => {
    fc.assert(fc.property(anyTables, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 64 }), fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 8 }), (array, m, n, k, bits) => {
      const sets = m * Math.ceil(Math.ceil(k / 8) / array.tables);
      const stages = fillCycles(array) - tableBuildCycles(array.buildAdders);
      assert.equal(tableRunCycles(array, m, n, k, bits), walked(array, sets, Math.ceil(n / array.reads) * passesOf(array, bits)) + stages + streamCycles);
    }), { numRuns: 200 });
  });
});

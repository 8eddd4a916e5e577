import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { groupSteps, outputTiles, reductionCycles, streamCycles, tileRunCycles } from '../../../src/arch/bit-serial/cycles.js';
import type { TileParameters } from '../../../src/arch/bit-serial/tile/problem.js';
import { bitmodWeights, termCount, type WeightFormat } from '../../../src/arch/bit-serial/tile/weight-format.js';

const int = (bits: number): WeightFormat => ({ kind: 'integer', bits });

/** The tile written down edge by edge: what is issued, what waits, what is in each of the 15 stages, and what the drain holds. */
function slowly(rows: number, terms: number, reductions: readonly (readonly number[])[]): number {
  const issues = reductions.flatMap((steps) => steps.flatMap((count, g) => Array.from({ length: count * terms }, (_, i) => (
    { endsGroup: i === count * terms - 1, endsReduction: g === steps.length - 1 && i === count * terms - 1 }))));
  const stages: (boolean | undefined)[] = Array.from({ length: 15 });
  let [next, sinceGroup, held, sent, buffered, edge] = [0, Infinity, 0, 0, false, 1];
  while (sent < reductions.length * rows) {
    edge++;
    // Each edge moves what was there before it, from the output backwards.
    if (buffered) sent++;
    buffered = held > 0;
    if (held > 0) held--;
    if (stages[14] === true && held > 0) continue;
    if (stages[14] === true) held = rows;
    stages.pop();
    const term = issues[next];
    sinceGroup++;
    const goes = term !== undefined && (!term.endsGroup || sinceGroup >= 8);
    stages.unshift(goes && term.endsReduction);
    if (goes) next++;
    if (goes && term.endsGroup) sinceGroup = 0;
  }
  return edge;
}

describe('arch/bit-serial/cycles', () => {
  it('takes 2 cycles for a step of four FP4 or FP3 weights, 3 for INT6, 4 for INT8, and 64, 96 and 128 for a group of 128', () => {
    for (const [format, terms, cycles] of [[bitmodWeights(4), 2, 64], [bitmodWeights(3), 2, 64], [int(4), 2, 64], [int(6), 3, 96], [int(5), 3, 96], [int(8), 4, 128]] as const) {
      assert.equal(termCount(format), terms);
      const shape = { tokens: 1, channels: 1, reduction: 4096, group: 128 };
      assert.equal(reductionCycles(groupSteps(shape), termCount(format)), 32 * cycles);
    }
  });

  it('equals the tile written down edge by edge, for reductions of any lengths one after the other', () => {
    const reductions = fc.array(fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 });
    fc.assert(fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 4 }), reductions, (rows, terms, list) => {
      assert.equal(streamCycles(rows, terms, list), slowly(rows, terms, list));
    }), { numRuns: 500 });
  });

  it('counts a matrix product as its tiles one after the other', () => {
    const size = fc.integer({ min: 1, max: 30 });
    const array = fc.record({ rows: fc.integer({ min: 1, max: 5 }), columns: fc.integer({ min: 1, max: 5 }), format: fc.constantFrom<WeightFormat>(int(2), int(6), int(8), bitmodWeights(4)) });
    fc.assert(fc.property(array, fc.record({ tokens: size, channels: size, reduction: size, group: size }), (parameters: TileParameters, shape) => {
      const reductions = Array.from({ length: outputTiles(parameters, shape) }, () => groupSteps(shape));
      assert.equal(tileRunCycles(parameters, shape), streamCycles(parameters.rows, termCount(parameters.format), reductions));
    }));
  });

  it('is never below one dot product of four elements a term on every element of the array', () => {
    const size = fc.integer({ min: 1, max: 200 });
    fc.assert(fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 }), fc.record({ tokens: size, channels: size, reduction: size, group: size }), (rows, columns, shape) => {
      const work = (shape.tokens * shape.channels * shape.reduction * 4) / (rows * columns * 4);
      assert.ok(tileRunCycles({ rows, columns, format: int(8) }, shape) > work);
    }));
  });

  it('hides the dequantiser and the drain behind long groups, and waits for them behind short ones', () => {
    assert.equal(streamCycles(8, 2, [[32]]), 64 + 8 + 17);
    assert.equal(streamCycles(8, 2, [[32, 32]]), 128 + 8 + 17);
    assert.equal(streamCycles(8, 2, [[1, 1, 1]]), 2 + 8 + 8 + 8 + 17);
    assert.equal(streamCycles(8, 2, [[1], [1]]) - streamCycles(8, 2, [[1]]), 8);
    assert.equal(streamCycles(40, 2, [[1], [1]]) - streamCycles(40, 2, [[1]]), 40);
  });

  it('rejects a run without steps', () => {
    assert.throws(() => streamCycles(1, 2, []), RangeError);
    assert.throws(() => streamCycles(1, 2, [[]]), RangeError);
  });
});

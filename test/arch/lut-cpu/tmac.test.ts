import assert from 'node:assert/strict';
import fc from 'fast-check';
import { operationsPerWeight } from '../../../src/arch/lut-cpu/kernel.js';
import { lookUps, tableInstructions, tmacBlock, tmacKernel } from '../../../src/arch/lut-cpu/tmac.js';
import { tmacBytes } from '../../../src/arch/lut-cpu/traffic.js';

/** The loop of tbl.cc written out: what each step over a table does on 32 flattened rows, and what follows the 16 tables. */
function countedBlock(vector: 'neon' | 'avx2', fast: boolean): number {
  let operations = 0;
  for (let k = 0; k < 16; k++) {
    operations += 1; // indices
    operations += vector === 'neon' ? 2 : 4; // shift and mask; on AVX2 two masks, a shift and an insertion
    operations += 2; // two TBL, or a table copied and one PSHUFB
    const registers = vector === 'neon' ? 2 : 1;
    for (let r = 0; r < registers; r++) {
      if (fast) operations += k === 0 ? 0 : 1;
      else if (vector === 'neon') operations += k % 2 === 0 ? 0 : k === 1 ? 2 : 4;
      else operations += k === 0 ? 3 : 5;
    }
  }
  if (fast) operations += vector === 'neon' ? 4 : 3; // widened to 16 bits
  operations += vector === 'neon' ? 4 + 4 : 10 + 4; // as floats, times the scale of the tables
  return operations + 4 * 4; // four registers: scale and sum loaded, multiplied and added, stored
}

describe('the operations of T-MAC', () => {
  it('are those of its loop written out, for both vector units and both ways to add', () => {
    for (const vector of ['neon', 'avx2'] as const) {
      for (const fast of [false, true]) {
        const { load, unpack, lookUp, aggregate, scale } = tmacBlock(vector, fast);
        assert.equal(load + unpack + lookUp + aggregate + scale, countedBlock(vector, fast), `${vector} ${fast}`);
      }
    }
    assert.equal(countedBlock('neon', false), 164);
    assert.equal(countedBlock('avx2', true), 160);
  });

  it('grow with the planes, and are fewer with fast aggregation', () => {
    for (const vector of ['neon', 'avx2'] as const) {
      const two = operationsPerWeight(tmacKernel(vector, 2));
      for (const bits of [1, 3, 4]) assert.ok(Math.abs(operationsPerWeight(tmacKernel(vector, bits)) - (bits / 2) * two) < 1e-12);
      const ratio = operationsPerWeight(tmacKernel(vector, 4)) / operationsPerWeight(tmacKernel(vector, 4, true));
      assert.ok(ratio > 1.15 && ratio < 1.4, `${vector} ${ratio}`);
    }
  });

  it('look up once for each output, plane and four inputs, 16 or 32 at a time', () => {
    assert.equal(lookUps(4096, 4096, 2), 4096 * 2 * 1024);
    assert.equal(tableInstructions('neon', 4096, 4096, 2), (4096 * 2 * 1024) / 16);
    assert.equal(tableInstructions('avx2', 4096, 4096, 2), (4096 * 2 * 1024) / 32);
    // All linear layers of Llama-2-7B at two bits: 6 476 005 376 weights.
    const layer = 4 * lookUps(4096, 4096, 2) + 2 * lookUps(11008, 4096, 2) + lookUps(4096, 11008, 2);
    assert.equal(32 * layer, 6_476_005_376 / 2);
  });

  it('move weights once, and keep tables of 16 bytes for four activations near', () => {
    const bytes = tmacBytes('neon', 4096, 4096, 2, 128);
    assert.deepEqual(bytes, { weights: 4096 * 1024, scales: 2 * 4096 * 32, tables: 16 * 1024, tableReads: 16 * 1024 * 32, sums: 2 * 8192 * 64 * 2 });
    fc.assert(fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 4 }), (m, k, bits) => {
      const b = tmacBytes('avx2', m, k, bits, 0);
      assert.ok(b.scales === 0 && b.tables >= 4 * k && b.tableReads >= b.tables && b.weights === (m * k * bits) / 8);
    }));
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { activationTraffic, extraTableBytes, precomputeAddsPerActivation, tableBytesPerActivation } from '../../../src/arch/lut-tensor-core/tables.js';

const format = fc.record({ k: fc.integer({ min: 2, max: 6 }), entryBits: fc.integer({ min: 4, max: 32 }) });

describe('tables in memory', () => {
  it('take 2 bytes for each activation in INT8 and 4 in FP16, for groups of four', () => {
    assert.equal(tableBytesPerActivation({ k: 4, entryBits: 8 }), 2);
    assert.equal(tableBytesPerActivation({ k: 4, entryBits: 16 }), 4);
  });

  it('cost 3.5 additions for each activation of a group of four: 14 a table', () => {
    assert.equal(precomputeAddsPerActivation({ k: 4, entryBits: 8 }), 3.5);
  });

  it('cost no byte more than FP16 activations where they are INT8 and fused', () => {
    assert.equal(extraTableBytes(2, { k: 4, entryBits: 8 }, 'fused', 3), 0);
    assert.equal(extraTableBytes(2, { k: 4, entryBits: 16 }, 'fused', 3), 2 + 3 * 2);
  });

  it('cost more as a kernel of their own than fused: activations are written and read once more', () => {
    fc.assert(fc.property(format, fc.constantFrom(1, 2), fc.integer({ min: 1, max: 5 }), (f, bytes, readers) => {
      assert.ok(Math.abs(extraTableBytes(bytes, f, 'separate', readers) - extraTableBytes(bytes, f, 'fused', readers) - 2 * bytes) < 1e-9);
    }));
  });

  it('replace activations byte by byte', () => {
    assert.deepEqual(activationTraffic(1, null, 'fused'), { producer: 1, precompute: 0, consumer: 1 });
    assert.deepEqual(activationTraffic(1, { k: 4, entryBits: 8 }, 'fused'), { producer: 2, precompute: 0, consumer: 2 });
    assert.deepEqual(activationTraffic(1, { k: 4, entryBits: 8 }, 'separate'), { producer: 1, precompute: 3, consumer: 2 });
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { m2n64k4 } from '../../../src/arch/lut-tensor-core/cycles.js';
import { blocksOf, dramTraffic, l2Traffic, registerTraffic, sharedTraffic, type Blocking, type GemmOperands } from '../../../src/arch/lut-tensor-core/traffic.js';

const operands = { activationBits: 16, weightBits: 2, accumulatorBits: 32, outputBits: 16 };
const blocking: Blocking = { block: { m: 64, n: 64, k: 32 }, warp: { m: 32, n: 32 } };

describe('operand traffic of a blocked product', () => {
  it('is that of a count block by block and warp by warp', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), (bm, bn, steps) => {
      const g: GemmOperands = { ...operands, m: 64 * bm, n: 64 * bn, k: 32 * steps };
      let shared = 0;
      let l2 = 0;
      for (let block = 0; block < bm * bn; block++) {
        for (let step = 0; step < steps; step++) {
          l2 += (64 * 32 * 16 + 64 * 32 * 2) / 8;
          for (let warp = 0; warp < 4; warp++) shared += (32 * 32 * 16 + 32 * 32 * 2) / 8;
        }
      }
      assert.equal(blocksOf(g, blocking), bm * bn);
      assert.equal(sharedTraffic(g, blocking).read, shared);
      assert.equal(sharedTraffic(g, blocking).written, l2);
      assert.equal(l2Traffic(g, blocking).read, l2);
      assert.equal(l2Traffic(g, blocking).written, g.m * g.n * 2);
    }));
  });

  it('moves partial sums in and out of the registers for every tile, which outweighs INT8 tables and weights of one bit', () => {
    const g = { ...operands, activationBits: 16, weightBits: 1, accumulatorBits: 16, m: 2, n: 64, k: 4 };
    assert.deepEqual(registerTraffic(g, m2n64k4), { read: (2 * 4 * 16 + 64 * 4) / 8 + 256, written: 256 });
  });

  it('reads each operand from DRAM once where a wave fits the L2, never less, and more often where it does not', () => {
    const size = fc.integer({ min: 1, max: 40 });
    fc.assert(fc.property(size, size, size, fc.integer({ min: 1, max: 300 }), fc.integer({ min: 10, max: 26 }), (bm, bn, k, slots, l2Log) => {
      const g = { ...operands, m: 64 * bm, n: 64 * bn, k: 32 * k };
      const once = (g.m * g.k * 16 + g.n * g.k * 2) / 8;
      const read = dramTraffic(g, blocking, slots, 2 ** l2Log).read;
      assert.ok(read >= once);
      assert.ok(read <= dramTraffic(g, blocking, slots, 0).read + 1e-6);
      if (slots >= bn) assert.equal(dramTraffic(g, blocking, slots, 2 ** 40).read, once);
    }));
  });
});

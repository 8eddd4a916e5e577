import assert from 'node:assert/strict';
import fc from 'fast-check';
import { a100, fittingBlocks, kernelCost, type GemmKernel } from '../../../src/arch/lut-tensor-core/kernel.js';

const kernel: GemmKernel = {
  m: 2048, n: 4096, k: 4096, block: { m: 128, n: 128, k: 32 }, warp: { m: 64, n: 64 },
  activationBits: 16, weightBits: 2, accumulatorBits: 32, outputBits: 16, macsPerCycle: 4096, stages: 3, overlapsOperandLoads: true,
};

describe('a kernel on waves of thread blocks', () => {
  it('takes whole waves: 512 blocks on 108 multiprocessors with two each are three', () => {
    const cost = kernelCost({ ...kernel, residentBlocks: 2 }, a100);
    assert.equal(cost.blocks, 16 * 32);
    assert.equal(cost.waves, 3);
    assert.equal(cost.arrayCycles, (2048 * 4096 * 4096) / 4096 / 108);
    assert.ok(cost.cycles > 3 * 2 * 128 * 128);
  });

  it('is never faster than its arrays, its L2 and its DRAM, and never slower without the loads in the way', () => {
    const size = fc.integer({ min: 1, max: 5000 });
    fc.assert(fc.property(size, size, size, fc.constantFrom(1, 2, 4, 8, 16), fc.constantFrom(8, 16, 32), fc.boolean(), (m, n, k, weightBits, activationBits, overlapsOperandLoads) => {
      const g = { ...kernel, m, n, k, weightBits, activationBits, overlapsOperandLoads };
      const cost = kernelCost(g, a100);
      const once = (m * k * activationBits + n * k * weightBits + m * n * g.outputBits) / 8;
      assert.ok(cost.cycles >= (m * n * k) / g.macsPerCycle / a100.sms);
      assert.ok(cost.cycles >= cost.arrayCycles);
      assert.ok(cost.dram.read + cost.dram.written >= once * (1 - 1e-12));
      assert.ok(cost.cycles * (1 + 1e-9) >= (cost.l2.read) / a100.l2BytesPerCycle);
      assert.ok(kernelCost({ ...g, overlapsOperandLoads: true }, a100).cycles <= cost.cycles);
    }));
  });

  it('has as many blocks on a multiprocessor as registers and shared memory allow: FP32 sums of 128 x 256 leave room for one', () => {
    assert.equal(fittingBlocks({ ...kernel, block: { m: 128, n: 256, k: 32 } }, a100), 1);
    assert.equal(fittingBlocks({ ...kernel, block: { m: 64, n: 64, k: 32 }, warp: { m: 32, n: 32 } }, a100), 6);
    assert.throws(() => kernelCost({ ...kernel, block: { m: 512, n: 512, k: 32 } }, a100), RangeError);
  });

  it('is bound by the L2 where blocks are small for the rate of the arrays: INT8 tables of 128 rows feed 256 columns, not 128', () => {
    const cycles = (n: number, macsPerCycle: number): number => kernelCost({ ...kernel, block: { m: 128, n, k: 32 }, warp: { m: 64, n: 128 }, macsPerCycle, residentBlocks: 1 }, a100).cycles;
    assert.equal(cycles(128, 4096), cycles(128, 8192));
    assert.ok(cycles(256, 8192) < cycles(256, 4096));
  });

  it('is bound by shared memory where warps are small: 64 x 64 read 288 cycles of INT8 tables for 256 of the arrays, 64 x 128 fewer', () => {
    const at = (n: number): number => kernelCost({ ...kernel, block: { m: 128, n: 256, k: 32 }, warp: { m: 64, n }, residentBlocks: 1 }, a100).cycles;
    assert.equal(at(64) - at(128), 3 * 128 * (288 - 256));
  });
});

import assert from 'node:assert/strict';
import { lmmaCycles, lmmaName, lmmaOperands, parseLmma, type Lmma } from '../../../src/arch/lut-tensor-core/lmma.js';

const instruction: Lmma = { m: 2, n: 64, k: 4, activations: 'int8', weights: 'int2', accumulator: 'int32', output: 'int32' };

describe('the instruction of a look-up tensor core', () => {
  it('has a name that is read back', () => {
    assert.equal(lmmaName(instruction), 'lmma.m2n64k4.int8int2int32int32');
    assert.deepEqual(parseLmma(lmmaName(instruction)), instruction);
    assert.deepEqual(parseLmma('lmma.m2n64k4.fp16int1fp32fp16'), { m: 2, n: 64, k: 4, activations: 'fp16', weights: 'int1', accumulator: 'fp32', output: 'fp16' });
  });

  it('is not read from other texts', () => {
    for (const text of ['', 'mma.m16n8k16', 'lmma.m2n64k4.int8int2int32', 'lmma.m2n64k4.int8int2int32int32int32', 'lmma.m02n64k4.int8int2int32int32', 'lmma.m2n64k4.int8int2int32int33', 'lmma.m2n64k4.int8int2int32x int32']) {
      assert.equal(parseLmma(text), null, text);
    }
  });

  it('takes 128 bits of INT8 tables and 256 bits of weights a plane, and 2048 bits of 16-bit sums', () => {
    const operands = lmmaOperands({ ...instruction, accumulator: 'int16' }, 8);
    assert.deepEqual(operands, { tables: 128, weights: 2 * 256, accumulators: 2048, outputs: 4096 });
    assert.equal(lmmaCycles(instruction), 2);
  });
});

import assert from 'node:assert/strict';
import { i2sKernel, i2sSeconds, tl1Kernel, tl2Kernel } from '../../../src/arch/lut-cpu/bitnet.js';
import { ggmlFormatOf, ggmlKernel } from '../../../src/arch/lut-cpu/ggml.js';
import { buildOperations, cyclesPerWeight, operationsPerWeight } from '../../../src/arch/lut-cpu/kernel.js';
import { tmacKernel } from '../../../src/arch/lut-cpu/tmac.js';

const near = (a: number, b: number): void => { assert.ok(Math.abs(a - b) < 1e-9, `${a} ${b}`); };

describe('the operations of low-bit kernels on CPUs', () => {
  it('of I2_S are 20 on a register of AVX2, 17 where rows share activations, 14 where tokens share weights', () => {
    near(operationsPerWeight(i2sKernel('avx2', 'none')), 20 / 128);
    near(operationsPerWeight(i2sKernel('avx2', 'rows')), 17 / 128);
    near(operationsPerWeight(i2sKernel('avx2', 'tokens')), 14 / 128);
    near(operationsPerWeight(i2sKernel('neon', 'none')), 16 / 64);
  });

  it('of TL1 and TL2 are those of their loops', () => {
    near(operationsPerWeight(tl1Kernel), 17 / 64);
    near(operationsPerWeight(tl2Kernel), 41.375 / 192);
    assert.ok(operationsPerWeight(tl2Kernel) > operationsPerWeight(i2sKernel('avx2', 'none')), 'TL2 saves bytes, not operations');
  });

  it('of llama.cpp grow with what must be unpacked: Q3_K most, Q8_0 least', () => {
    for (const vector of ['neon', 'avx2'] as const) {
      const of = (format: Parameters<typeof ggmlKernel>[1]): number => operationsPerWeight(ggmlKernel(vector, format));
      assert.ok(of('Q3_K') > of('Q2_K') && of('Q4_0') > of('Q8_0'));
    }
    near(operationsPerWeight(ggmlKernel('neon', 'Q2_K')), 156 / 256);
    near(operationsPerWeight(ggmlKernel('avx2', 'Q2_K')), 81 / 256);
    near(operationsPerWeight(ggmlKernel('neon', 'Q3_K')), 212 / 256);
    near(operationsPerWeight(ggmlKernel('avx2', 'Q4_0')), 18 / 32);
    assert.deepEqual([1, 2, 3, 4, 5, 8, 16].map(ggmlFormatOf), ['Q2_K', 'Q2_K', 'Q3_K', 'Q4_0', 'Q8_0', 'Q8_0', 'F16']);
  });

  it('take a quarter as many with look-ups at two bits as with multiplications on NEON, and more than half at four', () => {
    const ratio = (bits: number): number => operationsPerWeight(tmacKernel('neon', bits)) / operationsPerWeight(ggmlKernel('neon', ggmlFormatOf(bits)));
    assert.ok(ratio(2) > 0.2 && ratio(2) < 0.3 && ratio(4) > 0.5 && ratio(4) < 0.8);
  });

  it('build tables once a token, a hundredth of the work on 4096 outputs', () => {
    const kernel = tmacKernel('neon', 2);
    assert.ok(buildOperations(kernel, 4096) < 0.02 * operationsPerWeight(kernel) * 4096 * 4096);
    assert.equal(buildOperations(kernel, 5), 2 * buildOperations(kernel, 1));
    assert.equal(buildOperations(i2sKernel('avx2', 'none'), 4096), 0);
  });

  it('issue until a chain of sums binds', () => {
    const f16 = ggmlKernel('neon', 'F16');
    near(cyclesPerWeight(f16, 1), 0.375);
    near(cyclesPerWeight(f16, 8), 0.125);
    near(cyclesPerWeight(tmacKernel('neon', 2), 4), 164 / 1024 / 4);
  });

  it('of a dot product are its inputs and a call, which four that share pay once', () => {
    const rate = { operationsPerSecond: 1e9, callSeconds: 8e-9 };
    near(i2sSeconds(rate, 'none', 128, 1) * 1e9, 20 + 8);
    near(i2sSeconds(rate, 'rows', 128, 4) * 1e9, 4 * (17 + 2));
  });
});

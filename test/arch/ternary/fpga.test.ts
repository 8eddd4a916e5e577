import assert from 'node:assert/strict';
import { accumulatorCellRegisters, coreFabric, integerProductsPerDsp, multiplexerLuts, tableBuild } from '../../../src/arch/ternary/fpga.js';
import { minimalAdders } from '../../../src/arch/ternary/table.js';
import { parameters } from './parameters.js';

describe('a table build on an FPGA', () => {
  it('takes no more look-up tables shared than as sums of their own, and the same for three activations', () => {
    for (let group = 2; group <= 6; group++) assert.ok(tableBuild(group, 8, 'shared').luts <= tableBuild(group, 8, 'own-sums').luts);
    assert.deepEqual(tableBuild(3, 8, 'shared'), tableBuild(3, 8, 'own-sums'));
  });

  it('is counted by hand at mu = 2: two adders of two 8-bit activations', () => {
    assert.deepEqual(tableBuild(2, 8, 'shared'), { luts: 16, carry4: 6 });
    assert.deepEqual(tableBuild(1, 8, 'shared'), { luts: 0, carry4: 0 });
  });

  it('has E - mu adders, each as many look-up tables as its wider operand has bits', () => {
    for (let group = 2; group <= 6; group++) {
      const { luts } = tableBuild(group, 8, 'shared');
      assert.ok(luts >= 8 * minimalAdders(group) && luts <= (8 + group) * minimalAdders(group));
    }
  });
});

describe('ternary cores on an FPGA', () => {
  it('have multiplexers of a look-up table for four inputs', () => {
    assert.deepEqual([1, 2, 4, 5, 13, 16, 17, 40].map(multiplexerLuts), [0, 1, 1, 2, 4, 4, 6, 11]);
  });

  it('grow with every parameter', () => {
    const base = coreFabric(parameters());
    for (const more of [{ features: 3 }, { tables: 5 }, { reads: 9 }, { activationBits: 9 }, { accumulatorBits: 25 }]) {
      const larger = coreFabric(parameters({}, more));
      assert.ok(larger.luts > base.luts && larger.registers > base.registers, JSON.stringify(more));
    }
  });

  it('have a sum and a flag in a multiply-accumulate cell', () => {
    assert.equal(accumulatorCellRegisters(32), 33);
    assert.deepEqual((['DSP48E1', 'DSP48E2', 'DSP58'] as const).map(integerProductsPerDsp), [1, 2, 3]);
  });
});

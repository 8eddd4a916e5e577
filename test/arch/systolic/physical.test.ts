import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { buildSystolic } from '../../../src/arch/systolic/machine.js';
import { chipParts } from '../../../src/arch/systolic/physical.js';
import { deviceNamed } from '../../../src/sim/physical/devices/index.js';
import { anyParameters, chip, small } from './parameters.js';

describe('arch/systolic/physical', () => {
  it('has a multiplier, an adder and three registers for each PE, and three buffers', () => {
    assert.deepEqual(chipParts(small).map((p) => [p.name, p.component.name, p.count, p.activity]), [
      ['multipliers', '8 x 8 bit multiplier', 512, 1], ['adders', '32 bit adder', 512, 1],
      ['activation registers', '8 bit register', 512, 1], ['weight registers', '8 bit register', 512, 0], ['sum registers', '32 bit register', 512, 1],
      ['weights buffer', 'SRAM 64 KiB x 256 bit', 1, 0], ['activations buffer', 'SRAM 256 KiB x 128 bit', 1, 1], ['outputs buffer', 'SRAM 32 KiB x 1024 bit', 1, 1],
    ]);
  });

  it('has no multiplier in bit-serial PEs, whose sums are added to once in b cycles', () => {
    const parts = chipParts({ ...small, mac: 'bit-serial-weights', operandBits: { weights: 4, activations: 8 } });
    assert.ok(parts.every((p) => p.name !== 'multipliers'));
    assert.equal(parts.find((p) => p.name === 'adders')!.activity, 1 / 4);
    assert.equal(parts.find((p) => p.name === 'bit products')!.component.name, '8 AND gates');
    assert.equal(parts.find((p) => p.name === 'product adders')!.component.name, '12 bit adder');
  });

  it('has every PE in every kind of its parts, shadow registers only where folds overlap, and no figure that nobody knows', () => {
    fc.assert(fc.property(anyParameters, (parameters) => {
      const parts = chipParts(parameters);
      for (const { name, count, activity, component } of parts) {
        assert.equal(count, name.endsWith('buffer') ? 1 : parameters.rows * parameters.columns);
        assert.ok(activity >= 0 && activity <= 1);
        assert.ok(component.area.value === null && component.area.reason.length > 20 && component.energy.value === null);
      }
      assert.equal(parts.some((p) => p.name === 'shadow registers'), parameters.options!.overlapFolds);
    }));
  });

  it('is asked for chips only', () => {
    assert.equal('area' in buildSystolic(small, deviceNamed('u280')!, {}), false);
    assert.equal(buildSystolic(small, chip, {}).area!().length, chipParts(small).length);
  });
});

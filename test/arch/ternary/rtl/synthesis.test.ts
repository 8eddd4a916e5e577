import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ternaryTileDesign } from '../../../../src/arch/ternary/rtl.js';
import { synthesise } from '../../../../src/rtl-export/runners/synthesis.js';
import { core, fastestYosys, topOf } from './modules.js';

describe('synthesis of the ternary core', function () {
  this.timeout(120_000);

  it('takes no DSP and no memory block, and the registers that are counted', async () => {
    const design = ternaryTileDesign(core(2, 2, 1, 'tl2'), []);
    const { dsp, bram36, bram18, uram, lutMemory, ff, lut } = await synthesise(await fastestYosys(), topOf(design), 'xcup');
    assert.deepEqual({ dsp, bram36, bram18, uram, lutMemory }, { dsp: 0, bram36: 0, bram18: 0, uram: 0, lutMemory: 0 });
    assert.deepEqual([design.resources.dsp.value, design.resources.bram36.value, design.resources.uram.value], [0, 0, 0]);
    assert.equal(ff, design.resources.ff.value);
    assert.ok(Math.abs(design.resources.lut.value! / lut - 1) < 0.25);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { synthesise } from '../../../../src/rtl-export/runners/synthesis.js';
import { designOf, fastestYosys, tile, topOf } from './modules.js';

describe('synthesis of the look-up array', function () {
  this.timeout(120_000);

  it('takes no DSP and no memory block, and the registers that are counted', async () => {
    const design = designOf(tile(1, 2, 3, { planes: 2, sumBits: 24 }));
    const { dsp, bram36, bram18, uram, lutMemory, ff, lut } = await synthesise(await fastestYosys(), topOf(design), 'xcup');
    assert.deepEqual({ dsp, bram36, bram18, uram, lutMemory }, { dsp: 0, bram36: 0, bram18: 0, uram: 0, lutMemory: 0 });
    assert.deepEqual([design.resources.dsp.value, design.resources.bram36.value, design.resources.uram.value], [0, 0, 0]);
    assert.equal(ff, design.resources.ff.value);
    assert.ok(Math.abs(design.resources.lut.value! / lut - 1) < 0.25);
  });
});

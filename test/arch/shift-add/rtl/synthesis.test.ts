import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { synthesise } from '../../../../src/rtl-export/runners/synthesis.js';
import { designOf, fastestYosys, tile, topOf } from './modules.js';

describe('synthesis of the shift-add array', function () {
  this.timeout(120_000);

  it('takes a DSP for each scaler and none for products, no memory block, and the registers that are counted', async () => {
    const design = designOf(tile(1, 2, 1, { termsPerCycle: 2, weightBits: 2, activationBits: 4, scalers: 2, accumulatorBits: 16 }));
    const { dsp, bram36, bram18, uram, lutMemory, ff } = await synthesise(await fastestYosys(), topOf(design), 'xcup');
    assert.deepEqual({ dsp, bram36, bram18, uram, lutMemory }, { dsp: 2, bram36: 0, bram18: 0, uram: 0, lutMemory: 0 });
    assert.deepEqual([design.resources.dsp.value, design.resources.bram36.value, design.resources.uram.value], [2, 0, 0]);
    assert.equal(ff, design.resources.ff.value);
  });
});

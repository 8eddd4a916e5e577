import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { synthesise } from '../../../../src/rtl-export/runners/synthesis.js';
import { designOf, fastestYosys, tile, topOf } from './modules.js';

describe('synthesis of the codebook decoder', function () {
  this.timeout(120_000);

  it('takes a DSP for each product, block RAM for each codebook, and the registers that are counted', async () => {
    const design = designOf(tile(1, 2, 256, 256, { memory: 'block', sumBits: 16 }));
    const { dsp, bram36, bram18, uram, lutMemory, ff } = await synthesise(await fastestYosys(), topOf(design), 'xcup');
    const { resources } = design;
    assert.deepEqual([dsp, bram36 + bram18 / 2, uram, ff], [resources.dsp.value, resources.bram36.value, resources.uram.value, resources.ff.value]);
    assert.deepEqual({ dsp, bram18, lutMemory }, { dsp: 2, bram18: 2, lutMemory: 0 });
  });
});

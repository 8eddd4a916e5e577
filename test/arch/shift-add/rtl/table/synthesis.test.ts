import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { tableLutMemory } from '../../../../../src/arch/shift-add/tile/table/fabric.js';
import { synthesise } from '../../../../../src/rtl-export/runners/synthesis.js';
import { fastestYosys, topOf } from '../../../../kit/rtl-bench.js';
import { designOf, tables } from './modules.js';

describe('synthesis of the look-up tables', function () {
  this.timeout(120_000);

  it('takes no DSP and no memory block, the LUTRAM and the registers that are counted', async () => {
    const p = tables(1, 1, { buildAdders: 8, activationBits: 2, accumulatorBits: 9 });
    const design = designOf(p);
    const { dsp, bram36, bram18, uram, lutMemory, ff } = await synthesise(await fastestYosys(), topOf(design), 'xcup');
    assert.deepEqual({ dsp, bram36, bram18, uram, lutMemory }, { dsp: 0, bram36: 0, bram18: 0, uram: 0, lutMemory: tableLutMemory(p) });
    assert.deepEqual([design.resources.dsp.value, design.resources.bram36.value, design.resources.uram.value, design.resources.ff.value], [0, 0, 0, ff]);
  });
});

import assert from 'node:assert/strict';
import { systolicTileDesign } from '../../../../src/arch/systolic/rtl.js';
import { synthesise } from '../../../../src/rtl-export/runners/synthesis.js';
import { wasmYosys } from '../../../../src/rtl-export/runners/yosys.js';
import { mesh, topOf } from './bench.js';

describe('synthesis of the systolic tile', function () {
  this.timeout(120_000);

  it('takes a DSP block for each element on UltraScale+, no memory block, and the registers that are counted', async () => {
    const design = systolicTileDesign(mesh('weight-stationary', 2, 3, { sumBits: 24 }));
    const { dsp, bram36, bram18, uram, ff } = await synthesise(await wasmYosys(), topOf(design), 'xcup');
    assert.deepEqual({ dsp, bram36, bram18, uram }, { dsp: 6, bram36: 0, bram18: 0, uram: 0 });
    assert.deepEqual([design.resources.dsp.value, design.resources.bram36.value, design.resources.uram.value], [6, 0, 0]);
    assert.equal(ff, design.resources.ff.value);
  });
});

import assert from 'node:assert/strict';
import { planeTileDesign } from '../../../../src/arch/binary-tensor-core/rtl.js';
import { synthesise } from '../../../../src/rtl-export/runners/synthesis.js';
import { wasmYosys } from '../../../../src/rtl-export/runners/yosys.js';
import { topOf, unit } from './bench.js';

describe('synthesis of the unit of binary matrix products', function () {
  this.timeout(120_000);

  it('takes neither DSP nor memory blocks, and the registers that are counted', async () => {
    const design = planeTileDesign(unit('bipolar', 2, 1, 20, { sumBits: 16 }));
    const { dsp, bram36, bram18, uram, ff } = await synthesise(await wasmYosys(), topOf(design), 'xcup');
    assert.deepEqual({ dsp, bram36, bram18, uram }, { dsp: 0, bram36: 0, bram18: 0, uram: 0 });
    assert.deepEqual([design.resources.dsp.value, design.resources.bram36.value, design.resources.uram.value], [0, 0, 0]);
    assert.equal(ff, design.resources.ff.value);
  });
});

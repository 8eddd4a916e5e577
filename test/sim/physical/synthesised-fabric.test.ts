import assert from 'node:assert/strict';
import { designFabric, logicUse } from '../../../src/sim/physical/synthesised-fabric.js';

const tile = { name: 'tile of 2 x 2', lut: 100.4, ff: 50, lutError: { rows: 9, mean: 0.02, worst: 0.1 }, ffError: { rows: 9, mean: 0, worst: 0 } };
const around = { lutram: 7, notCounted: ['vector unit', 'memory interfaces'] };

describe('sim/physical/synthesised-fabric', () => {
  it('has tiles times count and LUTRAM, with the tool, the error of the model and what is not counted', () => {
    const { lut, ff, least } = designFabric(tile, 3, around);
    assert.deepEqual([lut.value, lut.quality, ff.value, ff.quality], [301 + 7, 'synthesised', 150, 'synthesised']);
    assert.equal(lut.source, '3 x tile of 2 x 2 of 100 LUT and 7 of LUTRAM. Model of synthesis (Yosys 0.55.944, synth_xilinx -family xcup -flatten -nowidelut), '
      + 'off by 2.0 % on average and 10.0 % at most in 9 rows that nothing was fitted on; not counted: vector unit, memory interfaces');
    assert.match(ff.source, /of 50 FF\. Model of synthesis .* equal to it in 9 rows that nothing was fitted on/);
    assert.deepEqual(least, { lut: Math.floor(3 * 100.4 * 0.9) + 7, ff: 150 });
  });

  it('may be as few as what DSP blocks leave, less the error of the model', () => {
    const { lut, least } = designFabric({ ...tile, inBlocks: { lut: 40.4, ff: 20 } }, 10, { lutram: 0, notCounted: [] });
    assert.equal(lut.value, 1004);
    assert.match(lut.source, /of which a vendor's tool may have 40 in DSP blocks\. Model/);
    assert.deepEqual(least, { lut: 540, ff: 300 });
  });

  it('is unknown with its reason where there is no model, and no less than LUTRAM', () => {
    const unknown = { value: null, reason: 'no Verilog' } as const;
    assert.deepEqual(logicUse(unknown, 0), { used: { lut: unknown, ff: unknown } });
    const { used } = logicUse(unknown, 12);
    assert.ok(used.lut.value === 12 && /^at least: LUTRAM.*no Verilog$/.test(used.lut.source));
    const fabric = designFabric(tile, 1, around);
    assert.deepEqual(logicUse(fabric, 7), { used: { lut: fabric.lut, ff: fabric.ff }, least: fabric.least });
  });
});

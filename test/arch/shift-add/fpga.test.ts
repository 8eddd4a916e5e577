import assert from 'node:assert/strict';
import { resourceUse } from '../../../src/arch/shift-add/fpga.js';
import { tableLuts } from '../../../src/arch/shift-add/tile/table/fabric.js';
import { tableRegisters } from '../../../src/arch/shift-add/tile/table/registers.js';
import { tileDsps, tileLuts } from '../../../src/arch/shift-add/tile/fabric.js';
import { parameters, pes, tables } from './parameters.js';

describe('what shift-add arrays take of an FPGA', () => {
  it('is one tile of PEs: LUTs, registers, and a DSP block for each scaler of each token', () => {
    const { used } = resourceUse(parameters(pes), 'ultrascale');
    const tile = { ...pes, activationBits: 8, weightBits: parameters(pes).weightBits, accumulatorBits: 32, scaleBits: 16 };
    assert.equal(used.dsp.value, tileDsps(tile));
    assert.ok(used.lut.value! > 0.5 * tileLuts(tile) && used.ff.value! > 0);
    assert.equal('quality' in used.lut && used.lut.quality, 'synthesised');
  });

  it('is one array of look-up tables without a DSP block', () => {
    const p = parameters(tables);
    const { used, least } = resourceUse(p, 'ultrascale');
    const table = { ...tables, activationBits: p.activationBits, weightBits: p.weightBits, accumulatorBits: p.accumulatorBits, shiftBits: 3 };
    assert.deepEqual([used.dsp.value, used.lut.value, used.ff.value], [0, Math.round(tableLuts(table)), tableRegisters(table)]);
    assert.ok(least!.lut! < used.lut.value! && least!.lut! > 0.8 * used.lut.value!);
  });

  it('is not known, with the reason, of tables that the Verilog does not have', () => {
    const { used } = resourceUse(parameters({ ...tables, buildAdders: 3 }), 'ultrascale');
    assert.equal(used.lut.value, null);
    assert.match((used.lut as { reason: string }).reason, /power of two of adders, not on 3/);
  });
});

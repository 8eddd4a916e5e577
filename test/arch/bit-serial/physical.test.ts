import assert from 'node:assert/strict';
import { tileLuts, tileRegisters } from '../../../src/arch/bit-serial/tile/fabric.js';
import { bitmodWeights } from '../../../src/arch/bit-serial/tile/weight-format.js';
import { runExample } from '../../kit/fixtures.js';

const primitive = 'architecture.parameters.buffers.activations.primitive';

describe('arch/bit-serial/physical', () => {
  it('has the LUTs and registers of all its tiles, with encoders for the weights of the scheme', () => {
    const { lut, ff } = runExample('bit-serial.json').resources!;
    const tile = { rows: 8, columns: 8, format: bitmodWeights(4) };
    assert.deepEqual([lut.used, ff.used], [Math.round(8 * tileLuts(tile)), 8 * tileRegisters(tile)]);
    assert.deepEqual([lut.quality, ff.quality], ['synthesised', 'synthesised']);
    assert.match(lut.source, /^8 x bit_serial_tile of 8 x 8 PEs for bitmod4 .*Yosys 0\.55\.944.*0\.9 % on average and 3\.2 % at most in 16 rows.*not counted: .*vector unit/);
    assert.equal(runExample('bit-serial.json', { 'architecture.parameters.pe': 'fp16' }).resources!.lut.used, null);
    assert.deepEqual(runExample('bit-serial.json', { 'architecture.parameters.tiles.rows': 16 }).reasons.map(({ code, resource }) => [code, resource]), [['resource-exceeded', 'lut']]);
  });

  it('takes LUTRAM on an FPGA, whose LUTs come on top, and not on an ASIC', () => {
    const blocks = runExample('bit-serial.json').resources!;
    assert.deepEqual([blocks.bram36.used, blocks.uram.used], [114, 29]);
    const small = { 'architecture.parameters.buffers.activations.kib': 32, [primitive]: 'lutram' };
    const { bram36, uram, lut } = runExample('bit-serial.json', small).resources!;
    assert.deepEqual([bram36.used, uram.used], [0, 29]);
    // A bit takes 8 / 7 of a table at least, and 32 KiB have 4096 runs of 64.
    const lutram = lut.used! - blocks.lut.used!;
    assert.ok(lutram >= (4096 * 8) / 7 && lutram < 2 * 4096);
    assert.match(lut.source, / and \d+ of LUTRAM/);
    assert.throws(() => runExample('bitmod.json', { [primitive]: 'lutram' }), /bit-serial\/buffer-primitive.*"lutram".*ASIC/);
  });
});

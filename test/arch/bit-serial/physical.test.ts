import assert from 'node:assert/strict';
import { runExample } from '../../kit/fixtures.js';

const primitive = 'architecture.parameters.buffers.activations.primitive';

describe('arch/bit-serial/physical', () => {
  it('takes LUTRAM on an FPGA, whose LUTs are the least of the design, and not on an ASIC', () => {
    const blocks = runExample('bit-serial.json').resources!;
    assert.deepEqual([blocks.bram36.used, blocks.uram.used, blocks.lut.used], [114, 57, null]);
    const small = { 'architecture.parameters.buffers.activations.kib': 32, [primitive]: 'lutram' };
    const { bram36, uram, lut } = runExample('bit-serial.json', small).resources!;
    assert.deepEqual([bram36.used, uram.used], [0, 57]);
    // A bit takes 8 / 7 of a table at least, and 32 KiB have 4096 runs of 64.
    assert.ok(lut.used! >= (4096 * 8) / 7 && lut.used! < 2 * 4096);
    assert.match(lut.source, /^at least: LUTRAM/);
    assert.throws(() => runExample('bitmod.json', { [primitive]: 'lutram' }), /bit-serial\/buffer-primitive.*"lutram".*ASIC/);
  });
});

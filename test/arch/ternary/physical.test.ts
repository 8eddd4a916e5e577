import assert from 'node:assert/strict';
import { arrayCore } from '../../../src/arch/ternary/core/array-cores.js';
import { coreLuts, coreRegisters } from '../../../src/arch/ternary/core/fabric.js';
import { coreFabric } from '../../../src/arch/ternary/fpga.js';
import { resourceUse } from '../../../src/arch/ternary/physical.js';
import { parameters } from './parameters.js';

describe('arch/ternary/physical', () => {
  const { cores } = parameters();
  const of = (weights: 'bram' | 'lutram', activations: 'uram' | 'lutram') => resourceUse(parameters({ buffers: { weights: { kib: 4, primitive: weights }, activations: { kib: 2, primitive: activations } } }), 'DSP48E2').used;

  it('counts buffers as wide as a step in blocks, and adds the tables of LUTRAM to those of the cores', () => {
    // 2 x 4 x 8 groups of three weights are 39 bytes: two halves of 53 words x 312 bits; 4 x 3 activations of 8 bits: 171 words x 96 bits.
    assert.deepEqual([cores.features, cores.tables, cores.reads, cores.activationBits], [2, 4, 8, 8]);
    const blocks = of('bram', 'uram');
    assert.deepEqual([blocks.bram36.value, blocks.uram.value, blocks.lut.value], [4.5, 2, Math.round(2 * coreLuts(arrayCore(parameters())))]);
    const tables = of('lutram', 'lutram');
    assert.deepEqual([tables.bram36.value, tables.uram.value], [0, 0]);
    // Halves of 312 RAM64X1S and 312 tables that choose between them; three rows of 14 RAM64M8, a table a bit to choose among them and three write enables.
    assert.equal(tables.lut.value! - blocks.lut.value!, 2 * 312 + 312 + 2 + 3 * 14 * 8 + 96 + 3);
  });

  it('has the LUTs and registers of the synthesised cores, and counts those that the Verilog does not have', () => {
    const { used, least } = resourceUse(parameters(), 'DSP48E2');
    const core = arrayCore(parameters());
    assert.deepEqual([used.lut.value, used.ff.value], [Math.round(2 * coreLuts(core)), 2 * coreRegisters(core)]);
    assert.ok(used.lut.value !== null && used.lut.quality === 'synthesised' && least!.lut! < used.lut.value);
    assert.match(used.lut.source, /^2 x ternary_tile of 4 tables of 3, 8 reads each .*Yosys 0\.55\.944.*in 14 rows.*not counted: integer unit/);
    const wide = parameters({ cores: { ...cores, accumulatorBits: 8 } });
    const counted = resourceUse(wide, 'DSP48E2').used.lut;
    assert.deepEqual([counted.value, counted.value !== null && counted.quality], [coreFabric(wide).luts, 'derived']);
  });
});

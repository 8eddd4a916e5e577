import assert from 'node:assert/strict';
import { edgeBits } from '../../../src/arch/systolic/edge.js';
import { fabricMemory } from '../../../src/arch/systolic/fabric-memory.js';
import { macsPerDsp, resourceUse } from '../../../src/arch/systolic/resources.js';
import { meshLuts } from '../../../src/arch/systolic/mesh/fabric.js';
import type { MeshParameters } from '../../../src/arch/systolic/mesh/parameters.js';
import { meshRegisters } from '../../../src/arch/systolic/mesh/registers.js';
import type { Dataflow } from '../../../src/arch/systolic/spec.js';
import { dataflows } from './arrays.js';
import { small } from './parameters.js';

describe('arch/systolic/resources', () => {
  it('packs INT8 in pairs and INT4 in fours on a DSP48E2, and three rows of a column on a DSP58', () => {
    const widths = { weights: 8, activations: 8, accumulator: 32 };
    const narrow = { ...widths, weights: 4, activations: 4 };
    const wide = { ...widths, weights: 16 };
    assert.deepEqual((['DSP48E1', 'DSP48E2', 'DSP58'] as const).map((kind) => macsPerDsp(kind, 'weight-stationary', widths)), [1, 2, 3]);
    assert.deepEqual((['DSP48E1', 'DSP48E2', 'DSP58'] as const).map((kind) => macsPerDsp(kind, 'output-stationary', widths)), [1, 2, 2]);
    assert.deepEqual((['DSP48E1', 'DSP48E2', 'DSP58'] as const).map((kind) => macsPerDsp(kind, 'weight-stationary', narrow)), [2, 4, 4]);
    assert.deepEqual((['DSP48E1', 'DSP48E2', 'DSP58'] as const).map((kind) => macsPerDsp(kind, 'weight-stationary', wide)), [1, 1, 1]);
  });

  it('needs no DSP for bit-serial PEs, and does not count LUTs that nobody has synthesised', () => {
    const { used } = resourceUse({ ...small, mac: 'bit-serial-weights' }, 'DSP48E2');
    assert.equal(used.dsp.value, 0);
    for (const { lut, ff } of [used, resourceUse({ ...small, dataflow: 'input-stationary' }, 'DSP48E2').used, resourceUse({ ...small, accumulatorBits: 50 }, 'DSP48E2').used]) {
      assert.deepEqual([lut.value, ff.value], [null, null]);
    }
  });

  it('has the LUTs and registers of the whole synthesised array', () => {
    const { used, least } = resourceUse(small, 'DSP48E2');
    const mesh = { dataflow: small.dataflow, rows: 16, columns: 32, activationBits: 8, weightBits: 8, sumBits: 32 } as MeshParameters;
    assert.deepEqual([used.lut.value, used.ff.value], [Math.round(meshLuts(mesh)), meshRegisters(mesh)]);
    assert.ok(least!.lut! < used.lut.value! && least!.ff === used.ff.value);
    assert.ok(used.lut.value !== null);
    assert.equal(used.lut.quality, 'synthesised');
    assert.match(used.lut.source, /^1 x systolic_tile of 16 x 32, .*Yosys 0\.55\.944.*at most in 17 rows.*not counted: vector unit/);
  });

  it('has buffers as wide as an edge of the array moves in a cycle', () => {
    // 32 columns of INT8 weights, 16 rows of activations, 32 sums of 32 bits.
    assert.deepEqual(edgeBits(small), { weights: 256, activations: 128, outputs: 1024 });
    assert.deepEqual(edgeBits({ ...small, dataflow: 'input-stationary' }), { weights: 128, activations: 256, outputs: 1024 });
    assert.deepEqual(edgeBits({ ...small, mac: 'bit-serial-activations' }), { weights: 256, activations: 16, outputs: 128 });
    assert.deepEqual(edgeBits({ ...small, dataflow: 'output-stationary', mac: 'bit-serial-weights' }), { weights: 32, activations: 16, outputs: 1024 });
  });

  it('counts the blocks of each buffer in the primitive that it is made of', () => {
    const buffers = { weights: { kib: 64, primitive: 'uram' as const }, activations: { kib: 256 }, outputs: { kib: 32 } };
    const { used } = resourceUse({ ...small, buffers }, 'DSP48E2');
    // 256 bits x 2048 words are 4 URAM288; 128 x 16384 are 15 x 4 RAMB36 of 9 x 4096; each half of 1024 x 256 is 29 RAMB18 of 36 x 512.
    assert.equal(used.uram.value, 4);
    assert.equal(used.bram36.value, 60 + 29);
  });

  it('has the halves of the outputs apart where sums are read, added to and handed out in one cycle, and together where they are written once', () => {
    const halves = (dataflow: Dataflow): boolean => fabricMemory({ ...small, dataflow }, 'outputs', 'ultrascale').halvesApart;
    assert.deepEqual(dataflows.map((dataflow) => [dataflow, halves(dataflow)]), dataflows.map((dataflow) => [dataflow, dataflow !== 'output-stationary']));
    assert.equal(fabricMemory(small, 'weights', 'ultrascale').halvesApart, false);
  });

  it('adds the LUTs of LUTRAM to those of the array, which are the least where the array is not known', () => {
    const buffers = { weights: { kib: 4, primitive: 'lutram' as const }, activations: { kib: 256 }, outputs: { kib: 32 } };
    const { lut, bram36 } = resourceUse({ ...small, buffers, mac: 'bit-serial-weights' }, 'DSP48E2').used;
    assert.ok(lut.value !== null);
    // Two halves of 256 bits x 64 words, a table a bit each, and 256 tables that choose a half: 2 x 256 + 256 + 2.
    assert.equal(lut.value, 770);
    assert.match(lut.source, /^at least: LUTRAM/);
    const [known, without] = [buffers, small.buffers].map((all) => resourceUse({ ...small, buffers: all }, 'DSP48E2').used.lut.value!);
    assert.equal(known! - without!, 770);
    assert.ok(bram36.value! > 0);
  });
});

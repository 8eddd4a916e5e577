import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { bufferBytes, bufferCapacityBytes, int8MacsPerDsp } from '../../../src/arch/dsp-chain/physical.js';
import { tileLuts } from '../../../src/arch/dsp-chain/tile/fabric.js';
import { registersOf } from '../../../src/arch/dsp-chain/tile/registers.js';
import { runExample } from '../../kit/fixtures.js';

const buffers = 'architecture.parameters.buffers';

describe('INT8 packing', () => {
  it('gives 1, 2 and 3 MAC a DSP on the three generations', () => {
    assert.deepEqual([int8MacsPerDsp('DSP48E1'), int8MacsPerDsp('DSP48E2'), int8MacsPerDsp('DSP58')], [1, 2, 3]);
  });
});

describe('arch/dsp-chain/physical', () => {
  it('counts the banks of a core in whole and half RAMB36', () => {
    // Three cores: 29 of 9 x 4096, 2 of 72 x 512 and 32 banks of 15 of 9 x 4096.
    assert.equal(runExample('flightllm.json').resources!.bram36.used, 3 * (29 + 2 + 32 * 15));
    // 64 bytes x 512 words are 15 RAMB18 of 36 x 512.
    assert.equal(runExample('flightllm.json', { [`${buffers}.global.wordBytes`]: 64 }).resources!.bram36.used, 3 * (29 + 7.5 + 32 * 15));
  });

  it('has the LUTs and registers of 64 synthesised tiles a core, and those of LUTRAM', () => {
    const tile = { depth: 16, columns: 2, chain: 8, n: 8, m: 16, weightMin: -128, groupBits: 27, shift: 24 } as const;
    const { lut, ff } = runExample('flightllm.json').resources!;
    assert.deepEqual([lut.used, ff.used], [Math.round(192 * tileLuts(tile)), 192 * registersOf(tile).flipFlops]);
    assert.deepEqual([lut.quality, ff.quality], ['synthesised', 'synthesised']);
    assert.match(lut.source, /^192 x dsp_chain_tile .*Yosys 0\.55\.944.*off by 0\.6 % on average and 2\.8 % at most in 17 rows.*not counted: special functions/);
    const inLuts = runExample('flightllm.json', { [`${buffers}.global.primitive`]: 'lutram' }).resources!;
    // 128 bits x 512 words: 19 x 8 RAM64M8 of eight tables, two tables a bit to choose among eight rows, a write enable for each.
    assert.equal(inLuts.lut.used! - lut.used!, 3 * (19 * 8 * 8 + 2 * 128 + 8));
    assert.equal(inLuts.bram36.used, 3 * (29 + 32 * 15));
  });

  it('is not refused for adders that DSP blocks have themselves, and warns of them', () => {
    const { feasible, warnings, resources } = runExample('flightllm.json');
    const { used, least, available } = resources!.lut;
    assert.ok(feasible && used! > available! && least! < available!);
    assert.ok(warnings.some((text) => /^lut: 104\.5 % used is more than there is, and it may be as little as 81\.6 %/.test(text)), warnings.join('\n'));
    assert.deepEqual(runExample('flightllm.json', { 'architecture.parameters.cores': 4 }).reasons.map(({ resource }) => resource), ['lut', 'dsp', 'bram36']);
  });

  it('has no LUTs where the Verilog has no such array, but for those of LUTRAM', () => {
    const { lut, ff } = runExample('flightllm-vhk158.json').resources!;
    assert.deepEqual([lut.used, ff.used], [null, null]);
    assert.match(lut.source, /packs 2 INT8 products in a DSP48E2, and this array has 3/);
    const inLuts = runExample('flightllm-vhk158.json', { [`${buffers}.global.primitive`]: 'lutram' }).resources!;
    assert.match(inLuts.lut.source, /^at least: LUTRAM/);
  });

  it('has the bytes of its blocks, no fewer than the banks ask for', () => {
    const buffer = fc.record({ banks: fc.integer({ min: 1, max: 70 }), words: fc.integer({ min: 1, max: 9000 }), wordBytes: fc.integer({ min: 1, max: 200 }), primitive: fc.constantFrom('bram' as const, 'uram' as const, 'lutram' as const) });
    fc.assert(fc.property(buffer, (b) => {
      assert.ok(bufferCapacityBytes(b) >= bufferBytes(b));
      assert.ok(bufferCapacityBytes(b, 'versal') >= bufferBytes(b));
    }));
    // 100 words of 32 bytes lie in blocks of 512 words.
    assert.equal(bufferCapacityBytes({ banks: 2, words: 100, wordBytes: 32, primitive: 'bram' }), 2 * 512 * 32);
    assert.equal(bufferCapacityBytes({ banks: 2, words: 100, wordBytes: 32, primitive: 'uram' }), 2 * 4096 * 32);
  });
});

import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { tooSmall } from '../../../src/arch/systolic/tile.js';
import { anyParameters, small } from './parameters.js';

describe('arch/systolic/tile', () => {
  it('finds a buffer too small by the bytes asked for on a chip, and by those of its blocks on an FPGA', () => {
    // Two halves of 32 columns x 33 rows of weights are 2112 bytes; 256 bits x 64 words lie in 8 RAMB18 of 36 bits x 512 words, and fill 32 words of LUTRAM twice.
    const tight = { ...small, rows: 33, buffers: { ...small.buffers, weights: { kib: 2 } } };
    assert.deepEqual(tooSmall(tight), [{ buffer: 'weights', neededBytes: 2112, availableBytes: 2048 }]);
    assert.deepEqual(tooSmall(tight, 'ultrascale'), []);
    const luts = { ...tight, buffers: { ...tight.buffers, weights: { kib: 2, primitive: 'lutram' as const } } };
    assert.deepEqual(tooSmall(luts, 'ultrascale'), tooSmall(tight));
  });

  it('never has fewer bytes in blocks than were asked for', () => {
    fc.assert(fc.property(anyParameters, fc.constantFrom('7-series' as const, 'ultrascale' as const, 'versal' as const), (parameters, generation) => {
      const asked = tooSmall(parameters);
      for (const need of tooSmall(parameters, generation)) {
        assert.ok(need.availableBytes >= parameters.buffers[need.buffer].kib * 1024);
        assert.ok(asked.some(({ buffer }) => buffer === need.buffer));
      }
    }));
  });
});

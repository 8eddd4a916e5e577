import assert from 'node:assert/strict';
import { bram36Blocks, uramBlocks } from '../../../src/sim/physical/memory-blocks.js';

describe('memory blocks of an FPGA', () => {
  it('are 4 RAMB36 for 72 x 2048 and 4 URAM288 for 72 x 16384, as synthesis finds', () => {
    assert.equal(bram36Blocks(72, 2048), 4);
    assert.equal(uramBlocks(72, 16384), 4);
  });

  it('take the best shape: narrow and deep, or wide and shallow', () => {
    assert.equal(bram36Blocks(1, 32768), 1);
    assert.equal(bram36Blocks(36, 1024), 1);
    assert.equal(bram36Blocks(72, 512), 1);
    assert.equal(bram36Blocks(73, 512), 2);
    assert.equal(uramBlocks(73, 4097), 4);
  });
});

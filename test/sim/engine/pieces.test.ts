import assert from 'node:assert/strict';
import fc from 'fast-check';
import { block, tilePieces } from '../../../src/sim/engine/pieces.js';

describe('the pieces of a reduction', () => {
  it('are the fewest equal ones that fit, with what is left over: 688 blocks over 256 are 229 + 229 + 229 + 1', () => {
    assert.deepEqual({ ...tilePieces(11008, 4096) }, { count: 4, size: 229 * block, remainder: block });
    assert.deepEqual({ ...tilePieces(11008, 2048) }, { count: 7, size: 114 * block, remainder: 4 * block });
    assert.deepEqual({ ...tilePieces(4096, 4096) }, { count: 1, size: 4096, remainder: 0 });
  });

  it('cover the reduction, fit the slot, and could not be fewer', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 60000 }), fc.integer({ min: 16, max: 5000 }), (reduction, limit) => {
      const { count, size, remainder } = { ...tilePieces(reduction, limit) };
      const blocks = Math.ceil(reduction / block);
      const most = Math.floor(limit / block);
      const whole = count - (remainder > 0 ? 1 : 0);
      assert.ok(whole * Math.ceil(size / block) + remainder / block === blocks);
      assert.ok(Math.ceil(size / block) <= most);
      if (whole > 1) assert.ok(Math.floor(blocks / (whole - 1)) > most);
    }));
  });
});

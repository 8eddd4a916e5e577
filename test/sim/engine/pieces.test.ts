import assert from 'node:assert/strict';
import fc from 'fast-check';
import { block, evenPieces, floorPieces } from '../../../src/sim/engine/pieces.js';

describe('the pieces of a reduction', () => {
  it('are equal ones of floored length, with what is left over, as FlightLLM cuts them: 688 blocks over 256 are 229 + 229 + 229 + 1', () => {
    assert.deepEqual({ ...floorPieces(11008, 4096) }, { count: 4, size: 229 * block, remainder: block });
    assert.deepEqual({ ...floorPieces(11008, 2048) }, { count: 7, size: 114 * block, remainder: 4 * block });
    assert.deepEqual({ ...floorPieces(4096, 4096) }, { count: 1, size: 4096, remainder: 0 });
  });

  it('are as equal as blocks allow: 688 blocks over 256 are 230 + 230 + 228', () => {
    assert.deepEqual({ ...evenPieces(11008, 4096) }, { count: 3, size: 230 * block, remainder: 228 * block });
    assert.deepEqual({ ...evenPieces(4096, 64) }, { count: 64, size: 64, remainder: 0 });
  });

  it('cover the reduction, fit the slot, and end with the smallest; even ones could not be fewer', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 60000 }), fc.integer({ min: 16, max: 5000 }), fc.constantFrom(evenPieces, floorPieces), (reduction, limit, pieces) => {
      const { count, size, remainder } = { ...pieces(reduction, limit) };
      const blocks = Math.ceil(reduction / block);
      const most = Math.floor(limit / block);
      const whole = count - (remainder > 0 ? 1 : 0);
      assert.ok(whole * Math.ceil(size / block) + remainder / block === blocks);
      assert.ok(Math.ceil(size / block) <= most);
      assert.ok(remainder / block < Math.ceil(size / block));
      if (pieces === evenPieces) assert.ok((count - 1) * most < blocks);
    }));
  });
});

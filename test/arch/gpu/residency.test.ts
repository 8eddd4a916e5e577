import assert from 'node:assert/strict';
import fc from 'fast-check';
import { rereadHitRate } from '../../../src/arch/gpu/residency.js';
import { createRng } from '../../../src/sim/core/rng.js';

describe('the hit rate of a footprint that is read again and again', () => {
  it('is 1 where it fits', () => {
    assert.equal(rereadHitRate(0, 40), 1);
    assert.equal(rereadHitRate(40, 40), 1);
  });

  it('solves its equation, below 1, and falls with the footprint', () => {
    fc.assert(fc.property(fc.double({ min: 1.001, max: 60, noNaN: true }), (load) => {
      const h = rereadHitRate(load, 1);
      assert.ok(h >= 0 && h < 1);
      assert.ok(Math.abs(h - Math.exp(-(1 - h) * load)) < 1e-9, `${load} ${h}`);
      assert.ok(rereadHitRate(load * 1.1, 1) < h);
    }));
  });

  it('is what a cache with random replacement shows', () => {
    const rng = createRng(1);
    for (const [lines, capacity] of [[1350, 1000], [2000, 1000], [1100, 1000]] as const) {
      const place = new Int32Array(lines).fill(-1);
      const held = new Int32Array(capacity).fill(-1);
      let hits = 0;
      const rounds = 60;
      for (let round = 0; round < 2 * rounds; round++) {
        for (let line = 0; line < lines; line++) {
          if (place[line]! >= 0) {
            if (round >= rounds) hits++;
            continue;
          }
          const slot = rng.integer(0, capacity - 1);
          if (held[slot]! >= 0) place[held[slot]!] = -1;
          held[slot] = line;
          place[line] = slot;
        }
      }
      assert.ok(Math.abs(hits / (rounds * lines) - rereadHitRate(lines, capacity)) < 0.03, `${lines} ${hits / (rounds * lines)}`);
    }
  });
});

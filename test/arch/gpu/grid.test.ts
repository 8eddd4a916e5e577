import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fastestGrid, flatTiles, gridOf, libraryTiles, mostSplits, type GridMachine } from '../../../src/arch/gpu/grid.js';

const a100: GridMachine = { sms: 108, macsPerCycle: 1024, tensorEfficiency: 1, waveRampCycles: 0, l2BytesPerCycle: null, leftBytes: 2, rightBytes: 2 };
const size = fc.integer({ min: 1, max: 5000 });

describe('a grid of thread blocks', () => {
  it('runs in whole waves: 110 blocks take two on 108 multiprocessors', () => {
    const one = gridOf(a100, { rows: 128, columns: 128 }, 1, 128, 128 * 108, 256, false);
    assert.deepEqual([one.blocks, one.waves, one.blockCycles, one.smCycles], [108, 1, 4096, 108 * 4096]);
    const two = gridOf(a100, { rows: 128, columns: 128 }, 1, 128, 128 * 110, 256, false);
    assert.deepEqual([two.blocks, two.waves, two.smCycles], [110, 2, 2 * 108 * 4096]);
  });

  it('takes only its blocks where others fill the wave', () => {
    assert.equal(gridOf(a100, { rows: 64, columns: 64 }, 1, 64, 640, 64, true).smCycles, 10 * 256);
    assert.equal(gridOf(a100, { rows: 64, columns: 64 }, 1, 64, 640, 64, false).smCycles, 108 * 256);
  });

  it('waits for the cache where a small tile loads more than it computes, and for partial sums where it is split', () => {
    const machine = { ...a100, l2BytesPerCycle: 5120 };
    // (64 + 64) x 2 bytes x 64 steps on each of 108 multiprocessors, at 5120 bytes a cycle.
    assert.equal(gridOf(machine, { rows: 64, columns: 64 }, 1, 64, 64, 64, false).blockCycles, Math.ceil((128 * 2 * 64 * 108) / 5120));
    const split = gridOf(machine, { rows: 128, columns: 128 }, 2, 128, 128, 4096, false);
    assert.equal(split.smCycles, 108 * (128 * 128 * 2 + Math.ceil((2 * 4 * 2 * 128 * 128) / 5120)));
  });

  it('is the fastest of all tiles and splits, as an obvious search finds it', () => {
    fc.assert(fc.property(size, size, size, fc.boolean(), (m, n, k, together) => {
      let least = Infinity;
      for (const tile of libraryTiles) for (let s = 1; s <= mostSplits; s++) least = Math.min(least, gridOf(a100, tile, s, m, n, k, together).smCycles);
      assert.equal(fastestGrid(a100, libraryTiles, m, n, k, together).smCycles, least);
    }), { numRuns: 100 });
  });

  it('never beats the peak, and never takes less for more', () => {
    fc.assert(fc.property(size, size, size, fc.integer({ min: 0, max: 300 }), fc.boolean(), (m, n, k, more, together) => {
      const cycles = (...[a, b, c]: readonly [number, number, number]): number => fastestGrid(a100, [...flatTiles, ...libraryTiles], a, b, c, together).smCycles;
      const base = cycles(m, n, k);
      assert.ok(Number.isInteger(base) && base * 1024 >= m * n * k);
      assert.ok(cycles(m + more, n, k) >= base && cycles(m, n + more, k) >= base && cycles(m, n, k + more) >= base);
    }), { numRuns: 100 });
  });

  it('is constant between multiples of 32 of the reduction and of 64 columns, which the sum over decode steps rests on', () => {
    fc.assert(fc.property(size, size, (n, k) => {
      const machine = { ...a100, l2BytesPerCycle: 5120, waveRampCycles: 825, tensorEfficiency: 0.9 };
      const at = (columns: number, depth: number): number => fastestGrid(machine, libraryTiles, 1, columns, depth, true).smCycles;
      assert.equal(at(n, k), at(Math.ceil(n / 64) * 64, Math.ceil(k / 32) * 32));
    }), { numRuns: 100 });
  });

  it('needs a tile', () => {
    assert.throws(() => fastestGrid(a100, [], 1, 1, 1, false), RangeError);
  });
});

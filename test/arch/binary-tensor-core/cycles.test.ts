import assert from 'node:assert/strict';
import fc from 'fast-check';
import { instruction, mmaCalls, recoveryBytes, usefulShare, type Planes } from '../../../src/arch/binary-tensor-core/cycles.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { splitPlanes } from '../../../src/sim/numerics/arithmetic/bit-planes.js';
import { matrix } from '../../../src/sim/numerics/arithmetic/matrix.js';
import { binaryMmaCalls } from '../../../src/sim/numerics/arithmetic/plane-product.js';

const planes = (activations: number, weights: number, inRows: boolean): Planes => ({ activations, weights, inRows });

/** Every instruction, one by one: tiles of rows of planes, of columns and of the reduction that hold at least one element. */
function countedCalls({ activations, weights, inRows }: Planes, m: number, n: number, k: number): number {
  const tiles = new Set<string>();
  for (let i = 0; i < activations; i++) {
    for (let row = 0; row < m; row++) {
      const tile = inRows ? `${Math.floor((row * activations + i) / instruction.m)}` : `${i} ${Math.floor(row / instruction.m)}`;
      for (let j = 0; j < weights; j++) for (let column = 0; column < n; column++) for (let step = 0; step < k; step += instruction.k) tiles.add(`${tile} ${j} ${Math.floor(column / instruction.n)} ${step}`);
    }
  }
  return tiles.size;
}

describe('one-bit matrix instructions', () => {
  it('are p q ceil(m / 8) ceil(n / 8) ceil(k / 128): 2-bit weights, 8-bit activations, a 4096 x 4096 layer', () => {
    assert.equal(mmaCalls(planes(8, 2, false), 1, 4096, 4096), 8 * 2 * 1 * 512 * 32);
    assert.equal(mmaCalls(planes(8, 2, true), 1, 4096, 4096), 2 * 1 * 512 * 32);
    assert.equal(mmaCalls(planes(4, 4, true), 3, 20, 129), 4 * 2 * 3 * 2);
  });

  it('pad nothing for one row of 8 bits when its planes fill the tile, and seven eighths otherwise', () => {
    assert.equal(usefulShare(planes(8, 2, true), 1, 4096, 4096), 1);
    assert.equal(usefulShare(planes(8, 2, false), 1, 4096, 4096), 1 / 8);
    assert.equal(usefulShare(planes(6, 6, true), 1, 8, 128), 6 / 8);
  });

  it('are those that a walk over all tiles counts', () => {
    const size = fc.integer({ min: 1, max: 20 });
    fc.assert(fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 4 }), fc.boolean(), size, size, fc.integer({ min: 1, max: 400 }), (p, q, inRows, m, n, k) => {
      assert.equal(mmaCalls(planes(p, q, inRows), m, n, k), countedCalls(planes(p, q, inRows), m, n, k));
    }), { numRuns: 60 });
  });

  it('are those of the planes of real operands', () => {
    const rng = createRng(3);
    const drawn = (rows: number, bits: number) => splitPlanes(matrix(rows, 200, Float64Array.from({ length: rows * 200 }, () => rng.integer(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1))), bits, 'twos-complement');
    for (const [m, n, p, q] of [[1, 9, 8, 2], [17, 8, 3, 4], [8, 64, 1, 1]] as const) assert.equal(mmaCalls(planes(p, q, false), m, n, 200), binaryMmaCalls(drawn(m, p), drawn(n, q)));
  });

  it('write and read four bytes for every output and pair of planes where they are recovered elsewhere', () => {
    assert.equal(recoveryBytes(planes(2, 3, true), 8, 16), 2 * 4 * 8 * 16 * 6);
    assert.equal(recoveryBytes(planes(1, 1, true), 1, 1), 2 * 4 * 64);
  });
});

import assert from 'node:assert/strict';
import { drawIndex } from '../../../src/gym/agents/draw-index.js';
import { normal } from '../../../src/gym/agents/normal.js';
import { createRng } from '../../../src/sim/core/rng.js';

describe('draws of agents', () => {
  it('give indices by their weights, and never one of weight 0', () => {
    const [rng, counts] = [createRng(4), [0, 0, 0, 0, 0]];
    for (let i = 0; i < 10_000; i++) counts[drawIndex([0, 1, 0, 3, 0], rng)]!++;
    assert.deepEqual([counts[0], counts[2], counts[4]], [0, 0, 0]);
    assert.ok(Math.abs(counts[1]! - 2500) < 150);
    // The largest number of the source, with weights whose sum is rounded up.
    const last = { ...createRng(1), next: () => 1 - 2 ** -32 };
    assert.equal(drawIndex([0.1, 0.2, 1e-17, 0], last), 1);
  });

  it('are normal: mean 0, deviation 1, and the tails that belong to them', () => {
    const rng = createRng(7);
    const draws = Array.from({ length: 40_000 }, () => normal(rng));
    const mean = (of: (z: number) => number): number => draws.reduce((sum, z) => sum + of(z), 0) / draws.length;
    assert.ok(Math.abs(mean((z) => z)) < 0.02 && Math.abs(mean((z) => z * z) - 1) < 0.03 && Math.abs(mean((z) => z ** 4) - 3) < 0.2);
    for (const [beyond, share] of [[1, 0.3173], [2, 0.0455], [3, 0.0027]] as const) assert.ok(Math.abs(mean((z) => (Math.abs(z) > beyond ? 1 : 0)) - share) < 0.007);
    assert.ok(draws.every(Number.isFinite));
  });
});

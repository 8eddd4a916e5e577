import fc from 'fast-check';
import type { TileProblem } from '../../../../src/arch/dsp-chain/tile/beats.js';
import { sumBits, type TileParameters } from '../../../../src/arch/dsp-chain/tile/parameters.js';
import { createRng } from '../../../../src/sim/core/rng.js';
import { matrix } from '../../../../src/sim/numerics/arithmetic/matrix.js';

/** Legal tiles of up to 24 multipliers a column, dense and sparse. */
export const anyTile: fc.Arbitrary<TileParameters> = fc.record({
  slots: fc.integer({ min: 0, max: 3 }), wider: fc.integer({ min: 0, max: 3 }), windows: fc.integer({ min: 1, max: 3 }), columns: fc.integer({ min: 1, max: 3 }),
  chain: fc.constantFrom(1, 2, 3, 7, 8, 9, 15, 16, 17, 30), weightMin: fc.constantFrom(-128 as const, -127 as const), spare: fc.integer({ min: 3, max: 9 }), shift: fc.integer({ min: 0, max: 40 }),
}).map(({ slots, wider, windows, columns, chain, weightMin, spare, shift }) => {
  const n = 2 ** slots;
  const tile: TileParameters = { depth: n * windows, columns, chain, n, m: n * 2 ** wider, weightMin, groupBits: 27, shift };
  return { ...tile, groupBits: Math.min(27, sumBits(tile) + spare) };
});

/** A ragged problem whose groups the tile's sums hold; some have more weights in a window than the tile has slots, some only the ends of the range. */
export function anyProblem(p: TileParameters, seed: number): TileProblem {
  const rng = createRng(seed);
  const [m, n, k] = [rng.integer(1, 5), rng.integer(1, 5), rng.integer(1, 40)];
  const density = rng.pick([0, p.n / p.m, 1]);
  // Magnitudes small enough for some results not to saturate, whatever the shift is.
  const bits = rng.integer(1, 8);
  const [least, most] = [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
  const draw = rng.next() < 0.3 ? (low: number) => rng.pick([low, most]) : (low: number) => rng.integer(low, most);
  const groupLength = rng.integer(1, 40);
  return {
    activations: matrix(m, k, Int8Array.from({ length: m * k }, () => draw(least))),
    weights: matrix(n, k, Int8Array.from({ length: n * k }, () => (rng.next() < density ? draw(Math.max(p.weightMin, least)) : 0))),
    scales: Uint16Array.from({ length: n * Math.ceil(k / groupLength) }, () => rng.integer(0, 2 ** rng.integer(0, 16) - 1)),
    groupLength,
  };
}

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { tileCycles } from '../../../../src/arch/dsp-chain/cycles.js';
import { beatsOf } from '../../../../src/arch/dsp-chain/tile/beats.js';
import { beatCount, latencyCycles, runCycles } from '../../../../src/arch/dsp-chain/tile/cycles.js';
import { beatElements, type TileParameters } from '../../../../src/arch/dsp-chain/tile/parameters.js';
import { matrix } from '../../../../src/sim/numerics/arithmetic/matrix.js';
import { corner } from './corners.js';
import { anyTile } from './problems.js';

const size = fc.integer({ min: 1, max: 9 });

/** Beats of a problem whose weights have exactly n of m that are not zero in each window. */
function beats(p: TileParameters, m: number, n: number, k: number, groupLength: number): number {
  const weights = Int8Array.from({ length: n * k }, (_, i) => (((i % k) % groupLength) % p.m < p.n ? 1 : 0));
  return beatsOf(p, { activations: matrix(m, k, new Int8Array(m * k)), weights: matrix(n, k, weights), scales: new Uint16Array(n * Math.ceil(k / groupLength)), groupLength }).length;
}

describe('cycles of the dsp-chain tile', () => {
  it('are a beat each for work that keeps to N:M, whatever its shape and groups are', () => {
    fc.assert(fc.property(anyTile, size, size, fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 90 }), (p, m, n, k, groupLength) => {
      assert.equal(beatCount(p, { m, n, k, groupLength }), beats(p, m, n, k, groupLength));
    }));
  });

  it('are the steady cycles of the array where scale groups are a whole number of beats', () => {
    fc.assert(fc.property(anyTile, size, size, fc.integer({ min: 1, max: 90 }), size, (p, m, n, k, beatsOfGroup) => {
      const shape = { rows: 2, depth: p.depth, columns: p.columns };
      assert.equal(beatCount(p, { m, n, k, groupLength: beatsOfGroup * beatElements(p) }), tileCycles(shape, m, n, k, p.n / p.m));
    }));
  });

  it('are as many passes over a window as its fullest block of weights needs', () => {
    const tile = corner({ depth: 4, columns: 2, n: 2, m: 8 });
    const weights = (perWindow: number) => matrix(2, 16, Int8Array.from({ length: 32 }, (_, i) => (i >= 8 && i < 8 + perWindow ? 1 : 0)));
    const passes = [0, 1, 2, 3, 7, 8].map((kept) => beatsOf(tile, { activations: matrix(1, 16, new Int8Array(16)), weights: weights(kept), scales: new Uint16Array(2), groupLength: 16 }).length);
    assert.deepEqual(passes, [1, 1, 1, 2, 4, 4]);
  });

  it('are those of the beats and of the pipeline: the cascade, the tree over its groups, and 13', () => {
    assert.equal(latencyCycles(corner({ depth: 16, chain: 8 })), 8 + 1 + 13);
    assert.equal(latencyCycles(corner({ depth: 16, chain: 7 })), 7 + 2 + 13);
    assert.equal(latencyCycles(corner({ depth: 1, n: 1, m: 1, chain: 9 })), 1 + 0 + 13);
    assert.equal(runCycles(corner({ depth: 16, chain: 8 }), 100), 122);
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { arrayCycles, blockCycles, m2n64k4, oneBitMacs, peakOps, pipelineCycles, planesOf, tileRunCycles, type LutTile } from '../../../src/arch/lut-tensor-core/cycles.js';
import { dataType } from '../../../src/sim/model/datatype.js';

const size = fc.integer({ min: 1, max: 300 });
const tile = fc.record({ m: fc.integer({ min: 1, max: 8 }), n: fc.integer({ min: 1, max: 80 }), k: fc.integer({ min: 2, max: 6 }) });
const planes = fc.integer({ min: 1, max: 8 });

describe('cycles of look-up arrays', () => {
  it('are one a plane of a tile: 2 x 64 x 4 in two, the fill aside', () => {
    assert.equal(arrayCycles(m2n64k4, 2, 64, 4, 2), 2 + pipelineCycles);
    assert.equal(arrayCycles(m2n64k4, 3, 65, 5, 2), 2 * 2 * 2 * 2 + pipelineCycles);
    assert.equal(arrayCycles(m2n64k4, 2048, 4096, 4096, 4), 1024 * 64 * 1024 * 4 + pipelineCycles);
  });

  it('are those of a count tile by tile and plane by plane', () => {
    fc.assert(fc.property(tile, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 150 }), fc.integer({ min: 1, max: 20 }), planes, (t, m, n, k, w) => {
      let slow = 0;
      for (let i = 0; i < m; i += t.m) for (let j = 0; j < n; j += t.n) for (let l = 0; l < k; l += t.k) for (let p = 0; p < w; p++) slow++;
      assert.equal(arrayCycles(t, m, n, k, w) - pipelineCycles, slow);
    }));
  });

  it('never fall below work / peak, for any number of arrays', () => {
    fc.assert(fc.property(tile, fc.integer({ min: 1, max: 40 }), size, size, size, planes, (t, arrays, m, n, k, w) => {
      assert.ok(blockCycles(t, arrays, m, n, k, w) >= (m * n * k * w) / (arrays * oneBitMacs(t)));
      assert.ok(blockCycles(t, arrays, m, n, k, w) >= blockCycles(t, arrays + 1, m, n, k, w));
    }));
  });

  it('do not fall when a dimension grows', () => {
    fc.assert(fc.property(tile, fc.integer({ min: 1, max: 40 }), size, size, size, planes, size, (t, arrays, m, n, k, w, more) => {
      const base = blockCycles(t, arrays, m, n, k, w);
      for (const [a, b, c] of [[m + more, n, k], [m, n + more, k], [m, n, k + more]] as const) assert.ok(blockCycles(t, arrays, a, b, c, w) >= base);
    }));
  });

  it('give the peaks of a chip: 1.25 and 2.49 POPS for 16 and 32 arrays in 108 multiprocessors with 2 bits', () => {
    assert.ok(Math.abs(peakOps(m2n64k4, 16 * 108, 1.41e9, 2) / 1e12 - 1247.44) < 0.2);
    assert.ok(Math.abs(peakOps(m2n64k4, 32 * 108, 1.41e9, 2) / 1e12 - 2494.89) < 0.2);
  });

  it('need planes: integers of 1 to 8 bits and ternary weights have them, floats and codebooks do not', () => {
    assert.deepEqual(['int1', 'int3', 'int8', 'ternary'].map((name) => planesOf(dataType(name)!)), [1, 3, 8, 2]);
    for (const name of ['int16', 'fp4', 'fp16', 'nf4', 'bitmod4']) assert.equal(planesOf(dataType(name)!), null, name);
  });
});

/** The tile written down edge by edge: what is issued, what is in each of the three stages, and what the drain and the output buffer hold. */
function slowly({ m: rows, n: features, k: group }: LutTile, m: number, n: number, k: number, planes: number): number {
  const reductions = Math.ceil(m / rows) * Math.ceil(n / features);
  const steps = Math.ceil(k / group) * planes;
  const stages = [false, false, false];
  let [issued, held, sent, buffered, edge] = [0, 0, 0, false, 1];
  while (sent < reductions * features) {
    edge++;
    // Each edge moves what was there before it, from the output backwards.
    if (buffered) sent++;
    buffered = held > 0;
    if (held > 0) held--;
    if (stages[2] === true && held > 0) continue;
    if (stages[2] === true) held = features;
    stages.pop();
    const goes = issued < reductions * steps;
    if (goes) issued++;
    stages.unshift(goes && issued % steps === 0);
  }
  return edge;
}

describe('cycles of a run of the tile', () => {
  it('are those of the tile written down edge by edge', () => {
    const small = fc.integer({ min: 1, max: 12 });
    fc.assert(fc.property(fc.record({ m: small, n: small, k: fc.integer({ min: 2, max: 6 }) }), small, size, size, planes, (t, m, n, k, w) => {
      fc.pre(Math.ceil(n / t.n) <= 40);
      assert.equal(tileRunCycles(t, m, n, k, w), slowly(t, m, n, k, w));
    }), { numRuns: 300 });
  });

  it('are those of the array, its output beats and 3, where a reduction is no shorter than its beats', () => {
    assert.equal(tileRunCycles(m2n64k4, 2, 128, 4096, 2), arrayCycles(m2n64k4, 2, 128, 4096, 2) + 64 + 3);
    // 67 of 65 605 cycles: the beats of the last tile alone are seen.
    assert.equal(tileRunCycles(m2n64k4, 1, 2048, 4096, 2), 32 * 1024 * 2 + 2 + 64 + 3);
  });

  it('wait for the beats of the reduction before where one is shorter: 64 cycles for each tile of K = 8 and one plane', () => {
    assert.equal(tileRunCycles(m2n64k4, 2, 640, 8, 1), 2 + 10 * 64 + 2 + 3);
  });

  it('are never below those of the array', () => {
    fc.assert(fc.property(tile, size, size, size, planes, (t, m, n, k, w) => { assert.ok(tileRunCycles(t, m, n, k, w) > arrayCycles(t, m, n, k, w)); }));
  });
});

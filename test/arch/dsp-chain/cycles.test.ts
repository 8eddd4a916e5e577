import assert from 'node:assert/strict';
import fc from 'fast-check';
import { dspChainDesign } from '../../../src/arch/dsp-chain/rtl.js';
import { fillCycles, macsPerCycle, tileCycles } from '../../../src/arch/dsp-chain/cycles.js';
import { flightllmParameters } from '../../kit/fixtures.js';

const dim = fc.integer({ min: 1, max: 600 });
const shapes = fc.record({ rows: fc.integer({ min: 1, max: 128 }), depth: fc.integer({ min: 1, max: 32 }), columns: fc.integer({ min: 1, max: 128 }) });

describe('the cycles of a tile on DSP chains', () => {
  it('are never below work / peak', () => {
    fc.assert(fc.property(shapes, dim, dim, dim, fc.double({ min: 0.05, max: 1, noNaN: true }), (shape, m, n, k, density) => {
      assert.ok(tileCycles(shape, m, n, k, density) >= (m * n * k * density) / macsPerCycle(shape) - 1e-6);
    }));
  });

  it('do not fall when a dimension or the density grows', () => {
    fc.assert(fc.property(shapes, dim, dim, dim, fc.integer({ min: 0, max: 50 }), fc.double({ min: 0.05, max: 0.9, noNaN: true }), (shape, m, n, k, more, density) => {
      const base = tileCycles(shape, m, n, k, density);
      assert.ok(tileCycles(shape, m + more, n, k, density) >= base);
      assert.ok(tileCycles(shape, m, n + more, k, density) >= base);
      assert.ok(tileCycles(shape, m, n, k + more, density) >= base);
      assert.ok(tileCycles(shape, m, n, k, density + 0.1) >= base);
    }));
  });

  it('are those of the authors\' formulas for their two shapes: 128 x K x 16 x 16 / 4096 and K x 16 x 512 / 1024', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 700 }), (blocks) => {
      const k = 16 * blocks;
      assert.equal(tileCycles({ rows: 128, depth: 16, columns: 2 }, 128, 16, k, 1), (128 * blocks * 16 * 16) / 4096);
      assert.equal(tileCycles({ rows: 1, depth: 16, columns: 64 }, 1, 512, k, 1), (blocks * 16 * 512) / 1024);
    }));
  });

  it('are, to fill a chain, those that the RTL tile takes from its last operands to their result', () => {
    assert.equal(fillCycles({ rows: 1, depth: 16, columns: 64 }), 8 + 1 + 13);
    assert.equal(fillCycles({ rows: 1, depth: 1, columns: 1 }), 1 + 0 + 13);
    const { parameters, runs } = dspChainDesign(flightllmParameters());
    const depth = parameters.find(({ name }) => name === 'DEPTH')!.value;
    // A run takes a cycle for each of its beats, and the fill.
    for (const { cycles, beats } of runs) assert.equal(cycles, beats['act']!.length + fillCycles({ rows: 2, depth, columns: 1 }));
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { meanFullest } from '../../../src/arch/codebook/bank-conflicts.js';
import { chipOf } from '../../../src/arch/codebook/chips.js';
import { lookupRate, residencyOf } from '../../../src/arch/codebook/residency.js';
import { codebookBytes, indexBitsPerWeight, sharedBytesNeeded, storedMatrix, type Codebooks } from '../../../src/arch/codebook/store.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { codebookCost } from '../../../src/sim/numerics/arithmetic/codebook-gemv.js';
import { matrix, zeros } from '../../../src/sim/numerics/arithmetic/matrix.js';
import { deviceNamed } from '../../../src/sim/physical/devices/index.js';

const vptq2: Codebooks = { vectorLength: 8, entries: [65536] };
const vptq3: Codebooks = { vectorLength: 8, entries: [65536, 256] };
const aqlm2x8: Codebooks = { vectorLength: 8, entries: [256, 256] };
const a100 = chipOf(deviceNamed('a100-sxm-80gb')!)!;
const rtx4090 = chipOf(deviceNamed('rtx-4090')!)!;

describe('bits and bytes of codebooks', () => {
  it('are 2 bits for 65536 vectors of eight, 3 with 256 for what is left; 1 MiB, 4 KiB more, and 8 KiB for two times 256', () => {
    assert.deepEqual([vptq2, vptq3, aqlm2x8].map(indexBitsPerWeight), [2, 3, 2]);
    assert.deepEqual([vptq2, vptq3, aqlm2x8].map(codebookBytes), [2 ** 20, 2 ** 20 + 4096, 8192]);
  });

  it('are those of the product that uses them', () => {
    const cost = codebookCost({ inputs: 8, outputs: 16, centroids: zeros(4096, 8), indices: new Uint16Array(16), residual: { centroids: zeros(256, 8), indices: new Uint16Array(16) }, scale: new Float64Array(8), bias: new Float64Array(8) });
    const books: Codebooks = { vectorLength: 8, entries: [4096, 256] };
    assert.deepEqual([indexBitsPerWeight(books), codebookBytes(books)], [cost.bitsPerWeight, cost.codebookBytes]);
    assert.equal(matrix(1, 1, new Float64Array(1)).rows, 1);
  });

  it('of a 4096 x 4096 matrix with 1 MiB of codebook are half a bit more a weight', () => {
    const stored = storedMatrix(vptq2, 4096, 4096, 2 * 4096);
    assert.deepEqual([stored.indexBytes, stored.codebookBytes, stored.scaleBytes], [4096 * 4096 / 4, 2 ** 20, 16384]);
    assert.equal(stored.bitsPerWeight, 2 + 0.5 + 8 * 16384 / 4096 ** 2);
  });

  it('need 131072 bytes of shared memory for 8192 vectors of eight and a tile beside them: an A100 has them, an RTX 4090 has not', () => {
    const books: Codebooks = { vectorLength: 8, entries: [8192] };
    assert.equal(sharedBytesNeeded(books, 256), 131072 + 6 * 256 + 32 + 2 * 256);
    assert.equal(residencyOf(a100, books, 256), 'shared');
    assert.equal(residencyOf(rtx4090, books, 256), 'l2');
    assert.equal(residencyOf(a100, vptq2, 256), 'l2');
    assert.equal(residencyOf({ ...a100, l2Bytes: 2 ** 19 }, vptq2, 256), 'memory');
  });
});

describe('look-ups', () => {
  it('do not collide where eight copies fit, and take 32 bytes of the L2 cache for the 16 of a vector', () => {
    assert.deepEqual(lookupRate(a100, aqlm2x8, 'shared', 256, 1), { smCycles: 1 / 8, chipBytes: 0 });
    assert.deepEqual(lookupRate(a100, vptq2, 'l2', 256, 1), { smCycles: 1, chipBytes: 32 });
    assert.deepEqual(lookupRate(a100, { vectorLength: 32, entries: [256] }, 'l2', 256, 2), { smCycles: 1, chipBytes: 64 });
    const collided = lookupRate(a100, { vectorLength: 6, entries: [4096] }, 'shared', 256, 1).smCycles;
    assert.ok(Math.abs(collided - meanFullest(8, 8) / 8) < 1e-15 && collided > 2.5 / 8 && collided < 2.7 / 8);
  });

  it('collide as random draws do', () => {
    const rng = createRng(9);
    fc.assert(fc.property(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 10 }), (balls, bins) => {
      const trials = 2500;
      let sum = 0;
      for (let i = 0; i < trials; i++) {
        const filled = new Array<number>(bins).fill(0);
        for (let ball = 0; ball < balls; ball++) filled[rng.integer(0, bins - 1)]!++;
        sum += Math.max(...filled);
      }
      assert.ok(Math.abs(meanFullest(balls, bins) - sum / trials) < 0.12);
    }), { numRuns: 15 });
    assert.equal(meanFullest(1, 8), 1);
    assert.ok(Math.abs(meanFullest(2, 2) - 1.5) < 1e-12);
  });
});

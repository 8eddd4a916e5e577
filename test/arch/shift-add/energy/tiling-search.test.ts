import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ownBookkeeping, releasedBookkeeping } from '../../../../src/arch/shift-add/energy/bookkeeping.js';
import { factorizations, leakyFilter } from '../../../../src/arch/shift-add/energy/factorizations.js';
import { passOf, type OperationKind } from '../../../../src/arch/shift-add/energy/operation.js';
import type { Pass } from '../../../../src/arch/shift-add/energy/pass.js';
import { fits, tilingEnergy, tilingSeconds, type PassTiling } from '../../../../src/arch/shift-add/energy/tiling.js';
import { bestTiling } from '../../../../src/arch/shift-add/energy/tiling-search.js';

const shape = (batch: number, inputs: number, outputs: number) => ({ batch, inputs, outputs });
const dimension = fc.constantFrom(1, 2, 3, 6, 8, 12, 20, 32, 48);

describe('the tiling search', () => {
  it('finds what trying every tiling finds, under either bookkeeping', () => {
    const kinds = fc.constantFrom<OperationKind>('multiply', 'add', 'gate', 'shift', 'look-up', 'scaled-look-ups', 'shifted-look-ups');
    fc.assert(fc.property(kinds, dimension, dimension, dimension, fc.constantFrom(2, 3, 4, 16), fc.boolean(), (kind, batch, inputs, outputs, weightBits, released) => {
      const pass = passOf({ kind, shape: shape(batch, inputs, outputs), weightBits }, released ? releasedBookkeeping : ownBookkeeping);
      assert.deepEqual(bestTiling(pass), tried(pass));
    }), { numRuns: 30 });
  });

  it('has a hand-counted tiling of 2 x 2 products: energies of each level', () => {
    const pass = passOf({ kind: 'multiply', shape: shape(1, 2, 2), weightBits: 16 }, releasedBookkeeping);
    const tiling: PassTiling = { batch: [1, 1], outputs: [2, 1, 1, 1], inputs: [1, 2, 1] };
    // Four products; 2 inputs, 4 weights, 2 outputs in the DRAM; 2 + 2 in the buffer; 6 words and 2 sums on the network; 4 + 2 in registers, 4 weights.
    const picojoules = 4 * 1.1 + 8 * 200 + 4 * 22.2 + 6 * 7.4 + 2 * 3.7 + 6 * 3.7 + 4 * 7.4;
    assert.ok(fits(pass, tiling));
    assert.ok(Math.abs(tilingEnergy(pass, tiling) * 1e9 - picojoules) < 1e-9 * picojoules);
    assert.equal(tilingSeconds(pass, tiling), 2 / 250e6);
  });

  it('has no tiling where not even single elements fit', () => {
    const pass = passOf({ kind: 'multiply', shape: shape(1, 4, 4), weightBits: 16 }, ownBookkeeping);
    assert.equal(bestTiling({ ...pass, limits: { ...pass.limits, buffer: 1 } }), null);
  });

  it('never takes less time than all PEs at work', () => {
    fc.assert(fc.property(dimension, dimension, dimension, (batch, inputs, outputs) => {
      const found = bestTiling(passOf({ kind: 'multiply', shape: shape(batch, inputs, outputs), weightBits: 4 }, ownBookkeeping))!;
      assert.ok(found.seconds >= ((batch * inputs * outputs) / 192 / 250e6) * (1 - 1e-12));
    }), { numRuns: 30 });
  });
});

/** Every tiling, one after the other, with the score recomputed for each. */
function tried(pass: Pass): ReturnType<typeof bestTiling> {
  const all: NonNullable<ReturnType<typeof bestTiling>>[] = [];
  const quads = factorizations(pass.shape.outputs, 4);
  const outputs = pass.leakyFilterAbove === null ? quads : leakyFilter(quads, ([register]) => register! > pass.leakyFilterAbove!);
  for (const [inner, outer] of factorizations(pass.shape.batch, 2)) {
    for (const [m0, m1, m2, m3] of outputs) {
      for (const [c0, c1, c2] of factorizations(pass.shape.inputs, 3)) {
        const tiling: PassTiling = { batch: [inner!, outer!], outputs: [m0!, m1!, m2!, m3!], inputs: [c0!, c1!, c2!] };
        if (fits(pass, tiling)) all.push({ tiling, energyMillijoules: tilingEnergy(pass, tiling), seconds: tilingSeconds(pass, tiling) });
      }
    }
  }
  const energies = all.map((t) => t.energyMillijoules);
  const seconds = all.map((t) => t.seconds);
  const [leastEnergy, mostEnergy, leastSeconds, mostSeconds] = [Math.min(...energies), Math.max(...energies), Math.min(...seconds), Math.max(...seconds)];
  const scores = all.map((t) => (t.energyMillijoules - leastEnergy) / mostEnergy + (t.seconds - leastSeconds) / mostSeconds);
  return all[scores.indexOf(Math.min(...scores))] ?? null;
}

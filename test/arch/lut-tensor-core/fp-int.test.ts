import assert from 'node:assert/strict';
import fc from 'fast-check';
import { alignedBits, fignaParts, figlutParts, figlutProducts, figlutShape, ifpuParts, oneBitProducts, stationaryUtilization, type FpIntArray } from '../../../src/arch/lut-tensor-core/fp-int.js';
import { gates28nm } from '../../../src/arch/lut-tensor-core/gates.js';
import { partsEnergyPj } from '../../../src/sim/physical/components/index.js';

const q4: FpIntArray = { reduction: 64, outputs: 64, weightBits: 4, alignedBits };

describe('arrays for FP16 activations and integer weights', () => {
  it('are equal at 4 bits: 2 x 16 x 4 elements of 32 readers with groups of four make 64 x 64 x 4 one-bit products', () => {
    assert.equal(figlutProducts(2 * 16 * 4, figlutShape), 16384);
    assert.equal(oneBitProducts(q4), 16384);
    assert.notEqual(figlutProducts(2 * 16 * 4, { mu: 4, racs: 16 }), 16384);
  });

  it('have one reader for four one-bit products, and one table for 32 readers', () => {
    const count = (name: string): number => figlutParts(q4, figlutShape, gates28nm).find((p) => p.name === name)!.count;
    assert.equal(count('multiplexers'), 4096);
    assert.equal(count('tables'), 128 * 8);
    assert.equal(count('table adders'), 128 * 14);
  });

  it('draw least with tables and most with a plane in each element', () => {
    fc.assert(fc.property(fc.integer({ min: 2, max: 8 }), fc.constantFrom(32, 64, 128), (weightBits, size) => {
      const a = { ...q4, weightBits, reduction: size, outputs: size };
      assert.ok(partsEnergyPj(figlutParts(a, figlutShape, gates28nm))! < partsEnergyPj(ifpuParts(a, gates28nm))!);
    }));
    const [figlut, figna, ifpu] = [figlutParts(q4, figlutShape, gates28nm), fignaParts(q4, gates28nm), ifpuParts(q4, gates28nm)].map((parts) => partsEnergyPj(parts)!);
    assert.ok(figlut! < figna! && figna! < ifpu!);
  });

  it('gain from more readers of a table', () => {
    const energy = (racs: number): number => partsEnergyPj(figlutParts(q4, { mu: 4, racs }, gates28nm))!;
    assert.ok(energy(4) > energy(8) && energy(8) > energy(32));
    assert.ok(energy(1) > partsEnergyPj(fignaParts(q4, gates28nm))!);
  });

  it('never work more than all the time on a batch, and come closer with larger ones', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 10000 }), (batch) => {
      const share = stationaryUtilization(q4, batch);
      assert.ok(share > 0 && share < 1 && share < stationaryUtilization(q4, batch + 1));
    }));
    assert.equal(stationaryUtilization(q4, 32), 32 / 222);
  });
});

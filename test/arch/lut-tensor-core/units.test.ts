import assert from 'node:assert/strict';
import fc from 'fast-check';
import { m2n64k4 } from '../../../src/arch/lut-tensor-core/cycles.js';
import { gates28nm } from '../../../src/arch/lut-tensor-core/gates.js';
import { fp16, fp8, int, type NumberKind } from '../../../src/arch/lut-tensor-core/number-kind.js';
import { partsAreaUm2, partsEnergyPj } from '../../../src/sim/physical/components/index.js';
import { addArrayParts, lutArrayParts, macArrayParts, type LutDesign } from '../../../src/arch/lut-tensor-core/units.js';
import type { Part } from '../../../src/sim/model/component.js';

const array = (activations: NumberKind, planes: number, k = 4) => ({ ...m2n64k4, k, activations, planes });
const lut = (activations: NumberKind, planes: number, k = 4): Part[] => lutArrayParts(array(activations, planes, k), 'fused', gates28nm);
const mac = (activations: NumberKind): Part[] => macArrayParts({ m: 8, n: 4, k: 16, activations }, gates28nm);
const kinds = [int(8), int(16), fp8, fp16];

/** um2 for one multiply-accumulate a cycle. */
const serialArea = (parts: Part[], planes: number): number => (partsAreaUm2(parts)! * planes) / 512;
const bits = (parts: Part[], name: string): number => parts.filter((p) => p.name === name).reduce((sum, p) => sum + p.count * Number(/^(\d+)/.exec(p.component.name)![1]), 0);

describe('parts of a look-up array', () => {
  it('are 16 entries of 10 bits, 256 weight bits and 128 accumulators of 12 bits for W2A8 in M2N64K4', () => {
    const parts = lut(int(8), 2);
    assert.equal(bits(parts, 'tables'), 16 * 10);
    assert.equal(bits(parts, 'weight bits'), 256);
    assert.equal(bits(parts, 'accumulators'), 128 * 12);
    assert.deepEqual(parts.find((p) => p.name === 'table multiplexers')!.component.name, 'selector of one of 8 words of 10 bits');
  });

  it('become less with each step of the paper, in area and energy', () => {
    const designs: readonly LutDesign[] = ['conventional', 'reinterpreted', 'remapped', 'fused'];
    fc.assert(fc.property(fc.constantFrom(...kinds), fc.integer({ min: 1, max: 8 }), (activations, planes) => {
      const steps = designs.map((design) => lutArrayParts(array(activations, planes), design, gates28nm));
      for (let i = 1; i < steps.length; i++) {
        assert.ok(partsAreaUm2(steps[i]!)! < partsAreaUm2(steps[i - 1]!)!, designs[i]);
        assert.ok(partsEnergyPj(steps[i]!)! < partsEnergyPj(steps[i - 1]!)!, designs[i]);
      }
    }));
  });

  it('have area and energy with a source', () => {
    for (const parts of [lut(int(8), 2), lut(fp16, 1), mac(int(8)), mac(fp16), addArrayParts(array(fp8, 2), gates28nm)]) {
      for (const { component, count, activity } of parts) {
        assert.ok(component.area.value !== null && component.area.value > 0 && component.area.source.length > 20, component.name);
        assert.ok(component.energy.value !== null && component.energy.value > 0 && component.energy.source.length > 20, component.name);
        assert.ok(count > 0 && activity >= 0 && activity <= 1);
      }
    }
  });

  it('take least area an operation with groups of four for integers and of five for floats, as the paper finds', () => {
    const perBit = (kind: NumberKind, k: number): number => partsAreaUm2(lut(kind, 1, k))! / k;
    for (const k of [2, 3, 5, 6]) assert.ok(perBit(int(8), 4) < perBit(int(8), k), `INT8, K ${k}`);
    for (const k of [2, 3, 4, 6]) assert.ok(perBit(fp16, 5) < perBit(fp16, k), `FP16, K ${k}`);
  });
});

describe('kinds of units for one multiply-accumulate a cycle', () => {
  it('are least with look-up tables: below multipliers for weights of up to 6 bits (FP8: 4), below adders and conventional tables always', () => {
    for (const activations of kinds) {
      for (let planes = 1; planes <= 8; planes++) {
        const area = serialArea(lut(activations, planes), planes);
        assert.ok(area < serialArea(addArrayParts(array(activations, planes), gates28nm), planes));
        assert.ok(area < serialArea(lutArrayParts(array(activations, planes), 'conventional', gates28nm), planes));
        if (planes <= (activations === fp8 ? 4 : 6)) assert.ok(area < serialArea(mac(activations), 1), `${activations.kind} ${activations.bits}, ${planes} planes`);
      }
    }
  });

  it('take a quarter or less of a multiplier with one-bit weights, in area and energy', () => {
    for (const activations of kinds) {
      assert.ok(serialArea(lut(activations, 1), 1) < serialArea(mac(activations), 1) / 4);
      assert.ok(partsEnergyPj(lut(activations, 1))! < partsEnergyPj(mac(activations))! / 4);
    }
  });

  it('lose to multipliers of INT8 with weights of 8 bits', () => {
    assert.ok(serialArea(lut(int(8), 8), 8) > serialArea(mac(int(8)), 1));
  });
});

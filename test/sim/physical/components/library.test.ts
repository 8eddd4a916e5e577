import assert from 'node:assert/strict';
import fc from 'fast-check';
import { estimate, type Estimate, type NotModelled } from '../../../../src/sim/core/estimate.js';
import type { Component } from '../../../../src/sim/model/component.js';
import { joinedLibrary, libraryOf, type ComponentLibrary } from '../../../../src/sim/physical/components/component-library.js';
import { bf16, fp16, fp32, fp8e4m3, fp8e5m2, storedBits } from '../../../../src/sim/physical/components/float-format.js';
import { horowitz45 } from '../../../../src/sim/physical/components/horowitz.js';
import { library, libraryNames } from '../../../../src/sim/physical/components/library.js';
import { gateTable } from '../../../../src/sim/physical/components/nangate.js';
import { cells } from '../../../../src/sim/physical/components/structure.js';

const formats = [fp32, fp16, bf16, fp8e4m3, fp8e5m2];
const bits = fc.integer({ min: 1, max: 64 });
const value = (e: Estimate | NotModelled): number => e.value ?? NaN;

function everyComponent(of: ComponentLibrary, a: number, b: number): readonly Component[] {
  return [
    of.adder(a), of.multiplier(a, b), of.multiplyAdd(a, b, a + b), of.register(a), of.comparator(a), of.incrementer(a), of.negation(a), of.gate(a), of.multiplexer(a, b),
    of.selector(a, b), of.decoder(1 + (a % 8)), of.shifter(a, b),
    ...formats.flatMap((format) => [of.floatAdder(format), of.floatMultiplier(format), of.floatMultiplyAdd(format), of.floatMultiplyAdd(format, fp32)]),
  ];
}

describe('component libraries', () => {
  it('give every component an area or a reason and an energy or a reason, never less than nothing', () => {
    fc.assert(fc.property(fc.constantFrom(...libraryNames), bits, bits, fc.constantFrom(undefined, 65, 40, 28, 16, 7), (name, a, b, nodeNm) => {
      for (const { area, energy } of everyComponent(library(name, nodeNm === undefined ? undefined : { nodeNm }), a, b)) {
        for (const [quantity, unit] of [[area, 'um2'], [energy, 'pJ']] as const) {
          if (quantity.value === null) assert.ok(quantity.reason.length > 0);
          else assert.ok(quantity.value >= 0 && Number.isFinite(quantity.value) && quantity.unit === unit && quantity.source.length > 0);
        }
      }
    }), { numRuns: 30 });
  });

  it('know areas and energies of everything (Aladdin), energies but of registers (Horowitz), areas alone (uSystolic, NanGate)', () => {
    const gaps = (name: (typeof libraryNames)[number]): readonly [areas: number, energies: number] => {
      const all = everyComponent(library(name), 8, 4);
      return [all.filter(({ area }) => area.value === null).length, all.filter(({ energy }) => energy.value === null).length];
    };
    const count = everyComponent(library('aladdin-40'), 8, 4).length;
    assert.deepEqual(gaps('aladdin-40'), [0, 0]);
    assert.deepEqual(gaps('horowitz-45'), [count, 1]);
    assert.deepEqual(gaps('usystolic-32'), [0, count]);
    assert.deepEqual(gaps('nangate-45'), [0, count]);
  });

  it('do not shrink when a width grows', () => {
    fc.assert(fc.property(fc.constantFrom('aladdin-40' as const, 'usystolic-32' as const, 'nangate-45' as const), bits, bits, (name, a, b) => {
      const of = library(name);
      const grows = (small: Component, large: Component): void => {
        assert.ok(value(small.area) <= value(large.area) + 1e-9, `${small.name}, ${large.name}`);
        if (small.energy.value !== null && large.energy.value !== null) assert.ok(small.energy.value <= large.energy.value + 1e-9, small.name);
      };
      grows(of.adder(a), of.adder(a + 1));
      grows(of.multiplier(a, b), of.multiplier(a + 1, b));
      grows(of.multiplyAdd(a, b, a + b), of.multiplyAdd(a + 1, b, a + b + 1));
      grows(of.register(a), of.register(a + 1));
      grows(of.multiplexer(a, b), of.multiplexer(a + 1, b));
      grows(of.shifter(a, b), of.shifter(a, b + 1));
      if (a > 4) grows(of.selector(a, b), of.selector(2 * a, b));
    }));
  });

  it('order float formats by their significands', () => {
    for (const name of ['aladdin-40', 'horowitz-45'] as const) {
      const of = library(name);
      const energies = [fp8e5m2, fp8e4m3, bf16, fp16, fp32].map((format) => value(of.floatMultiplier(format).energy));
      assert.deepEqual(energies, [...energies].sort((x, y) => x - y), name);
    }
    assert.deepEqual(formats.map(storedBits), [32, 16, 16, 8, 8]);
  });

  it('add up: a multiplexer of n words is n - 1 of two, an operation of two libraries is none', () => {
    const of = library('aladdin-40');
    assert.ok(Math.abs(value(of.multiplexer(8, 16).area) - 7 * value(of.multiplexer(2, 16).area)) < 1e-9);
    assert.equal(value(of.multiplexer(1, 16).area), 0);
    assert.equal(value(of.multiplyAdd(8, 8, 24).energy), value(of.multiplier(8, 8).energy) + value(of.adder(24).energy));
  });

  it('scale to a technology by one factor, and say so', () => {
    const [at40, at28] = [library('aladdin-40'), library('aladdin-40', { nodeNm: 28 })];
    const some = (of: ComponentLibrary): readonly Component[] => [of.adder(16), of.floatAdder(fp16), of.register(3)];
    const factors = some(at28).map((c, i) => value(c.area) / value(some(at40)[i]!.area));
    for (const factor of factors) assert.ok(Math.abs(factor / factors[0]! - 1) < 1e-12);
    assert.ok(factors[0]! > 0.45 && factors[0]! < 0.5);
    const { area, energy } = at28.adder(32);
    assert.ok(area.value !== null && area.quality === 'derived' && area.source.includes('from 40 to 28 nm'));
    assert.ok(energy.value !== null && energy.source.includes('from 40 nm, 0.9 V to 28 nm, 0.9 V'));
    assert.ok(value(library('aladdin-40', { nodeNm: 28, volts: 0.7 }).adder(32).energy) < energy.value);
    assert.equal(library('aladdin-40', { nodeNm: 5 }).adder(32).area.value, null);
  });

  it('join areas of one source with energies of another, but never Horowitz with Aladdin', () => {
    const of = library({ area: 'nangate-45', energy: 'horowitz-45' }, { nodeNm: 28 });
    const adder = of.adder(32);
    assert.equal(value(adder.area), value(library('nangate-45', { nodeNm: 28 }).adder(32).area));
    assert.equal(value(adder.energy), value(library('horowitz-45', { nodeNm: 28 }).adder(32).energy));
    assert.throws(() => library({ area: 'aladdin-40', energy: 'horowitz-45' }), RangeError);
    assert.throws(() => library({ area: 'horowitz-45', energy: 'aladdin-40' }), RangeError);
  });

  it('take the area of a gate from whoever has measured it', () => {
    const own = libraryOf(gateTable(28, estimate(0.4, 'um2', 'measured', 'a chip')));
    assert.ok(Math.abs(value(own.adder(10).area) - 4 * cells.fullAdder) < 1e-12);
    const joined = joinedLibrary(own, library('aladdin-40', { nodeNm: 28 }));
    assert.deepEqual(joined.register(8).area, own.register(8).area);
    assert.notEqual(joined.register(8).energy.value, null);
  });

  it('refuse widths that are no whole numbers from 1', () => {
    const of = library('aladdin-40');
    for (const wrong of [0, -1, 1.5, NaN]) {
      assert.throws(() => of.adder(wrong), RangeError);
      assert.throws(() => of.multiplexer(4, wrong), RangeError);
      assert.throws(() => of.floatAdder({ name: 'none', exponentBits: 5, mantissaBits: wrong }), RangeError);
    }
  });
});

describe('floats made of parts', () => {
  /** Float units of Horowitz' own integer parts in the place of his float energies. */
  const composed = libraryOf({ technology: horowitz45.technology, costs: (block) => (block.kind.startsWith('float') ? null : horowitz45.costs(block)) });
  const published = library('horowitz-45');
  const share = (unit: 'floatAdder' | 'floatMultiplier', format: typeof fp16): number => (
    Math.round((100 * value(composed[unit](format).energy)) / value(published[unit](format).energy)));

  it('take 83 % and 79 % of the energies of Horowitz\' FP16 and FP32 adders, but 40 % and 51 % of his multipliers', () => {
    assert.deepEqual([share('floatAdder', fp16), share('floatAdder', fp32)], [83, 79]);
    assert.deepEqual([share('floatMultiplier', fp16), share('floatMultiplier', fp32)], [40, 51]);
  });

  it('miss the FP16 units that BitMoD synthesised in 28 nm by factors: 0.33 for the multiplier and 0.64 for the adder with Aladdin', () => {
    // Without registers: 1273.6 and 459.9 um2 (yc2367/BitMoD, hardware/PE_Area_Power.xlsx, TSMC 28 nm at 1 GHz).
    const of = library('aladdin-40', { nodeNm: 28 });
    const factor = (c: Component, um2: number): number => Math.round((100 * value(c.area)) / um2) / 100;
    assert.deepEqual([factor(of.floatMultiplier(fp16), 1273.6), factor(of.floatAdder(fp16), 459.9)], [0.33, 0.64]);
  });
});

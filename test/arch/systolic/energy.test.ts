import assert from 'node:assert/strict';
import { evaluate } from 'mathjs';
import * as fc from 'fast-check';
import { systolicEnergy } from '../../../src/arch/systolic/energy.js';
import { buildSystolic } from '../../../src/arch/systolic/machine.js';
import type { SystolicParameters } from '../../../src/arch/systolic/spec.js';
import { systolicSchema } from '../../../src/arch/systolic/spec.js';
import { InputError } from '../../../src/sim/core/diagnostics.js';
import type { Estimate, NotModelled } from '../../../src/sim/core/estimate.js';
import type { Explained } from '../../../src/sim/core/explained.js';
import { explainMetric } from '../../../src/sim/engine/explain.js';
import { simulate } from '../../../src/sim/engine/simulate.js';
import { dataType } from '../../../src/sim/model/datatype.js';
import { dramEnergyPerByte, dramStandards, library, libraryNames, sram } from '../../../src/sim/physical/components/index.js';
import { deviceNamed } from '../../../src/sim/physical/devices/index.js';
import { inputOfExample } from '../../kit/fixtures.js';
import { aladdin28, anyParameters, chip, small } from './parameters.js';

const int8 = dataType('int8')!;
const node = { nodeNm: 28 };
const priced: SystolicParameters = { ...small, technology: aladdin28, options: { ignoreLogicStaticPower: true } };

function reasonOf(each: Estimate | NotModelled): string {
  return each.value === null ? each.reason : `${each.value}`;
}

/** Recomputes every node of a tree from its children by its formula. Returns how many nodes were recomputed. */
function recompute(node: Explained): number {
  if (node.formula === null) {
    assert.ok(node.source !== null && node.source.length > 5 && node.quality !== null, `${node.name} has no source`);
    return 0;
  }
  const value = evaluate(node.formula, Object.fromEntries(node.inputs.map((i) => [i.name, i.value]))) as number;
  assert.ok(Math.abs(value - node.value) <= 1e-9 * Math.abs(value), `${node.name} = ${node.formula}: ${value} against ${node.value}`);
  return 1 + node.inputs.reduce((sum, input) => sum + recompute(input), 0);
}

describe('arch/systolic/energy', () => {
  it('of a multiply-accumulate is that of the PE and its share of buffer accesses, counted by hand', () => {
    const of = library('aladdin-40', node);
    const pj = (each: { readonly energy: Estimate | NotModelled }): number => each.energy.value!;
    const pe = pj(of.multiplyAdd(8, 8, 32)) + pj(of.register(8)) + pj(of.register(8)) * (16 / 128) + pj(of.register(32));
    const weights = sram({ bytes: 64 * 1024, widthBits: 256 }, node);
    const activations = sram({ bytes: 256 * 1024, widthBits: 128 }, node);
    const outputs = sram({ bytes: 32 * 1024, widthBits: 1024 }, node);
    // A row of 32 weights serves 128 tokens on 16 rows, a column of 16 activations 32 features, a row of 32 sums is written for 16 products and read for all folds but the first.
    const buffers = pj(weights) / (32 * 128) + pj(activations) / (16 * 32) + (outputs.write.value! + (63 / 64) * pj(outputs)) / (32 * 16);
    const energy = systolicEnergy(priced).mac(int8, int8);
    assert.ok(Math.abs(energy.value! / ((pe + buffers) * 1e-12) - 1) < 1e-12, `${energy.value!} against ${(pe + buffers) * 1e-12}`);
  });

  it('of other actions is that of a lane, of the memory\'s standard with a write to the buffer, and of the buffers\' leakage', () => {
    const of = library('aladdin-40', node);
    const energy = systolicEnergy(priced);
    const lane = of.floatMultiplyAdd({ name: 'FP16', exponentBits: 5, mantissaBits: 10 }).energy.value! + 3 * of.register(16).energy.value!;
    assert.ok(Math.abs(energy.vectorElement.value! / (lane * 1e-12) - 1) < 1e-12);
    const write = sram({ bytes: 64 * 1024, widthBits: 256 }, node).write.value!;
    assert.ok(Math.abs(energy.dramByte.value! / (dramEnergyPerByte('DDR4').value! + (write / 32) * 1e-12) - 1) < 1e-12);
    const leakage = ([[64, 256], [256, 128], [32, 1024]] as const).reduce((sum, [kib, widthBits]) => sum + sram({ bytes: kib * 1024, widthBits }, node).leakage.value!, 0);
    assert.ok(Math.abs(energy.staticPower.value! / (leakage * 1e-3) - 1) < 1e-12);
    const integer = systolicEnergy({ ...priced, vectorFormat: 'int32' });
    assert.ok(Math.abs(integer.vectorElement.value! / ((of.multiplyAdd(32, 32, 32).energy.value! + 3 * of.register(32).energy.value!) * 1e-12) - 1) < 1e-12);
  });

  it('of a bit-serial multiply-accumulate grows with the bits that it takes, and is above a bit-parallel one at 8 bits', () => {
    const serial = systolicEnergy({ ...priced, mac: 'bit-serial-weights' });
    const joules = ['int2', 'int4', 'int8'].map((name) => serial.mac(dataType(name)!, int8).value!);
    assert.ok(joules[0]! < joules[1]! && joules[1]! < joules[2]!);
    assert.ok(joules[2]! > systolicEnergy(priced).mac(int8, int8).value!);
  });

  it('is a positive number with a source or null with a reason, for any design', () => {
    fc.assert(fc.property(anyParameters, (parameters) => {
      const energy = systolicEnergy({ ...parameters, technology: aladdin28 });
      for (const each of [energy.mac(int8, int8), energy.vectorElement, energy.dramByte, energy.staticPower]) {
        assert.ok(each.value === null ? each.reason.length > 20 : each.value > 0 && each.source.length > 20);
      }
    }), { numRuns: 40 });
  });

  it('is null with the reason where something has no source: no technology, no energies in the library, no memory, no node of SRAM, no leakage of logic', () => {
    const all = (p: SystolicParameters): readonly string[] => {
      const energy = systolicEnergy(p);
      return [energy.mac(int8, int8), energy.vectorElement, energy.dramByte, energy.staticPower].map(reasonOf);
    };
    for (const reason of all(small)) assert.match(reason, /names no technology/);
    assert.match(all({ ...priced, technology: { nodeNm: 32, library: 'usystolic-32', dram: 'DDR4' } })[0]!, /default activity/);
    assert.match(all({ ...priced, technology: { nodeNm: 45, library: { area: 'nangate-45', energy: 'horowitz-45' }, dram: 'DDR4' } })[0]!, /without registers/);
    assert.match(all({ ...priced, technology: { nodeNm: 28, library: 'aladdin-40' } })[2]!, /no standard/);
    for (const i of [0, 2, 3]) assert.match(all({ ...priced, technology: { ...aladdin28, nodeNm: 16 } })[i]!, /16 nm/);
    assert.match(all({ ...priced, options: {} })[3]!, /ignoreLogicStaticPower/);
  });

  it('takes every library and every standard that is known, but for the memory that Horowitz gives beside his own energies', () => {
    const { library: libraries, dram } = systolicSchema.properties.technology.properties as unknown as { readonly library: { readonly anyOf: readonly { readonly anyOf?: readonly { readonly const: string }[] }[] }; readonly dram: { readonly anyOf: readonly { readonly const: string }[] } };
    assert.deepEqual(libraries.anyOf[0]!.anyOf!.map((each) => each.const).sort(), [...libraryNames].sort());
    assert.deepEqual(dram.anyOf.map((each) => each.const), dramStandards.filter((name) => name !== 'DDR (Horowitz)'));
  });

  it('never has Horowitz beside Aladdin, in either order', () => {
    for (const [area, energy] of [['aladdin-40', 'horowitz-45'], ['horowitz-45', 'aladdin-40']] as const) {
      assert.throws(() => buildSystolic({ ...priced, technology: { nodeNm: 28, library: { area, energy } } }, chip, {}), (error) => (
        error instanceof InputError && error.problems.some(({ code }) => code === 'systolic/mixed-libraries')));
    }
    assert.doesNotThrow(() => buildSystolic({ ...priced, technology: { nodeNm: 28, library: { area: 'usystolic-32', energy: 'aladdin-40' } } }, chip, {}));
  });

  it('belongs to chips: on an FPGA there is none, and a technology is answered with a warning', () => {
    const machine = buildSystolic(priced, deviceNamed('u280')!, {});
    assert.equal(machine.energy, undefined);
    assert.ok(machine.warnings().some((text) => /technology/.test(text)));
    assert.ok(buildSystolic(priced, chip, {}).warnings().every((text) => !/technology/.test(text)));
  });
});

describe('the example of the systolic family', () => {
  it('has an area and an energy that their explanations recompute node by node', () => {
    const input = inputOfExample('systolic.json', { 'workload.scenario.outputTokens': 8 });
    const result = simulate(input);
    for (const [metric, value] of [['totals.energyJoules', result.totals.energyJoules], ['phases.decode.energyJoules', result.phases.decode!.energyJoules], ['area.totalMm2', result.area!.totalMm2]] as const) {
      const tree = explainMetric(input, result, metric)!;
      assert.ok(Math.abs(tree.value - value!) <= 1e-12 * value!, metric);
      assert.ok(recompute(tree) >= 9);
    }
  });

  it('takes the same times whatever its library, and a decode step takes more than its bytes of memory alone', () => {
    const input = inputOfExample('systolic.json');
    const result = simulate(input);
    const plain = inputOfExample('systolic.json', { 'architecture.parameters.technology.library': 'nangate-45' });
    assert.equal(simulate(plain).totals.latencySeconds, result.totals.latencySeconds);
    assert.equal(simulate(plain).totals.energyJoules, null);
    const { dramBytes, energyJoules } = result.phases.decode!;
    const memory = dramBytes * dramEnergyPerByte('LPDDR4').value!;
    assert.ok(energyJoules! > memory && energyJoules! < 1.2 * memory, `${energyJoules!} against ${memory}`);
  });
});

import assert from 'node:assert/strict';
import { buildTernary } from '../../../src/arch/ternary/machine.js';
import { ternaryEnergy, unitOf } from '../../../src/arch/ternary/energy.js';
import type { TernaryParameters } from '../../../src/arch/ternary/spec.js';
import { ternarySchema } from '../../../src/arch/ternary/spec.js';
import type { Explained } from '../../../src/sim/core/explained.js';
import { explainMetric } from '../../../src/sim/engine/explain.js';
import { simulate, type SimulationInput } from '../../../src/sim/engine/simulate.js';
import { dataType } from '../../../src/sim/model/datatype.js';
import { dramEnergyPerByte, dramStandards, fp16, library, libraryNames, sram } from '../../../src/sim/physical/components/index.js';
import { deviceNamed } from '../../../src/sim/physical/devices/index.js';
import { inputOfExample } from '../../kit/fixtures.js';
import { chip, parameters } from './parameters.js';

const technology = { nodeNm: 28, library: 'aladdin-40', dram: 'LPDDR4' } as const;
const options = { ignoreLogicStaticPower: true };
const node = { nodeNm: 28 };
const int8 = dataType('int8')!;
const ternary = dataType('ternary')!;
const close = (ours: number, expected: number): void => { assert.ok(Math.abs(ours / expected - 1) < 1e-12, `${ours} against ${expected}`); };

/** BitNet 3B on a chip: the example, moved off its FPGA. */
function onChip(p: Partial<TernaryParameters> = { technology, options }): SimulationInput {
  const input = inputOfExample('ternary.json', { 'workload.scenario.promptTokens': 16, 'workload.scenario.outputTokens': 5 });
  return { ...input, machine: buildTernary(parameters(p, { features: 16, tables: 16, reads: 16 }), chip, {}) };
}

function sumsUp(tree: Explained): number {
  if (tree.formula === null) return 0;
  if (!tree.formula.includes('*') && !tree.formula.includes('/')) close(tree.inputs.reduce((sum, { value }) => sum + value, 0), tree.value);
  else if (tree.formula === 'count * area_each / 1e6') close((tree.inputs[0]!.value * tree.inputs[1]!.value) / 1e6, tree.value);
  else close(tree.inputs.reduce((product, { value }) => product * value, 1), tree.value);
  return 1 + tree.inputs.reduce((nodes, input) => nodes + sumsUp(input), 0);
}

describe('energies of a chip with ternary cores', () => {
  it('are those of every part of a look-up, shared by the weights looked up', () => {
    // One core that adds or subtracts one activation for one output: no table adder, no reduction.
    const p = parameters({ technology, options, lookup: { table: 'symmetric', group: 1 }, integerUnit: { features: 1, depth: 1 } }, { features: 1, tables: 1, reads: 1 });
    const of = library('aladdin-40', node);
    const pj = (...each: readonly { readonly energy: { readonly value: number | null } }[]): number => each.reduce((sum, { energy }) => sum + energy.value!, 0);
    const compare = (bits: number): number => 2 * pj(of.comparator(bits)) + pj(of.gate(bits), of.adder(bits));
    const core = pj(of.register(8), of.gate(8), of.negation(9), of.adder(24), of.register(24), of.register(2)) + [8, 7, 5, 4].reduce((sum, bits) => sum + compare(bits), 0) + pj(of.register(10));
    const buffers = pj(sram({ bytes: 65536, widthBits: 32 }, node), sram({ bytes: 65536, widthBits: 32 }, node));
    close(ternaryEnergy(p).mac(ternary, int8).value!, (core + buffers) * 1e-12);
  });

  it('are those of the integer unit for operands that it takes faster', () => {
    const p = parameters({ technology, options });
    assert.deepEqual([1, 6, null].map((passes) => unitOf(p, passes)), ['ternary', 'ternary', 'integer']);
    const wide = parameters({ technology, options, integerUnit: { features: 8, depth: 8 } });
    assert.deepEqual([1, 6].map((passes) => unitOf(wide, passes)), ['ternary', 'integer']);
    const of = library('aladdin-40', node);
    const energy = ternaryEnergy(wide).mac(int8, int8).value!;
    assert.ok(energy > of.multiplyAdd(8, 8, 19).energy.value! * 1e-12);
    assert.ok(ternaryEnergy(p).mac(int8, int8).value! > 5.9 * ternaryEnergy(p).mac(ternary, int8).value!);
  });

  it('of other actions are those of a lane, of a byte of DRAM with a write to the buffer, or of a read of the weights on the chip, and leakage', () => {
    const energy = ternaryEnergy(parameters({ technology, options }));
    const of = library('aladdin-40', node);
    close(energy.vectorElement.value!, (of.floatMultiplyAdd(fp16).energy.value! + 3 * of.register(16).energy.value!) * 1e-12);
    const [weights, activations] = [sram({ bytes: 65536, widthBits: 312 }, node), sram({ bytes: 65536, widthBits: 96 }, node)];
    close(energy.dramByte.value!, dramEnergyPerByte('LPDDR4').value! + (weights.write.value! * 8e-12) / 312);
    close(energy.staticPower.value!, (weights.leakage.value! + activations.leakage.value!) * 1e-3);
    const kept = ternaryEnergy(parameters({ technology: { nodeNm: 28, library: 'aladdin-40' }, options, weights: { placement: 'on-chip', decoderBytes: 0, onChipMib: 8 } }));
    close(kept.dramByte.value!, (sram({ bytes: 4 * 2 ** 20, widthBits: 312 }, node).energy.value! * 8e-12) / 312);
  });

  it('fall a little with tables of two INT8 activations and rise with larger ones, as areas do', () => {
    const perWeight = (group: number): number => ternaryEnergy(parameters({ technology, options, lookup: { table: 'symmetric', group } }, { features: 1, tables: Math.round(48 / group), reads: 48 })).mac(ternary, int8).value!;
    const each = [1, 2, 3, 4, 5].map(perWeight);
    assert.ok(each[1]! < each[0]! && each[1]! > 0.9 * each[0]! && each[2]! > each[0]! && each[3]! > each[2]! && each[4]! > each[3]!);
  });

  it('are null with the reason where something has no source', () => {
    const reasons = (p: TernaryParameters): readonly string[] => {
      const energy = ternaryEnergy(p);
      return [energy.mac(ternary, int8), energy.vectorElement, energy.dramByte, energy.staticPower].map((each) => (each.value === null ? each.reason : ''));
    };
    for (const reason of reasons(parameters())) assert.match(reason, /names no technology/);
    assert.match(reasons(parameters({ technology: { ...technology, library: 'nangate-45' } }))[0]!, /energ/);
    assert.match(reasons(parameters({ technology: { nodeNm: 28, library: 'aladdin-40' } }))[2]!, /no standard/);
    assert.match(reasons(parameters({ technology: { ...technology, nodeNm: 16 } }))[2]!, /16 nm/);
    assert.match(reasons(parameters({ technology }))[3]!, /ignoreLogicStaticPower/);
  });

  it('take the libraries and standards that are known', () => {
    const { library: libraries, dram } = ternarySchema.properties.technology.properties as unknown as Readonly<Record<'library' | 'dram', { readonly anyOf: readonly { readonly const: string }[] }>>;
    assert.deepEqual(libraries.anyOf.map((each) => each.const).sort(), [...libraryNames].sort());
    assert.deepEqual(dram.anyOf.map((each) => each.const), dramStandards.filter((name) => name !== 'DDR (Horowitz)'));
  });

  it('are null on an FPGA, with the reason', () => {
    assert.equal(buildTernary(parameters({ technology, options }), deviceNamed('u280')!, {}).energy, undefined);
    const input = inputOfExample('ternary.json');
    assert.match(simulate(input).notModelled.find(({ path }) => path === 'totals.energyJoules')!.reason, /FPGA/);
  });

  it('make the totals of a request, which their explanations recompute, as they do the area', () => {
    const input = onChip();
    const result = simulate(input);
    assert.deepEqual(result.reasons, []);
    for (const [metric, value] of [['totals.energyJoules', result.totals.energyJoules], ['area.totalMm2', result.area!.totalMm2]] as const) {
      const tree = explainMetric(input, result, metric)!;
      close(tree.value, value!);
      assert.ok(sumsUp(tree) > 10);
    }
    const plain = simulate(onChip({}));
    assert.deepEqual([plain.totals.energyJoules, plain.area!.totalMm2, plain.totals.latencySeconds], [null, null, result.totals.latencySeconds]);
  });
});

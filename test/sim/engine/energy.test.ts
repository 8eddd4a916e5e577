import assert from 'node:assert/strict';
import { estimate, notModelled } from '../../../src/sim/core/estimate.js';
import { explainMetric } from '../../../src/sim/engine/explain.js';
import { simulate, type SimulationInput } from '../../../src/sim/engine/simulate.js';
import type { Part } from '../../../src/sim/model/component.js';
import type { EnergyModel } from '../../../src/sim/model/energy.js';
import { weightFormatOf } from '../../../src/sim/model/quantization.js';
import { inputOfExample } from '../../kit/fixtures.js';

const source = 'a test';
const energy: EnergyModel = {
  mac: ({ bits }) => estimate(bits * 1e-13, 'J/MAC', 'assumed', source),
  vectorElement: estimate(2e-12, 'J', 'assumed', source),
  dramByte: estimate(3e-11, 'J/B', 'assumed', source),
  staticPower: estimate(5, 'W', 'assumed', source),
};
const parts: readonly Part[] = [
  { name: 'PEs', component: { name: 'PE', area: estimate(1500, 'um2', 'published', source), energy: notModelled('not needed') }, count: 1024, activity: 1 },
  { name: 'buffers', component: { name: 'SRAM', area: estimate(1.5e6, 'um2', 'derived', source), energy: notModelled('not needed') }, count: 2, activity: 1 },
];

function inputWith(of: EnergyModel): SimulationInput {
  const input = inputOfExample('flightllm.json');
  return { ...input, machine: { ...input.machine, energy: of, area: () => parts } };
}

describe('energy', () => {
  it('is the sum over ops of actions x energy of one: executed MACs in the format of their operand, elements, bytes, and static power over the time', () => {
    const input = inputWith(energy);
    const result = simulate(input);
    const { machine, scheme } = input;
    let expected = 0;
    for (const op of result.operators) {
      const isCache = op.kind === 'scores' || op.kind === 'values';
      const format = weightFormatOf(scheme, op.name);
      const executed = isCache || op.kind !== 'linear' ? 1 : machine.executedDensity(format);
      expected += (op.flops / 2) * executed * (isCache ? scheme.kvCache.bits : format.type.bits) * 1e-13 + op.dramBytes * 3e-11 + op.latencySeconds! * 5;
    }
    const elements = result.totals.energyJoules! - expected;
    assert.ok(elements > 0 && elements < 0.05 * expected, `elementwise work takes ${elements} J of ${result.totals.energyJoules!}`);
    assert.ok(Math.abs(result.operators.reduce((sum, op) => sum + op.energyJoules!, 0) / result.totals.energyJoules! - 1) < 1e-12);
    assert.ok(Math.abs(result.totals.averagePowerWatts! / (result.totals.energyJoules! / result.totals.latencySeconds!) - 1) < 1e-12);
    assert.deepEqual(result.notModelled.filter(({ path }) => path === 'totals.energyJoules'), []);
  });

  it('is null, with the reason, where an action that occurs has no known energy', () => {
    const result = simulate(inputWith({ ...energy, dramByte: notModelled('nobody measured this memory') }));
    assert.equal(result.totals.energyJoules, null);
    assert.equal(result.notModelled.find(({ path }) => path === 'totals.energyJoules')?.reason, 'nobody measured this memory');
  });

  it('is explained as a tree whose leaves are counts and energies with their sources', () => {
    const input = inputWith(energy);
    const result = simulate(input);
    for (const path of ['totals.energyJoules', 'phases.decode.energyJoules']) {
      const tree = explainMetric(input, result, path)!;
      const total = tree.inputs.reduce((sum, part) => sum + part.value, 0);
      assert.ok(Math.abs(total / tree.value - 1) < 1e-12, path);
    }
    assert.equal(explainMetric(input, result, 'phases.decode.energyJoules')!.value, result.phases.decode!.energyJoules);
  });
});

describe('area', () => {
  it('is the sum over parts of count x area of one', () => {
    const input = inputWith(energy);
    const result = simulate(input);
    assert.ok(Math.abs(result.area!.totalMm2! - (1024 * 1500 + 2 * 1.5e6) / 1e6) < 1e-12);
    assert.equal(explainMetric(input, result, 'area.totalMm2')!.inputs.length, 2);
  });
});

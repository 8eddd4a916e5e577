import assert from 'node:assert/strict';
import { shiftAdd } from '../../../src/arch/shift-add/family.js';
import { buildShiftAdd } from '../../../src/arch/shift-add/machine.js';
import type { ShiftAddParameters } from '../../../src/arch/shift-add/spec.js';
import { schemeFromInput } from '../../../src/experiment/scheme-input.js';
import { InputError } from '../../../src/sim/core/diagnostics.js';
import { emptyCost } from '../../../src/sim/engine/cost.js';
import { simulate } from '../../../src/sim/engine/simulate.js';
import { addEachStep, addSteps } from '../../../src/sim/engine/steps.js';
import { tasksOf } from '../../../src/sim/engine/task.js';
import type { SimulationResult } from '../../../src/sim/model/result.js';
import { decodePass } from '../../../src/sim/model/scenario.js';
import { decoderGraph } from '../../../src/workloads/decoder-graph.js';
import { modelNamed } from '../../../src/workloads/models.js';
import { example } from '../../kit/fixtures.js';
import { chip, parameters, pes, tables } from './parameters.js';

interface Example { readonly workload: { readonly quantization: Parameters<typeof schemeFromInput>[0] }; readonly architecture: { readonly parameters: ShiftAddParameters } }
const { workload, architecture } = example('shift-add.json').value as Example;
const graph = decoderGraph(modelNamed('tinyllama-1.1b')!);
const w4 = schemeFromInput(workload.quantization, '');

function run(p: ShiftAddParameters, input: object = {}, fidelity: 'roofline' | 'analytic' = 'analytic'): SimulationResult {
  const scheme = schemeFromInput({ ...workload.quantization, ...input }, '');
  return simulate({ name: 'x', graph, scheme, scenario: { batch: 1, promptTokens: 40, outputTokens: 20, logits: 'last' }, machine: buildShiftAdd(p, chip, {}), fidelity, digests: {}, version: '0', warnings: [] });
}

describe('the machine around shift-add arrays', () => {
  it('is never faster than its lower bound', () => {
    for (const p of [architecture.parameters, parameters(), parameters({ ...pes, encoding: 'booth', termsPerCycle: 1 }), parameters(tables)]) {
      for (const fidelity of ['roofline', 'analytic'] as const) {
        const { phases, reasons } = run(p.memory.channels > 1 ? { ...p, memory: { ...p.memory, channels: 1 } } : p, {}, fidelity);
        assert.deepEqual(reasons, []);
        for (const phase of [phases.prefill!, phases.decode!]) assert.ok(phase.latencySeconds >= phase.lowerBoundSeconds * (1 - 1e-9));
      }
    }
  });

  it('gains from more terms a cycle, more scalers and fewer bits where it computes', () => {
    const prefill = (p: ShiftAddParameters, input: object = {}): number => run(p, input).phases.prefill!.latencySeconds;
    const base = prefill(parameters({ ...pes, scalers: 16 }));
    assert.ok(prefill(parameters({ ...pes, scalers: 16, termsPerCycle: 1 })) > 2 * base);
    assert.ok(prefill(parameters({ ...pes, scalers: 1 })) > 2 * base);
    assert.ok(prefill(parameters({ ...pes, scalers: 16 }), { weights: { type: 'int8', groupSize: 128 } }) > 1.5 * base);
  });

  it('sums decode steps as if each were taken', () => {
    const pass = decodePass({ batch: 1, promptTokens: 3, outputTokens: 90, logits: 'last' })!;
    for (const p of [parameters(), parameters({ ...pes, group: 64, columns: 24 }), parameters(tables), parameters({ ...tables, featuresHeld: 48, tables: 3 })]) {
      const machine = buildShiftAdd(p, chip, {});
      for (const task of tasksOf(graph, w4)) {
        const at = { machine, tiled: machine.tiled!, scheme: w4, pass };
        const [sum, each] = [[emptyCost(), ...task.epilogues.map(emptyCost)], [emptyCost(), ...task.epilogues.map(emptyCost)]];
        addSteps(at, task, 0, sum);
        addEachStep(at, task, 0, pass.firstContext, pass.lastContext, each);
        sum.forEach(({ latency }, i) => { assert.ok(Math.abs(latency - each[i]!.latency) <= 1e-9 * (each[i]!.latency || 1), task.op.name); });
      }
    }
  });

  it('shows what is left of dequantising, and a source for everything it assumes', () => {
    const machine = buildShiftAdd(architecture.parameters, { ...chip, memories: [{ name: 'dram', capacityBytes: 16e9, bytesPerSecond: 50e9, channels: 4 }] }, {});
    assert.ok(machine.assumptions().some(({ name, value }) => name === 'array.group' && value === 4096 / 128));
    for (const { source, affects } of machine.assumptions()) assert.ok(source.length > 5 && affects !== '');
    assert.equal(machine.resources(), null);
    assert.deepEqual(machine.infeasibilities(), []);
  });

  it('says what it does not take', () => {
    const reasons = (p: ShiftAddParameters, input: object): string => run(p, input).reasons.map(({ resource }) => resource).join('; ');
    assert.match(reasons(parameters(), { activations: 'fp16' }), /activations in fp16/);
    assert.match(reasons(parameters(), { kvCache: 'fp16' }), /KV cache in fp16/);
    assert.match(reasons(parameters(pes, { weightBits: 4 }), { weights: 'int8', kvCache: 'int4' }), /weights of q_proj in int8/);
    assert.match(reasons(parameters(), { weights: { type: 'int4', groupSize: 16 } }), /array\.group/);
    assert.match(reasons(parameters(pes, { memory: { channels: 9, efficiency: 1 } }), {}), /dram channels/);
    assert.match(reasons(parameters({ ...pes, columns: 4096 }), {}), /weight buffer/);
  });

  it('refuses parameters that contradict one another', () => {
    const code = (p: ShiftAddParameters, device = chip): string => {
      try {
        shiftAdd.build(p, device, {});
      } catch (error) {
        if (error instanceof InputError) return error.problems[0]!.code;
      }
      return 'built';
    };
    assert.equal(code(parameters({ ...pes, group: 24 })), 'shift-add/uneven-group');
    assert.equal(code(parameters({ ...tables, featuresHeld: 100 })), 'shift-add/uneven-features');
    assert.equal(code(parameters(pes, { accumulatorBits: 12 })), 'shift-add/narrow-accumulator');
    assert.equal(code(parameters(), { ...chip, memories: [] }), 'shift-add/unknown-memory');
    assert.equal(code(parameters()), 'built');
  });
});

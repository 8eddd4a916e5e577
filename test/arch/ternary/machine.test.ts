import assert from 'node:assert/strict';
import { buildTernary } from '../../../src/arch/ternary/machine.js';
import { matMulFreeGraph, matMulFreeModels } from '../../../src/arch/ternary/matmul-free.js';
import { ternary } from '../../../src/arch/ternary/family.js';
import type { TernaryParameters } from '../../../src/arch/ternary/spec.js';
import { InputError } from '../../../src/sim/core/diagnostics.js';
import { addEachStep, addSteps } from '../../../src/sim/engine/steps.js';
import { emptyCost } from '../../../src/sim/engine/cost.js';
import { tasksOf } from '../../../src/sim/engine/task.js';
import { simulate } from '../../../src/sim/engine/simulate.js';
import { decodePass } from '../../../src/sim/model/scenario.js';
import type { Device } from '../../../src/sim/model/device.js';
import type { OpGraph } from '../../../src/sim/model/op-graph.js';
import type { SimulationResult } from '../../../src/sim/model/result.js';
import { deviceNamed } from '../../../src/sim/physical/devices/index.js';
import { bitnetScheme } from '../../../src/validation/ternary-lut-dse/vitallm.js';
import { decoderGraph } from '../../../src/workloads/decoder-graph.js';
import { modelNamed } from '../../../src/workloads/models.js';
import { chip, parameters } from './parameters.js';

const small = matMulFreeGraph(matMulFreeModels[0]!);
const bitnet = decoderGraph(modelNamed('bitnet-b1.58-large')!);

function result(p: TernaryParameters, graph: OpGraph = small, device: Device = chip, promptTokens = 4, outputTokens = 9): SimulationResult {
  return simulate({ name: 'x', graph, scheme: bitnetScheme('ternary'), scenario: { batch: 1, promptTokens, outputTokens, logits: 'last' }, machine: buildTernary(p, device, {}), fidelity: 'analytic', digests: {}, version: '0', warnings: [] });
}

const onChip = (mib: number): Partial<TernaryParameters> => ({ weights: { placement: 'on-chip', decoderBytes: 0, onChipMib: mib } });

describe('the machine around ternary cores', () => {
  it('is never faster than its lower bound, streamed or on the chip, with each way to look up', () => {
    for (const changes of [{}, onChip(200), { lookup: { table: 'tl1' } as const }, { lookup: { table: 'tl2' } as const }, { lookup: { table: 'symmetric', group: 1 } as const }]) {
      for (const graph of [small, bitnet]) {
        const { phases, reasons } = result(parameters(changes), graph);
        assert.deepEqual(reasons, []);
        for (const phase of [phases.prefill!, phases.decode!]) assert.ok(phase.latencySeconds >= phase.lowerBoundSeconds * (1 - 1e-9));
      }
    }
  });

  it('streams 1.6 bits a weight, and is bound by the memory once it looks up faster', () => {
    const fast = parameters({ vectorLanes: 1024 }, { features: 64, tables: 32, reads: 64 });
    const { phases, memory } = result(fast);
    const seconds = memory.linearWeightBytes / (0.8 * 10e9);
    assert.ok(Math.abs(memory.linearWeightBytes - ((373_892_096 - 32_000 * 1024) * 1.6) / 8) / memory.linearWeightBytes < 0.001);
    const perToken = phases.decode!.latencySeconds / 8;
    assert.ok(perToken >= seconds && perToken < 1.1 * seconds);
  });

  it('reads weights on the chip as fast as it looks them up, and needs them to fit', () => {
    const fast = parameters(onChip(200), { features: 64, tables: 32, reads: 64 });
    const streamed = parameters({}, { features: 64, tables: 32, reads: 64 });
    assert.ok(result(fast).phases.decode!.latencySeconds < result(streamed).phases.decode!.latencySeconds);
    assert.equal(result(parameters(onChip(10))).feasible, false);
    assert.ok(result(parameters(onChip(10))).reasons.some(({ code }) => /capacity|memory/.test(code)));
  });

  it('gains nothing from a narrow decoder, and more look-ups never cost time', () => {
    const rate = (p: TernaryParameters): number => result(p).phases.decode!.latencySeconds;
    assert.ok(rate(parameters({ weights: { placement: 'streamed', decoderBytes: 4 } })) > rate(parameters()));
    assert.ok(rate(parameters({}, { tables: 8 })) <= rate(parameters()));
    assert.ok(rate(parameters({}, { features: 4 })) <= rate(parameters()));
  });

  it('uses the integer unit for attention where that is faster than taking INT8 trit by trit', () => {
    const wide = result(parameters({ integerUnit: { features: 64, depth: 64 } }), bitnet, chip, 64, 33);
    const narrow = result(parameters({ integerUnit: { features: 1, depth: 1 } }), bitnet, chip, 64, 33);
    assert.ok(wide.phases.decode!.busySeconds['integer unit']! > 0);
    assert.equal(narrow.phases.decode!.busySeconds['integer unit'], 0);
    assert.ok(wide.phases.decode!.latencySeconds < narrow.phases.decode!.latencySeconds);
  });

  it('sums decode steps as if each were taken', () => {
    const machine = buildTernary(parameters(), chip, {});
    const scheme = bitnetScheme('int8');
    const pass = decodePass({ batch: 1, promptTokens: 3, outputTokens: 90, logits: 'last' })!;
    for (const task of tasksOf(bitnet, scheme)) {
      const at = { machine, tiled: machine.tiled!, scheme, pass };
      const [sum, each] = [[emptyCost(), ...task.epilogues.map(emptyCost)], [emptyCost(), ...task.epilogues.map(emptyCost)]];
      for (const mode of [0, 1]) {
        addSteps(at, task, mode, sum);
        addEachStep(at, task, mode, pass.firstContext, pass.lastContext, each);
      }
      sum.forEach((cost, i) => { assert.ok(Math.abs(cost.latency - each[i]!.latency) <= 1e-9 * each[i]!.latency, task.op.name); });
    }
  });

  it('refuses float activations and says what it takes', () => {
    const machine = buildTernary(parameters(), chip, {});
    const scheme = bitnetScheme('ternary');
    const op = bitnet.groups[1]!.ops.find(({ kind }) => kind === 'linear')!;
    assert.equal(machine.unsupported(op, scheme), null);
    assert.match(machine.unsupported(op, { ...scheme, activations: { name: 'fp16', kind: 'float', bits: 16 } })!.resource, /integer activations/);
    assert.match(machine.unsupported(op, { ...scheme, weights: { ...scheme.weights, type: { name: 'fp4', kind: 'float', bits: 4 } } })!.resource, /fp4/);
  });

  it('needs a known memory, or the size of the one on the chip', () => {
    const coded = (code: string) => (error: unknown): boolean => error instanceof InputError && error.problems.some((p) => p.code === code);
    assert.throws(() => buildTernary(parameters(), { ...chip, memories: [] }, {}), coded('ternary/unknown-memory'));
    assert.throws(() => buildTernary(parameters({ weights: { placement: 'on-chip', decoderBytes: 0 } }), chip, {}), coded('ternary/on-chip-size'));
  });

  it('has an area on an ASIC of a known node, resources on an FPGA, and too many channels as a reason', () => {
    const asic = buildTernary(parameters({ technology: { nodeNm: 28, library: 'aladdin-40' } }), chip, {});
    assert.ok(asic.area!().length > 5 && asic.area!().every(({ component }) => component.area.value! > 0) && asic.resources() === null);
    assert.ok(buildTernary(parameters(), chip, {}).area!().every(({ component }) => component.area.value === null));
    const u280 = buildTernary(parameters({ memory: { channels: 99, efficiency: 0.5 } }), deviceNamed('u280')!, {});
    assert.ok(!('area' in u280) && u280.energy === undefined);
    assert.ok(Object.values(u280.resources()!.used).every(({ value }) => value !== null));
    assert.equal(u280.infeasibilities()[0]?.code, 'channels-exceeded');
    assert.equal(ternary.name, u280.family);
  });
});

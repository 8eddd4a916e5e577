import assert from 'node:assert/strict';
import fc from 'fast-check';
import { tileCycles, kernelRate } from '../../../src/arch/lut-cpu/cycles.js';
import { lutCpu } from '../../../src/arch/lut-cpu/family.js';
import { hosts } from '../../../src/arch/lut-cpu/hosts.js';
import { buildLutCpu } from '../../../src/arch/lut-cpu/machine.js';
import type { LutCpuParameters } from '../../../src/arch/lut-cpu/spec.js';
import { InputError } from '../../../src/sim/core/diagnostics.js';
import { addEachStep, addSteps } from '../../../src/sim/engine/steps.js';
import { emptyCost } from '../../../src/sim/engine/cost.js';
import { simulate } from '../../../src/sim/engine/simulate.js';
import { tasksOf } from '../../../src/sim/engine/task.js';
import { dataTypes } from '../../../src/sim/model/datatype.js';
import type { Device } from '../../../src/sim/model/device.js';
import type { SimulationResult } from '../../../src/sim/model/result.js';
import { decodePass } from '../../../src/sim/model/scenario.js';
import { secondsOf } from '../../../src/validation/t-mac/tokens.js';
import { decoderGraph } from '../../../src/workloads/decoder-graph.js';
import { modelNamed } from '../../../src/workloads/models.js';
import { exampleText } from '../../kit/fixtures.js';
import { chip, parameters, scheme, typeNamed } from './parameters.js';

const llama = decoderGraph(modelNamed('llama-2-7b')!);
const bitnet = decoderGraph(modelNamed('bitnet-b1.58-large')!);

function result(p: LutCpuParameters, weights = 'int2', graph = llama, device: Device = chip, promptTokens = 4, outputTokens = 9): SimulationResult {
  return simulate({ name: 'x', graph, scheme: scheme(weights), scenario: { batch: 1, promptTokens, outputTokens, logits: 'last' }, machine: buildLutCpu(p, device, {}), fidelity: 'analytic', digests: {}, version: '0', warnings: [] });
}

const decodeSeconds = (r: SimulationResult): number => r.phases.decode!.latencySeconds / 8;

describe('the machine around kernels of a CPU', () => {
  it('is never faster than its lower bound, with every kernel, bound by operations or by memory', () => {
    const cases: readonly (readonly [Partial<LutCpuParameters>, string])[] = [
      [{}, 'int2'], [{ fastAggregation: true }, 'int4'], [{ threads: 4, issue: { kernel: 16, multiply: 16 }, serialPerBillion: 0 }, 'int4'],
      [{ kernel: 'tl1' }, 'ternary'], [{ kernel: 'tl2', vectorUnit: 'avx2' }, 'ternary'], [{ kernel: 'i2-s', vectorUnit: 'avx2' }, 'ternary'], [{ kernel: 'llama.cpp' }, 'int3'],
    ];
    for (const [changes, weights] of cases) {
      const { phases, reasons } = result(parameters(changes), weights, bitnet);
      assert.deepEqual(reasons, []);
      for (const phase of [phases.prefill!, phases.decode!]) assert.ok(phase.latencySeconds >= phase.lowerBoundSeconds * (1 - 1e-9));
    }
  });

  it('takes the time of the closed form for the linear layers, and more for lm_head and attention', () => {
    for (const host of hosts) {
      for (const bits of [2, 4]) {
        const p = parameters({
          clock: host.clockHz, cores: host.cores, threads: host.threads, vectorUnit: host.vector, issue: { kernel: host.lookUpIssue, multiply: host.multiplyIssue },
          serialPerBillion: host.serialSecondsPerWeight * 1e9,
        });
        const device: Device = { ...chip, memories: [{ ...chip.memories[0]!, bytesPerSecond: host.bytesPerSecond }] };
        const closed = secondsOf(host, { model: 'llama-2-7b', bits, groupSize: 0 }, 't-mac', host.threads);
        const engine = decodeSeconds(result(p, `int${bits}`, llama, device));
        assert.ok(engine >= closed * (1 - 1e-9) && engine < 1.15 * closed, `${host.name} ${bits}: ${engine} ${closed}`);
      }
    }
  });

  it('gains from threads, fewer bits and fast aggregation as long as memory does not bind', () => {
    const base = decodeSeconds(result(parameters()));
    assert.ok(decodeSeconds(result(parameters({ threads: 4 }))) < base);
    assert.ok(decodeSeconds(result(parameters(), 'int4')) > 1.3 * base);
    assert.ok(decodeSeconds(result(parameters({ fastAggregation: true }))) < base);
    assert.ok(decodeSeconds(result(parameters({ kernel: 'llama.cpp', issue: { kernel: 1.5, multiply: 1.5 } }))) > base);
  });

  it('is bound by memory at 0.7 of its peak once operations are fast', () => {
    const p = parameters({ threads: 4, issue: { kernel: 16, multiply: 16 }, serialPerBillion: 0 });
    const { memory, phases } = result(p);
    const seconds = memory.linearWeightBytes / (0.7 * 20e9);
    assert.ok(decodeSeconds(result(p)) >= seconds && decodeSeconds(result(p)) < 1.1 * seconds);
    assert.match(phases.decode!.bindingResource, /dram/);
  });

  it('streams ternary weights as the kernels store them: 2 bits for TL1 and I2_S, 5/3 for TL2', () => {
    const stream = (changes: Partial<LutCpuParameters>): number => buildLutCpu(parameters(changes), chip, {}).tiled!.modes[0]!.streams.weights;
    assert.ok(Math.abs(stream({ kernel: 'tl1' }) - 14e9 * 0.8) < 1);
    assert.ok(Math.abs(stream({ kernel: 'tl2', vectorUnit: 'avx2' }) - 14e9 * 0.96) < 1);
    assert.ok(Math.abs(stream({ kernel: 't-mac' }) - 14e9) < 1);
  });

  it('takes no fewer cycles for a larger tile, whole numbers above 0, and never passes its peak', () => {
    const size = fc.integer({ min: 1, max: 3000 });
    const machine = buildLutCpu(parameters(), chip, {});
    for (const mode of machine.tiled!.modes) {
      fc.assert(fc.property(size, size, size, fc.integer({ min: 0, max: 200 }), fc.constantFrom(...dataTypes.filter(({ bits }) => bits <= 16)), (m, n, k, more, type) => {
        const cycles = mode.tileCycles(m, n, k, 1, type);
        assert.ok(Number.isInteger(cycles) && cycles > 0);
        assert.ok(mode.tileCycles(m + more, n, k, 1, type) >= cycles && mode.tileCycles(m, n + more, k, 1, type) >= cycles && mode.tileCycles(m, n, k + more, 1, type) >= cycles);
        assert.ok(((m * n * k) / cycles) * machine.tiled!.coreCyclesPerSecond <= machine.peakMacsPerSecond(type, typeNamed('fp16')) * (1 + 1e-9));
      }), { numRuns: 100 });
    }
  });

  it('counts cycles as a loop over blocks of 16 does', () => {
    const rate = kernelRate(parameters(), typeNamed('int2'));
    let cycles = 0;
    for (let n = 0; n < 40; n += 16) for (let k = 0; k < 100; k += 16) cycles += 256 * (164 / 1024 / 3 + 0.25);
    cycles += Math.ceil(112 / 4) * (225 / 8 / 3);
    assert.equal(tileCycles(rate, 0.25, 3, 40, 100), Math.ceil(3 * cycles));
  });

  it('sums decode steps as if each were taken', () => {
    const machine = buildLutCpu(parameters(), chip, {});
    const formats = scheme('int2', 'int8');
    const pass = decodePass({ batch: 1, promptTokens: 3, outputTokens: 90, logits: 'last' })!;
    for (const task of tasksOf(bitnet, formats)) {
      const at = { machine, tiled: machine.tiled!, scheme: formats, pass };
      for (const mode of [0, 1]) {
        const [sum, each] = [[emptyCost(), ...task.epilogues.map(emptyCost)], [emptyCost(), ...task.epilogues.map(emptyCost)]];
        addSteps(at, task, mode, sum);
        addEachStep(at, task, mode, pass.firstContext, pass.lastContext, each);
        sum.forEach((cost, i) => { assert.ok(Math.abs(cost.latency - each[i]!.latency) <= 1e-9 * each[i]!.latency, task.op.name); });
      }
    }
  });

  it('refuses formats without a kernel and says which it takes', () => {
    const machine = buildLutCpu(parameters(), chip, {});
    const op = bitnet.groups[1]!.ops.find(({ kind }) => kind === 'linear')!;
    const scores = bitnet.groups[1]!.ops.find(({ kind }) => kind === 'scores')!;
    assert.equal(machine.unsupported(op, scheme('int2')), null);
    assert.match(machine.unsupported(op, scheme('ternary'))!.resource, /int2/);
    assert.match(machine.unsupported(op, scheme('fp4'))!.resource, /fp4/);
    assert.equal(machine.unsupported(scores, scheme('int2')), null);
    assert.match(machine.unsupported(scores, scheme('int2', 'int4'))!.resource, /KV cache/);
    assert.equal(buildLutCpu(parameters({ kernel: 'tl1' }), chip, {}).unsupported(op, scheme('ternary')), null);
  });

  it('needs a memory, a vector unit that the kernel has code for, and a core for each thread', () => {
    const coded = (code: string) => (error: unknown): boolean => error instanceof InputError && error.problems.some((p) => p.code === code);
    assert.throws(() => buildLutCpu(parameters(), { ...chip, memories: [] }, {}), coded('lut-cpu/unknown-memory'));
    assert.throws(() => buildLutCpu(parameters({ kernel: 'tl1', vectorUnit: 'avx2' }), chip, {}), coded('lut-cpu/vector-unit'));
    assert.throws(() => buildLutCpu(parameters({ kernel: 'tl2' }), chip, {}), coded('lut-cpu/vector-unit'));
    assert.throws(() => buildLutCpu(parameters({ kernel: 'i2-s', fastAggregation: true }), chip, {}), coded('lut-cpu/fast-aggregation'));
    assert.deepEqual(buildLutCpu(parameters({ threads: 8 }), chip, {}).infeasibilities(), [{ code: 'threads-exceeded', resource: 'cores', used: 8, available: 4 }]);
  });

  it('has the parameters of the example as its calibrated machine, with a source for each assumption', () => {
    const { architecture } = JSON.parse(exampleText('lut-cpu.json')) as { architecture: { family: string; parameters: LutCpuParameters; sources: Record<string, { quality: 'fitted'; source: string }> } };
    const host = hosts.find(({ name }) => name === 'raspberry-pi-5')!;
    const p = architecture.parameters;
    assert.equal(architecture.family, lutCpu.name);
    assert.deepEqual(p.issue, { kernel: host.lookUpIssue, multiply: host.multiplyIssue });
    assert.equal(p.serialPerBillion, `${(host.serialSecondsPerWeight * 1e12).toFixed(2)} ms`);
    const sources = Object.fromEntries(Object.entries(architecture.sources).map(([pointer, source]) => [pointer.replace('/parameters/', '').replaceAll('/', '.'), source]));
    const machine = lutCpu.build(p, chip, sources);
    for (const a of machine.assumptions()) assert.ok(a.source.length > 5 && a.affects !== '' && !a.source.startsWith('the experiment gives'), a.name);
    assert.equal(machine.resources(), null);
  });
});

import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { buildSystolic } from '../../../src/arch/systolic/machine.js';
import { tileOf } from '../../../src/arch/systolic/tile.js';
import { InputError } from '../../../src/sim/core/diagnostics.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { emptyCost } from '../../../src/sim/engine/cost.js';
import { modeOf, taskGrows } from '../../../src/sim/engine/phase.js';
import { simulate } from '../../../src/sim/engine/simulate.js';
import { addEachStep, addSteps } from '../../../src/sim/engine/steps.js';
import { tasksOf } from '../../../src/sim/engine/task.js';
import { fastTotals } from '../../../src/sim/engine/totals.js';
import { dataType, dataTypes } from '../../../src/sim/model/datatype.js';
import type { Pass } from '../../../src/sim/model/scenario.js';
import { deviceNamed } from '../../../src/sim/physical/devices/index.js';
import { decoderGraph } from '../../../src/workloads/decoder-graph.js';
import { schemeNamed } from '../../../src/workloads/schemes.js';
import { designPool } from '../../bench/design-pool.js';
import { randomDesign } from '../../bench/random-designs.js';
import { inputOfExample } from '../../kit/fixtures.js';
import { anyParameters, chip, small } from './parameters.js';

const pool = designPool();
const int8 = dataType('int8')!;
const fields = ['latency', 'compute', 'memory', 'vector', 'overhead', 'busyArray0', 'busyVector', 'busyLoad', 'busyStore', 'macs', 'dramBytes'] as const;

/** Llama-2-7B in INT8 on a machine. */
function llama(parameters: typeof small, device = chip): ReturnType<typeof simulate> {
  const input = inputOfExample('gpu.json', { 'workload.quantization': 'int8', 'workload.scenario.promptTokens': 64, 'workload.scenario.outputTokens': 16 });
  return simulate({ ...input, machine: buildSystolic(parameters, device, {}), fidelity: 'analytic' });
}

describe('arch/systolic/machine', () => {
  it('sums decode steps exactly, for random designs, models and contexts', () => {
    fc.assert(fc.property(anyParameters, fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 2, max: 200 }), (parameters, seed, first, steps) => {
      const { model } = randomDesign(createRng(seed), pool);
      const scheme = schemeNamed('w4a8')!;
      const machine = buildSystolic(parameters, chip, {});
      const pass: Pass = { phase: 'decode', batch: 2, queryTokens: 1, firstContext: first, lastContext: first + steps - 1, logits: 'last' };
      const at = { machine, tiled: machine.tiled!, scheme, pass };
      for (const task of tasksOf(decoderGraph(model), scheme)) {
        if (!taskGrows(at, task)) continue;
        const [fast, slow] = [0, 1].map(() => Array.from({ length: task.epilogues.length + 1 }, emptyCost)) as [ReturnType<typeof emptyCost>[], ReturnType<typeof emptyCost>[]];
        addSteps(at, task, modeOf(at, task), fast);
        addEachStep(at, task, modeOf(at, task), first, pass.lastContext, slow);
        fast.forEach((cost, i) => {
          for (const field of fields) assert.ok(Math.abs(cost[field] - slow[i]![field]) <= 1e-9 * Math.abs(slow[i]![field]), `${task.op.name} ${field}: ${cost[field]} against ${slow[i]![field]}`);
        });
      }
    }), { numRuns: 60 });
  });

  it('keeps the array below its peak, and longer for larger tiles, in every format of up to 8 bits', () => {
    const size = fc.integer({ min: 1, max: 3000 });
    fc.assert(fc.property(anyParameters, size, size, size, fc.integer({ min: 0, max: 200 }), fc.constantFrom(...dataTypes.filter((type) => type.bits <= 8)), (parameters, m, n, k, more, type) => {
      const machine = buildSystolic(parameters, chip, {});
      const mode = machine.tiled!.modes[0]!;
      const base = mode.tileCycles(m, n, k, 1, type);
      assert.ok(Number.isInteger(base) && base > 0);
      assert.ok(mode.tileCycles(m + more, n, k, 1, type) >= base && mode.tileCycles(m, n + more, k, 1, type) >= base && mode.tileCycles(m, n, k + more, 1, type) >= base);
      assert.ok(((m * n * k) / base) * machine.clockHz! <= machine.peakMacsPerSecond(type, int8) * (1 + 1e-9));
      assert.equal(mode.tileCycles(m, n - 0.5, k - 0.25, 1, type), base);
    }), { numRuns: 200 });
  });

  it('is never faster than the lower bound, and faster with each idealisation', () => {
    const own = llama(small);
    for (const phase of [own.phases.prefill!, own.phases.decode!]) assert.ok(phase.latencySeconds >= phase.lowerBoundSeconds && phase.computeUtilization < 1);
    const overlapped = llama({ ...small, options: { overlapFolds: true } });
    const whole = llama({ ...small, options: { wholeFolds: true } });
    assert.ok(overlapped.totals.latencySeconds! < own.totals.latencySeconds! && own.totals.latencySeconds! <= whole.totals.latencySeconds!);
    assert.ok(overlapped.phases.prefill!.latencySeconds >= overlapped.phases.prefill!.lowerBoundSeconds);
    const outputs = { ...small, dataflow: 'output-stationary' } as const;
    assert.ok(llama({ ...outputs, options: { directOutputs: true } }).totals.latencySeconds! <= llama(outputs).totals.latencySeconds!);
  });

  it('gives the fast path the digits of the full result', () => {
    const input = { ...inputOfExample('gpu.json', { 'workload.quantization': 'int8' }), machine: buildSystolic(small, chip, {}), fidelity: 'analytic' as const };
    assert.equal(fastTotals(input.machine, input.graph, input.scheme, input.scenario, 'analytic').latencySeconds, simulate(input).totals.latencySeconds);
  });

  it('reads at least all weights once in every decode step, and activations too where they live outside', () => {
    const own = llama(small);
    const weights = own.operators.filter((op) => op.phase === 'decode' && op.kind === 'linear').reduce((sum, op) => sum + op.weightBytes, 0);
    assert.ok(own.phases.decode!.dramBytes >= weights);
    const outside = llama({ ...small, memory: { ...small.memory, activations: 'external' } });
    assert.ok(outside.phases.decode!.dramBytes > own.phases.decode!.dramBytes);
  });

  it('takes bit-serial weights in as many cycles as they have bits, and bit-serial activations in all that the array has', () => {
    const peak = (mac: NonNullable<typeof small.mac>, type: string): number => buildSystolic({ ...small, mac }, chip, {}).peakMacsPerSecond(dataType(type)!, int8) / (16 * 32 * 500e6);
    assert.deepEqual(['int8', 'int4', 'int2', 'ternary'].map((type) => peak('bit-serial-weights', type)), [1 / 8, 1 / 4, 1 / 2, 1 / 2]);
    assert.deepEqual(['int8', 'int4'].map((type) => peak('bit-serial-activations', type)), [1 / 8, 1 / 8]);
    assert.deepEqual(['int8', 'int4'].map((type) => peak('bit-parallel', type)), [1, 1]);
  });

  it('fits two halves of its tile into the buffers, in whole folds, or says that they are too small', () => {
    fc.assert(fc.property(anyParameters, (parameters) => {
      const { tokens, features, reduction } = tileOf(parameters);
      const sizes = [2 * features * reduction * (parameters.operandBits!.weights / 8), 2 * tokens * features * 4];
      const limits = [parameters.buffers.weights.kib * 1024, parameters.buffers.outputs.kib * 1024];
      const codes = buildSystolic(parameters, chip, {}).infeasibilities().map((i) => i.code);
      assert.equal(codes.length, sizes.filter((bytes, i) => Math.ceil(bytes) > limits[i]!).length);
      assert.ok(codes.every((code) => code === 'buffer-exceeded'));
      if (parameters.dataflow !== 'output-stationary') assert.equal(reduction % parameters.rows, 0);
    }), { numRuns: 300 });
    assert.deepEqual(tileOf(small), { tokens: 128, features: 32, reduction: 1024 });
    assert.deepEqual(tileOf({ ...small, dataflow: 'output-stationary' }), { tokens: 16, features: 32, reduction: 1024 });
    assert.deepEqual(tileOf({ ...small, dataflow: 'input-stationary' }), { tokens: 32, features: 128, reduction: 256 });
  });

  it('refuses formats that its PEs do not multiply, with the limit', () => {
    const reasons = (scheme: string, parameters = small): string[] => {
      const input = inputOfExample('gpu.json', { 'workload.quantization': scheme });
      return simulate({ ...input, machine: buildSystolic(parameters, chip, {}), fidelity: 'analytic' }).reasons.map((r) => r.code);
    };
    assert.deepEqual(new Set(reasons('fp16')), new Set(['unsupported-format']));
    assert.deepEqual(new Set(reasons('w4a16-g128')), new Set(['unsupported-format']));
    assert.deepEqual(reasons('int8'), []);
    assert.deepEqual(new Set(reasons('w4a8')), new Set(['unsupported-groups']));
    assert.deepEqual(new Set(reasons('int8', { ...small, operandBits: { weights: 4, activations: 8 } })), new Set(['unsupported-format']));
  });

  it('rejects what contradicts itself, with a code', () => {
    const codes = (build: () => unknown): string[] => {
      try { build(); } catch (error) { if (error instanceof InputError) return error.problems.map((p) => p.code); }
      return [];
    };
    assert.deepEqual(codes(() => buildSystolic({ ...small, accumulatorBits: 12 }, chip, {})), ['systolic/narrow-accumulator']);
    assert.deepEqual(codes(() => buildSystolic(small, { ...chip, memories: [] }, {})), ['systolic/unknown-memory']);
    assert.deepEqual(buildSystolic({ ...small, memory: { channels: 3, efficiency: 1 } }, chip, {}).infeasibilities().map((i) => i.code), ['channels-exceeded']);
  });

  it('has resources on an FPGA and none on other chips; every assumption has a source', () => {
    assert.equal(buildSystolic(small, chip, {}).resources(), null);
    const machine = buildSystolic({ ...small, options: { wholeFolds: true } }, deviceNamed('u280')!, {});
    assert.equal(machine.resources()!.used.dsp.value, (16 * 32) / 2);
    assert.ok(machine.assumptions().some((a) => a.name === 'options.wholeFolds'));
    for (const a of machine.assumptions()) assert.ok(a.source.length > 5 && a.affects !== '');
  });
});

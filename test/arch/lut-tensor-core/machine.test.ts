import assert from 'node:assert/strict';
import fc from 'fast-check';
import { buildLutTensorCore } from '../../../src/arch/lut-tensor-core/machine.js';
import type { LutTensorCoreParameters } from '../../../src/arch/lut-tensor-core/spec.js';
import { simulate } from '../../../src/sim/engine/simulate.js';
import type { Architecture } from '../../../src/sim/model/architecture.js';
import { dataType } from '../../../src/sim/model/datatype.js';
import type { QuantizationScheme } from '../../../src/sim/model/quantization.js';
import type { SimulationResult } from '../../../src/sim/model/result.js';
import type { Scenario } from '../../../src/sim/model/scenario.js';
import { deviceNamed } from '../../../src/sim/physical/devices/index.js';
import { decoderGraph } from '../../../src/workloads/decoder-graph.js';
import { modelNamed } from '../../../src/workloads/models.js';
import { schemeNamed } from '../../../src/workloads/schemes.js';
import { example } from '../../kit/fixtures.js';
import { problemOf } from '../../kit/problems.js';

const usual = (example('lut-tensor-core.json').value as { architecture: { parameters: LutTensorCoreParameters } }).architecture.parameters;
const a100 = deviceNamed('a100-sxm-80gb')!;
const machine = (changes: Partial<LutTensorCoreParameters> = {}): Architecture => buildLutTensorCore({ ...usual, ...changes }, a100, {});

const base = schemeNamed('int8')!;
const withWeights = (name: string): QuantizationScheme => ({ ...base, name, weights: { ...base.weights, type: dataType(name)! } });
const llama = decoderGraph(modelNamed('llama-2-7b')!);

function run(of: Architecture, weights: string, scenario: Partial<Scenario> = {}, scheme = withWeights(weights)): SimulationResult {
  return simulate({
    name: 'test', graph: llama, scheme, machine: of, scenario: { batch: 1, promptTokens: 256, outputTokens: 8, logits: 'last', ...scenario },
    fidelity: 'analytic', digests: {}, version: '0', warnings: [],
  });
}

describe('a GPU with look-up arrays', () => {
  it('has the peaks of LUT Tensor Core: 1.247 POPS with 2 bits, twice that with 1', () => {
    const peak = (name: string): number => 2 * machine().peakMacsPerSecond(dataType(name)!, dataType('int8')!);
    assert.ok(Math.abs(peak('int2') / 1e12 - 1247.44) < 0.1);
    assert.equal(peak('int1'), 2 * peak('int2'));
    assert.equal(peak('ternary'), peak('int2'));
    assert.ok(Math.abs(peak('fp16') / 1e12 - 78) < 0.1);
  });

  it('charges the last wave of thread blocks whole, and splits the reduction of products that do not fill one', () => {
    const [linear] = machine({ tables: { bits: 8, precompute: 'fused' } }).tiled!.modes;
    const cycles = (m: number, n: number): number => linear!.tileCycles(m, n, 4096, 1, dataType('int2')!);
    const block = cycles(128, 256);
    assert.equal(block, ((64 * 4) / 16) * 1024 * 2);
    assert.equal(cycles(128, 256 * 50), 50 * block);
    assert.equal(cycles(128, 256 * 108), 108 * block);
    assert.equal(cycles(128, 256 * 109), 216 * block);
  });

  it('is bound by its L2 where thread blocks are small: tables of 128 rows for 64 columns', () => {
    const cycles = (n: number): number => machine({ threadBlock: { m: 128, n }, tables: { bits: 8, precompute: 'fused' } }).tiled!.modes[0]!.tileCycles(128, n, 4096, 1, dataType('int1')!);
    assert.equal(cycles(64), Math.ceil((4096 * (128 * 2 + 64 / 8) * 108) / 5120));
    assert.equal(cycles(512), ((64 * 8) / 16) * 1024);
  });

  it('is faster with fewer bits: weights bind decode, look-ups bind prefill', () => {
    for (const [few, more] of [['int1', 'int2'], ['int2', 'int4'], ['int4', 'int8']] as const) {
      const [a, b] = [run(machine(), few), run(machine(), more)];
      assert.ok(a.phases.prefill!.latencySeconds < b.phases.prefill!.latencySeconds, few);
      assert.ok(a.phases.decode!.latencySeconds < b.phases.decode!.latencySeconds, few);
    }
  });

  it('has decode phases that are the sums of their steps, whatever the group of a table', () => {
    for (const k of [3, 4, 5]) {
      const of = machine({ array: { m: 2, n: 64, k }, memory: { efficiency: 1 } });
      const latency = (promptTokens: number, outputTokens: number): number => run(of, 'int2', { promptTokens, outputTokens }).phases.decode!.latencySeconds;
      let steps = 0;
      for (let prompt = 240; prompt < 300; prompt++) steps += latency(prompt, 2);
      assert.ok(Math.abs(latency(240, 61) / steps - 1) < 1e-12, `groups of ${k}`);
    }
  });

  it('takes longer with a precompute kernel of its own, and with wider entries', () => {
    const prefill = (tables: LutTensorCoreParameters['tables']): number => run(machine({ tables }), 'int2').phases.prefill!.latencySeconds;
    assert.ok(prefill({ bits: 8, precompute: 'fused' }) < prefill({ bits: 8, precompute: 'separate' }));
    assert.ok(prefill({ bits: 8, precompute: 'fused' }) < prefill({ bits: 16, precompute: 'fused' }));
  });

  it('never beats the lower bound, whatever its parameters', () => {
    fc.assert(fc.property(
      fc.record({ m: fc.constantFrom(1, 2, 8), n: fc.constantFrom(16, 64, 128), k: fc.integer({ min: 2, max: 6 }) }), fc.constantFrom(1, 4, 16, 32), fc.constantFrom('dram' as const, 'l2' as const),
      fc.constantFrom('fused' as const, 'separate' as const), fc.constantFrom(8 as const, 16 as const), fc.constantFrom('int1', 'int2', 'int4', 'ternary', 'fp16'), fc.integer({ min: 1, max: 600 }), fc.integer({ min: 1, max: 8 }),
      (array, arraysPerSm, activations, precompute, activationBits, weights, promptTokens, batch) => {
        const of = machine({ array, arraysPerSm, activations, activationBits, tables: { bits: 8, precompute }, arrayEfficiency: 1, memory: { efficiency: 1 }, launch: '1 ns' });
        const { phases } = run(of, weights, { promptTokens, batch, outputTokens: 3 });
        for (const phase of [phases.prefill!, phases.decode!]) assert.ok(phase.latencySeconds >= phase.lowerBoundSeconds * (1 - 1e-9));
      },
    ), { numRuns: 60 });
  });

  it('runs FP16 weights and caches on its vector units, at their rate', () => {
    const fp16 = run(machine({ activationBits: 16 }), '', {}, schemeNamed('fp16'));
    assert.equal(fp16.feasible, true);
    assert.ok(fp16.phases.prefill!.latencySeconds > 5 * run(machine(), 'int4').phases.prefill!.latencySeconds);
  });

  it('does not take activations that are wider than its tables are made for', () => {
    const result = run(machine(), '', {}, schemeNamed('w2-g128'));
    assert.equal(result.feasible, false);
    assert.deepEqual([...new Set(result.reasons.map((r) => r.code))], ['unsupported-format']);
  });

  it('shows the areas of its arrays and none for the rest of the chip', () => {
    const parts = machine().area!();
    assert.ok(parts.length > 5);
    assert.equal(parts.at(-1)!.component.area.value, null);
    assert.equal(machine().energy!.mac(dataType('fp16')!, dataType('fp16')!).value, null);
    const [w1, w2] = ['int1', 'int2'].map((name) => machine().energy!.mac(dataType(name)!, dataType('int8')!).value!);
    assert.ok(w1! > 0.01e-12 && w2! > 1.5 * w1! && w2! < 0.2e-12);
  });

  it('needs a memory with a known bandwidth', () => {
    const device = { ...a100, memories: [] };
    assert.equal(problemOf(() => buildLutTensorCore(usual, device, {})).code, 'lut-tensor-core/unknown-memory');
  });
});

import assert from 'node:assert/strict';
import type { SimulationResult } from '../../../src/sim/model/result.js';
import { runExample, stepAt } from '../../kit/fixtures.js';

const vhk = 'flightllm-vhk158.json';
const u280 = 'flightllm.json';
const decode = (result: SimulationResult) => result.phases.decode!;
const step = (file: string, changes: Readonly<Record<string, unknown>> = {}) => decode(runExample(file, { ...stepAt(512), ...changes }));

describe('the physics of the VHK158 preset, where no row is given', () => {
  const base = step(vhk);

  it('names the matrix-vector unit and not the memory as what binds decode', () => {
    assert.equal(base.bindingResource, 'matrix-vector unit');
    assert.ok(base.busySeconds['matrix-vector unit']! / base.latencySeconds > 0.9);
    assert.ok(base.busySeconds['hbm load']! < base.busySeconds['matrix-vector unit']!);
  });

  it('takes twice the matrix-vector time with half the lanes, and the step follows', () => {
    const half = step(vhk, { 'architecture.parameters.vector': { rows: 1, depth: 16, columns: 32 } });
    assert.ok(Math.abs(half.busySeconds['matrix-vector unit']! / base.busySeconds['matrix-vector unit']! - 2) < 1e-9);
    assert.ok(half.latencySeconds / base.latencySeconds > 1.85 && half.latencySeconds / base.latencySeconds < 2);
  });

  it('loads twice as fast with double bandwidth, but gains little since the array binds', () => {
    const fast = step(vhk, { 'architecture.device': { name: 'twice', extends: 'vhk158', memories: { hbm: { bandwidth: '1638.4 GiB/s' } } } });
    assert.ok(Math.abs(base.busySeconds['hbm load']! / fast.busySeconds['hbm load']! - 2) < 1e-9);
    assert.ok(fast.latencySeconds < base.latencySeconds && fast.latencySeconds > 0.94 * base.latencySeconds);
  });

  it('takes 1.9 to 2 times as long for Llama-2-13B, as its weights and cache say', () => {
    const larger = step(vhk, { 'workload.model': 'llama-2-13b' });
    const ratio = larger.latencySeconds / base.latencySeconds;
    assert.ok(ratio > 1.85 && ratio < 2.05, String(ratio));
  });

  it('takes the dense share longer without sparsity: q_proj and k_proj at 1 / 0.7 of their cycles', () => {
    const dense = step(vhk, { 'workload.quantization': { name: 'dense', weights: { type: 'int4', scaleBits: 0 }, activations: 'int8', kvCache: 'int8' } });
    const extra = dense.busySeconds['matrix-vector unit']! - base.busySeconds['matrix-vector unit']!;
    const sparseCycles = 32 * 2 * 8 * 8 * (Math.ceil(4096 / 16) - Math.ceil((4096 * 0.7) / 16));
    assert.ok(Math.abs(extra - sparseCycles / (225e6 * 4 * 0.8)) < 1e-9);
    assert.ok(dense.latencySeconds > base.latencySeconds);
  });

  it('scales every time with the authors\' hidden factor, cores x parallel efficiency', () => {
    const alone = step(vhk, { 'architecture.parameters.parallelEfficiency': 0.4 });
    assert.ok(Math.abs(alone.latencySeconds / base.latencySeconds - 2) < 1e-9);
  });

  it('predicts the matrix unit as what binds prefill', () => {
    assert.equal(runExample(vhk, { 'workload.scenario.outputTokens': 1 }).phases.prefill!.bindingResource, 'matrix unit');
  });
});

describe('the U280 preset', () => {
  it('has the efficiency that the board\'s step at 128 tokens gives, to the four digits it is written with', () => {
    const milliseconds = (efficiency: number): number => decode(runExample(u280, { ...stepAt(128), 'architecture.parameters.memory.efficiency': efficiency })).latencySeconds * 1e3;
    let low = 0.4;
    let high = 0.9;
    for (let i = 0; i < 50; i++) {
      const middle = (low + high) / 2;
      if (milliseconds(middle) > 17.506) low = middle;
      else high = middle;
    }
    const given = runExample(u280).assumptions.find((a) => a.name === 'memory.efficiency')!;
    assert.equal(given.quality, 'fitted');
    assert.equal(given.value, Math.round(low * 1e4) / 1e4);
  });

  it('predicts the step at 512 tokens within 5 %, the slope within 35 % and 55 token/s within 5 %', () => {
    const at = (context: number): number => decode(runExample(u280, stepAt(context))).latencySeconds * 1e3;
    const measured128 = 17.506;
    const measured512 = (4272339 / 225e6) * 1e3;
    assert.ok(Math.abs(at(512) / measured512 - 1) < 0.05);
    const slope = (at(512) - at(128)) / 384;
    assert.ok(Math.abs(slope / ((measured512 - measured128) / 384) - 1) < 0.35, String(slope));
    assert.ok(Math.abs(decode(runExample(u280)).tokensPerSecond / 55 - 1) < 0.05);
  });

  it('is bound by the memory in decode, and half its bandwidth doubles the step nearly', () => {
    const base = step(u280);
    assert.equal(base.bindingResource, 'hbm load');
    const half = step(u280, { 'architecture.device': { name: 'half', extends: 'u280', memories: { hbm: { bandwidth: '230 GB/s' } } } });
    const ratio = half.latencySeconds / base.latencySeconds;
    assert.ok(ratio > 1.95 && ratio < 2.001, String(ratio));
  });

  it('takes 6912 DSPs: 3 cores x (4096 MAC a cycle / 2 + 256 multipliers of group scales)', () => {
    assert.equal(runExample(u280).resources!.dsp.used, 6912);
  });
});

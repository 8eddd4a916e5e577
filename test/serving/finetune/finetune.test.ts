import assert from 'node:assert/strict';
import fc from 'fast-check';
import { activationBytes } from '../../../src/serving/finetune/activations.js';
import { deploymentOf } from '../../../src/serving/deployment.js';
import { exchangedBytes, mixedAdam, stateBytes } from '../../../src/serving/finetune/states.js';
import { prepare } from '../../../src/experiment/run.js';
import { prefillPass } from '../../../src/sim/model/scenario.js';
import { figureOf, plainRun, serve } from '../serve.js';

const finetune = (more: object, options = {}) => serve({ kind: 'finetune', tokens: 512, ...more }, options);
const parameters = 1_100_048_384;

describe('finetune', () => {
  it('has states of 16 P, 4 P + 12 P / N, 2 P + 14 P / N and 16 P / N bytes', () => {
    for (const devices of [1, 2, 64, 1024]) {
      const bytes = [0, 1, 2, 3].map((stage) => figureOf(finetune({ stage, devices, link: '100 GB/s' }), 'stateBytes'));
      const p = parameters;
      assert.deepEqual(bytes, [16 * p, 4 * p + (12 * p) / devices, 2 * p + (14 * p) / devices, (16 * p) / devices]);
    }
  });

  it('exchanges what a ring moves: 2 (N - 1) / N of the gradients, and at stage 3 the parameters once more', () => {
    const share = 63 / 64;
    assert.deepEqual([0, 1, 2, 3].map((stage) => exchangedBytes(mixedAdam, 1e9, stage, 64)), [4e9 * share, 4e9 * share, 4e9 * share, 6e9 * share]);
    assert.deepEqual([0, 1, 2, 3].map((stage) => exchangedBytes(mixedAdam, 1e9, stage, 1)), [0, 0, 0, 0]);
  });

  it('never holds more at a higher stage or on more devices', () => {
    fc.assert(fc.property(fc.double({ min: 1, max: 1e12, noNaN: true }), fc.integer({ min: 1, max: 4096 }), fc.integer({ min: 0, max: 2 }), (p, devices, stage) => {
      const whole = (at: number, on: number): number => Object.values<number>({ ...stateBytes(mixedAdam, p, at, on) }).reduce((sum, bytes) => sum + bytes, 0);
      assert.ok(whole(stage + 1, devices) <= whole(stage, devices) && whole(stage, devices + 1) <= whole(stage, devices));
    }));
  });

  it('keeps the activations of Korthikanti et al.: s b h (34 + 5 a s / h) a layer, 34 without probabilities, 2 with only inputs', () => {
    // GPT-2: 12 layers, 12 heads, hidden 768, four times that between; the paper has neither mask nor logits in it.
    const [s, b, h, a, layers] = [256, 2, 768, 12, 12];
    const input = prepare({ kind: 'experiment', name: 'g', workload: { model: 'gpt2', quantization: 'fp16', attention: { kind: 'full' }, scenario: { promptTokens: s, outputTokens: 1 } }, architecture: { family: 'gpu', device: 'a100-sxm-80gb' } });
    const deployment = deploymentOf(input);
    const layer = { ...deployment, graph: { ...deployment.graph, groups: deployment.graph.groups.filter(({ repeat }) => repeat === layers) } };
    const pass = prefillPass({ batch: b, promptTokens: s, outputTokens: 1, logits: 'all' });
    const kept = (recompute: 'none' | 'selective' | 'full'): number => activationBytes(layer, pass, { bytes: 2, dropout: true, recompute });
    assert.equal(kept('none'), layers * s * b * h * (34 + (5 * a * s) / h));
    assert.equal(kept('selective'), layers * s * b * h * 34);
    assert.equal(kept('full'), layers * s * b * h * 2 + s * b * h * 34);
  });

  it('takes three forward passes a step, four where all is computed again, and less for adapters on a frozen base', () => {
    const forward = plainRun({ promptTokens: 512, outputTokens: 1 }).phases.prefill!;
    const part = (answer: ReturnType<typeof finetune>, name: string) => answer.parts.find((one) => one.name === name);
    const full = finetune({});
    assert.ok(part(full, 'forward')!.seconds >= forward.latencySeconds, 'with the logits of every token');
    assert.ok(Math.abs(part(full, 'backward')!.seconds / part(full, 'forward')!.seconds - 2) < 1e-12);
    assert.equal(part(finetune({ recompute: 'full' }), 'recompute')!.seconds, part(full, 'forward')!.seconds);
    const adapter = finetune({ adapter: { method: 'lora', rank: 8 } });
    assert.ok(part(adapter, 'backward')!.seconds < 1.2 * part(adapter, 'forward')!.seconds);
    assert.ok(figureOf(adapter, 'stateBytes')! < figureOf(full, 'stateBytes')! / 100);
  });

  it('of a 65B NF4 base with double quantisation holds 33.7 GB of weights and fits 48 GB with its adapters', () => {
    const nf4 = { name: 'nf4-double', weights: { type: 'nf4', groupSize: 64, scaleBits: 8.125 }, activations: 'bf16', kvCache: 'bf16', embedding: 'nf4' };
    const card = { name: 'a48', type: 'gpu', memories: { dram: { capacity: '48 GB', bandwidth: '768 GB/s' } }, peaks: { fp16: '155 TFLOP/s' }, sources: ['a card of 48 GB'] };
    const base = finetune({ tokens: 512, recompute: 'full' , trainedShare: 1e-12 }, { model: 'llama-1-65b', quantization: nf4, device: card });
    assert.equal((figureOf(base, 'weightBytes')! / 1e9).toFixed(1), '33.7');
    const adapted = finetune({ tokens: 512, recompute: 'full', adapter: { method: 'lora', rank: 64 } }, { model: 'llama-1-65b', quantization: nf4, device: card });
    assert.equal(adapted.memory.fits, true);
    assert.equal(adapted.feasible, true);
    assert.equal(finetune({ tokens: 512 }, { model: 'llama-1-65b', quantization: 'fp16', device: card }).memory.fits, false);
  });

  it('says what is missing: no link to exchange on, no room', () => {
    const lonely = { name: 'lonely', type: 'gpu', memories: { dram: { capacity: '80 GB', bandwidth: '1 TB/s' } }, peaks: { fp16: '100 TFLOP/s' }, sources: ['made up'] };
    assert.match(finetune({ devices: 4 }, { device: lonely }).reasons[0]!, /bandwidth of a link/);
    const big = finetune({}, { model: 'llama-2-70b', quantization: 'fp16' });
    assert.equal(big.feasible, false);
    assert.equal(big.totals.latencySeconds, null);
    assert.equal(figureOf(big, 'stateBytes'), 16 * figureOf(big, 'trainedParameters')!, 'what does not depend on it is said all the same');
  });

  it('trains a share, and in few bits', () => {
    const share = finetune({ trainedShare: 0.0035 });
    assert.ok(Math.abs(figureOf(share, 'trainedParameters')! / (0.0035 * parameters) - 1) < 1e-12);
    const low = finetune({ weightBits: 8, gradientBits: 8, masterBits: 16, momentBits: 8, activationBits: 8 });
    assert.equal(figureOf(low, 'stateBytes'), parameters * (1 + 1 + 2 + 2));
    assert.ok(figureOf(low, 'activationBytes')! < figureOf(finetune({}), 'activationBytes')!);
    assert.equal(figureOf(finetune({ optimizer: 'sgd', masterBits: 0 }), 'optimizerBytes'), 0);
  });
});

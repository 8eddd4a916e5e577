import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { memoryUse } from '../../../src/sim/engine/memory-use.js';
import { growsWithContext } from '../../../src/sim/engine/work.js';
import type { Task } from '../../../src/sim/engine/task.js';
import type { Estimate } from '../../../src/sim/core/estimate.js';
import { collectiveSeconds } from '../../../src/serving/platform/collective.js';
import { fullestExperts } from '../../../src/serving/platform/expert-balance.js';
import { oneDevice, type Parallelism } from '../../../src/serving/platform/parallelism.js';
import { platformPassCost, type PlatformCost } from '../../../src/serving/platform/platform-cost.js';
import { platformDeployment } from '../../../src/serving/platform/platform-deployment.js';
import { cacheShare, platformMemory } from '../../../src/serving/platform/platform-memory.js';
import type { Deployment } from '../../../src/serving/deployment.js';
import { passCost } from '../../../src/serving/pass-cost.js';
import { problemsOf } from '../../kit/problems.js';
import { decode, graphOf, nvlink, onMany, onOne, prefill } from './deployments.js';

const near = (a: number, b: number, tolerance = 1e-12): void => { assert.ok(Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b)), `${a} instead of ${b}`); };
const costOf = (on: Deployment, pass: ReturnType<typeof prefill>, only?: (task: Task) => boolean): PlatformCost => platformPassCost(on, on.platform!, pass, only);
const free = { bytesPerSecond: Number.MAX_VALUE, latencySeconds: 0 };

describe('serving/platform/platform-cost', () => {
  it('is the deployment itself on one device', () => {
    const one = onOne('llama-2-7b');
    assert.equal(platformDeployment(one, oneDevice, nvlink), one);
    assert.equal(platformDeployment(one, oneDevice, { bytesPerSecond: 0, latencySeconds: 0 }), one);
  });

  it('gives the digits of one device where a platform of one device is made by hand', () => {
    for (const name of ['llama-2-7b', 'mixtral-8x7b', 't5-base', 'deepseek-v2-lite']) {
      const one = onOne(name);
      const platform = { parallelism: oneDevice, link: nvlink, hiddenSize: 4096, experts: null, exchangedBytes: 2 };
      for (const pass of [prefill(3, 100), decode(3, 100, 50)]) {
        const { exchangeSeconds, exchangeBytes, ...cost } = platformPassCost(one, platform, pass);
        assert.deepEqual(cost, passCost(one, pass));
        assert.deepEqual([exchangeSeconds, exchangeBytes], [0, 0]);
      }
    }
  });

  it('does the work of one device on all devices together where everything divides', () => {
    const spread = fc.record({ tensor: fc.constantFrom(1, 2, 4), pipeline: fc.constantFrom(1, 2, 4), expert: fc.constantFrom(1, 2, 4), sequence: fc.boolean() });
    fc.assert(fc.property(spread, fc.constantFrom(16, 32), fc.boolean(), (parallelism: Parallelism, batch, isDecode) => {
      const pass = isDecode ? decode(batch, 128, 20) : prefill(batch, 64);
      const [one, many] = [passCost(onOne('mixtral-8x7b'), pass), passCost(onMany('mixtral-8x7b', parallelism), pass)];
      // Routers are whole on every device. Every micro-batch draws its own experts: more of them are loaded.
      assert.ok(many.macs >= one.macs * (1 - 1e-12));
      near(many.macs, one.macs, 1e-3);
      assert.ok(many.weightBytes >= one.weightBytes * 0.999);
      near(many.kvCacheBytes, one.kvCacheBytes, 1e-9);
    }), { numRuns: 60 });
  });

  it('adds to the part of a device two sums a layer, that of the table and the logits', () => {
    const tensor = 4;
    const on = onMany('llama-2-7b', { tensor });
    const pass = prefill(2, 512);
    const rows = 2 * 512;
    const expected = (2 * 32 + 1) * collectiveSeconds('all-reduce', rows * 4096 * 2, tensor, nvlink) + collectiveSeconds('all-gather', 2 * 32_000 * 2, tensor, nvlink);
    const cost = costOf(on, pass);
    near(cost.exchangeSeconds, expected);
    const { platform, ...device } = on;
    assert.ok(platform !== undefined);
    near(cost.seconds, passCost(device, pass).seconds + expected);
    near(cost.exchangeBytes, tensor * ((2 * 32 + 1) * 1.5 * rows * 4096 * 2 + 0.75 * 2 * 32_000 * 2));
  });

  it('reaches one device\'s time over the devices where links are free and everything divides but norms and sums', () => {
    const pass = prefill(4, 1024);
    const one = passCost(onOne('llama-2-7b'), pass).seconds;
    for (const tensor of [2, 4, 8]) {
      const plain = passCost(onMany('llama-2-7b', { tensor }, free), pass).seconds;
      const sequence = passCost(onMany('llama-2-7b', { tensor, sequence: true }, free), pass).seconds;
      assert.ok(plain >= one / tensor && plain < (one / tensor) * 1.5, `${plain} ${one / tensor}`);
      assert.ok(sequence < plain && sequence >= (one / tensor) * (1 - 1e-12));
    }
  });

  it('fills and drains a pipeline in prefill, and loops in decode', () => {
    const { seconds: whole } = passCost(onOne('llama-2-7b'), prefill(1, 512));
    const on = onMany('llama-2-7b', { pipeline: 4 }, free);
    near(passCost(on, prefill(1, 512)).seconds, whole, 1e-9);
    // Four equal micro-batches through four nearly equal stages: 7 of 16 quarters.
    const four = passCost(on, prefill(4, 512)).seconds;
    assert.ok(four > (7 / 4) * whole * 0.98 && four < (7 / 4) * whole * 1.1, `${four / whole}`);
    const step = passCost(onOne('llama-2-7b'), decode(1, 512, 2)).seconds;
    const loop = passCost(on, decode(4, 512, 2)).seconds;
    assert.ok(loop >= step && loop < step * 1.1, `${loop / step}`);
    near(passCost(on, decode(1, 512, 2)).seconds, step, 1e-9);
    near(passCost(on, decode(4, 512, 101)).seconds, [...Array(100).keys()].reduce((sum, i) => sum + passCost(on, decode(4, 512 + i, 2)).seconds, 0), 1e-9);
  });

  it('waits for the device with the most distinct experts', () => {
    const expert = 8;
    const isExpert = ({ op }: Task): boolean => op.kind === 'linear' && op.experts !== undefined;
    const pass = decode(1, 128, 2);
    const one = passCost(onOne('mixtral-8x7b'), pass, isExpert);
    const many = costOf(onMany('mixtral-8x7b', { expert }, free), pass, isExpert);
    // One token takes two experts; on eight devices with one each, each loads at most one.
    assert.equal(Math.round(fullestExperts(8, 2, 8, 1) * 1e9), 1e9);
    near(many.seconds, one.seconds / 2, 1e-9);
    near(many.weightBytes, one.weightBytes, 1e-9);
    const batch = decode(64, 128, 2);
    near(costOf(onMany('mixtral-8x7b', { expert }, free), batch, isExpert).seconds, passCost(onOne('mixtral-8x7b'), batch, isExpert).seconds / 8, 1e-6);
  });

  it('divides sequences among the devices of experts, and counts those that have none', () => {
    const dense = ({ op }: Task): boolean => op.name === 'q_proj' || op.name === 'qk_matmul';
    const on = onMany('mixtral-8x7b', { expert: 4 }, free);
    for (const batch of [1, 3, 4, 6, 9]) {
      const cost = costOf(on, prefill(batch, 64), dense);
      near(cost.macs, passCost(onOne('mixtral-8x7b'), prefill(batch, 64), dense).macs);
      near(cost.seconds, passCost(onOne('mixtral-8x7b'), prefill(Math.ceil(batch / 4), 64), dense).seconds);
    }
  });

  it('puts a step together from tokens and contexts to about what the whole pass takes', () => {
    for (const spread of [{ tensor: 4 }, { pipeline: 4 }, { tensor: 2, pipeline: 2 }]) {
      const on = onMany('llama-2-70b', spread);
      const pass = decode(16, 1000, 2);
      const sees = ({ op }: Task): boolean => growsWithContext(op);
      const whole = passCost(on, pass).seconds;
      const sum = passCost(on, pass, (task) => !sees(task)).seconds + passCost(on, pass, sees).seconds;
      assert.ok(Math.abs(sum / whole - 1) < 0.02, `${sum / whole}`);
    }
  });

  it('draws what waiting devices draw, and gives no energy where the machine has none', () => {
    const estimate = (value: number): Estimate => ({ value, unit: 'J', quality: 'assumed', source: 'a test' });
    const one = onOne('llama-2-7b');
    const powered: Deployment = { ...one, machine: { ...one.machine, energy: { mac: () => estimate(1e-12), vectorElement: estimate(1e-12), dramByte: estimate(1e-11), staticPower: estimate(100) } } };
    const on = platformDeployment(powered, { ...oneDevice, tensor: 2, pipeline: 2 }, nvlink);
    const pass = prefill(1, 256);
    const cost = costOf(on, pass);
    const parts = cost.macs * 1e-12 + cost.dramBytes * 1e-11;
    assert.ok(cost.joules! > parts + 4 * cost.seconds * 100 && cost.joules! < (parts + 4 * cost.seconds * 100) * 1.01);
    assert.equal(passCost(onMany('llama-2-7b', { tensor: 2 }), pass).joules, null);
  });

  it('is finite and positive for any spread, pass and part of it', () => {
    const spread = fc.record({ tensor: fc.integer({ min: 1, max: 32 }), pipeline: fc.integer({ min: 1, max: 16 }), expert: fc.integer({ min: 1, max: 8 }), sequence: fc.boolean() });
    const part = fc.constantFrom(undefined, ({ op }: Task) => growsWithContext(op), ({ op }: Task) => !growsWithContext(op));
    fc.assert(fc.property(spread, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 300 }), fc.boolean(), part, (parallelism, batch, tokens, isDecode, only) => {
      const on = onMany('mixtral-8x7b', parallelism);
      const cost = passCost(on, isDecode ? decode(batch, tokens, 8) : prefill(batch, tokens), only);
      for (const value of [cost.seconds, cost.macs, cost.dramBytes]) assert.ok(Number.isFinite(value) && value > 0);
      assert.ok(cost.joules === null);
    }), { numRuns: 150 });
  });

  it('refuses a link that carries nothing, with a sentence', () => {
    const [problem] = problemsOf(() => onMany('llama-2-7b', { tensor: 2 }, { bytesPerSecond: 0, latencySeconds: 0 }));
    assert.match(problem!.message, /what they exchange would never arrive/);
  });
});

describe('serving/platform/platform-memory', () => {
  const scenario = { batch: 8, promptTokens: 1000, outputTokens: 100, logits: 'last' } as const;

  it('is that of the engine on one device', () => {
    const { machine, graph, scheme } = onOne('llama-2-7b');
    assert.deepEqual(platformMemory(onOne('llama-2-7b'), scenario), memoryUse(machine, graph, scheme, scenario));
    assert.equal(cacheShare(onOne('llama-2-7b')), 1);
  });

  it('divides weights and cache among devices that share layers', () => {
    const one = platformMemory(onOne('llama-2-7b'), scenario);
    for (const tensor of [2, 4, 8]) {
      const { weightBytes, kvCacheBytes } = platformMemory(onMany('llama-2-7b', { tensor }), scenario);
      near(kvCacheBytes * tensor, one.kvCacheBytes);
      assert.ok(weightBytes * tensor > one.weightBytes && weightBytes * tensor < one.weightBytes * 1.001);
    }
  });

  it('has a stage of layers with the cache of all sequences and the activations of a micro-batch', () => {
    const one = platformMemory(onOne('llama-2-7b'), scenario);
    const four = platformMemory(onMany('llama-2-7b', { pipeline: 4 }), scenario);
    near(four.kvCacheBytes, one.kvCacheBytes / 4);
    assert.ok(four.activationPeakBytes <= one.activationPeakBytes / 4 + 1);
    const table = 2 * 32_000 * 4096;
    assert.ok(Math.abs(four.weightBytes - ((one.weightBytes - 2 * table) / 4 + table)) < 1e5);
    assert.equal(cacheShare(onMany('llama-2-7b', { pipeline: 4 })), 0.25);
    assert.equal(cacheShare(onMany('llama-2-7b', { pipeline: 5 })), 7 / 32);
  });

  it('divides experts and sequences, and keeps all else on every device', () => {
    const one = platformMemory(onOne('mixtral-8x7b'), scenario);
    const four = platformMemory(onMany('mixtral-8x7b', { expert: 4 }), scenario);
    near(four.kvCacheBytes, one.kvCacheBytes / 4);
    const experts = 32 * 8 * 3 * 4096 * 14_336 * 2;
    near(four.weightBytes, one.weightBytes - experts * 0.75);
    assert.equal(one.fits, false);
    assert.equal(four.fits, true);
  });

  it('holds a tied table twice in a pipeline', () => {
    const stages = [1, 2].map((pipeline) => platformMemory(onMany('gemma-2-2b', { pipeline }), { ...scenario, batch: 1, promptTokens: 1, outputTokens: 1 }).weightBytes);
    const table = 2 * 256_000 * 2304;
    assert.ok(stages[1]! > (stages[0]! - table) / 2 + table * 0.99 && graphOf('gemma-2-2b').groups.length > 2);
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { simulate, type SimulationInput } from '../../../src/sim/engine/simulate.js';
import { growsWithContext } from '../../../src/sim/engine/work.js';
import type { Pass } from '../../../src/sim/model/scenario.js';
import { clearSum, emptySum } from '../../../src/serving/batching/context-table.js';
import { addDecodeContexts, addDecodeSteps, addMixedStep, decodeSet, stepCosts, type DecodeSet, type SharedRead } from '../../../src/serving/batching/step-cost.js';
import type { Deployment } from '../../../src/serving/deployment.js';
import { passCost } from '../../../src/serving/pass-cost.js';
import { gpuDeployment } from './deployments.js';
import { plainStepSeconds } from './plain-server.js';

const most = 6000;
const setOf = (contexts: readonly number[], shared: readonly SharedRead[] = []): DecodeSet => decodeSet(contexts, contexts.map(() => 1), contexts.length, shared);
const contexts = fc.array(fc.integer({ min: 2, max: 5000 }), { minLength: 1, maxLength: 20 });

describe('serving: the cost of a step', () => {
  for (const model of ['tinyllama-1.1b', 'gemma-3-1b', 'mixtral-8x7b']) {
    it(`is at the roofline the sum over the sequences one by one, ${model}`, () => {
      const deployment = gpuDeployment(model);
      const costs = stepCosts(deployment, most);
      const chunk = fc.record({ queries: fc.integer({ min: 1, max: 600 }), before: fc.integer({ min: 0, max: 3000 }), ends: fc.boolean() });
      const sum = emptySum();
      fc.assert(fc.property(fc.array(fc.integer({ min: 2, max: 5000 }), { maxLength: 12 }), fc.array(chunk, { maxLength: 3 }), (decoding, some) => {
        if (decoding.length + some.length === 0) return;
        const chunks = some.map(({ queries, before, ends }) => ({ queries, context: before + queries, ends }));
        clearSum(sum);
        if (chunks.length === 0) addDecodeSteps(costs, setOf(decoding), 1, sum);
        else addMixedStep(costs, decoding.length === 0 ? null : setOf(decoding), chunks, chunks.filter(({ ends }) => ends).length, sum);
        near(sum.seconds, plainStepSeconds(deployment, decoding, chunks), 1e-12);
      }), { numRuns: 100 });
    });
  }

  it('of a run of steps is the sum over its steps, at the roofline and analytically', () => {
    for (const deployment of [gpuDeployment('gemma-3-1b'), gpuDeployment('tinyllama-1.1b', { fidelity: 'analytic', kernels: true })]) {
      const costs = stepCosts(deployment, most);
      const [sum, all] = [emptySum(), emptySum()];
      fc.assert(fc.property(contexts, fc.integer({ min: 1, max: 900 }), (decoding, steps) => {
        clearSum(sum);
        clearSum(all);
        addDecodeSteps(costs, setOf(decoding), steps, sum);
        for (let i = 0; i < steps; i++) addDecodeSteps(costs, setOf(decoding.map((context) => context + i)), 1, all);
        near(sum.seconds, all.seconds, 1e-11);
        near(sum.dramBytes, all.dramBytes, 1e-11);
        near(sum.macs, all.macs, 1e-11);
      }), { numRuns: 30 });
    }
  });

  it('gives a sequence its part of the attention of a batch of equal contexts, to 1e-12 where tiles make it jump too', () => {
    const deployment = gpuDeployment('tinyllama-1.1b', { fidelity: 'analytic', kernels: true });
    const costs = stepCosts(deployment, most);
    const sum = emptySum();
    fc.assert(fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 2, max: 2000 }), (batch, context) => {
      clearSum(sum);
      addDecodeContexts(costs, setOf(Array.from({ length: batch }, () => context)), 1, sum);
      near(sum.seconds, passCost(deployment, decodeOf(batch, context), ({ op }) => growsWithContext(op)).seconds, 1e-12);
    }), { numRuns: 60 });
  });

  it('of equal prompts, and of equal sequences to their end, is that of simulate to the last digit', () => {
    for (const [promptTokens, outputTokens, batch] of [[1000, 40, 1], [77, 300, 5], [512, 2, 32]] as const) {
      const deployment = gpuDeployment();
      const result = simulate(inputOf(deployment, { batch, promptTokens, outputTokens, logits: 'last' }));
      const costs = stepCosts(deployment, most);
      const sum = emptySum();
      addMixedStep(costs, null, Array.from({ length: batch }, () => ({ queries: promptTokens, context: promptTokens })), batch, sum);
      assert.equal(sum.seconds, result.phases.prefill!.latencySeconds);
      assert.equal(costs.wholeDecode(batch, promptTokens + 1, promptTokens + outputTokens - 1).seconds, result.phases.decode!.latencySeconds);
    }
  });

  it('reads the weights once for each chunk of a prompt, and the keys and values before it', () => {
    const deployment = gpuDeployment();
    const costs = stepCosts(deployment, most);
    const bytes = (chunks: readonly number[]): number => {
      let [before, all] = [0, 0];
      const sum = emptySum();
      for (const queries of chunks) {
        clearSum(sum);
        addMixedStep(costs, null, [{ queries, context: before + queries }], before + queries === 1024 ? 1 : 0, sum);
        before += queries;
        all += sum.dramBytes;
      }
      return all;
    };
    const weights = passCost(deployment, decodeOf(1, 1), ({ group }) => group.tokens === 'all').weightBytes;
    const keys = passCost(deployment, decodeOf(1, 513)).kvCacheBytes - passCost(deployment, decodeOf(1, 1)).kvCacheBytes;
    near(bytes([512, 512]) - bytes([1024]), weights + keys, 1e-12);
  });

  it('with a beginning that is read once costs what one sequence reads less', () => {
    const deployment = gpuDeployment();
    const costs = stepCosts(deployment, most);
    const [apart, together] = [emptySum(), emptySum()];
    addDecodeSteps(costs, setOf([1100, 1200, 1300]), 1, apart);
    addDecodeSteps(costs, setOf([100, 200, 300], [{ tokens: 1000, sequences: 3 }]), 1, together);
    const keys = passCost(deployment, decodeOf(1, 1001)).kvCacheBytes - passCost(deployment, decodeOf(1, 1)).kvCacheBytes;
    // Three readings of 1000 tokens become one, and one of the token that the middle query of the three stands on.
    // Queries are read and results written for either part.
    const results = 3 * 22 * 2 * (32 * 64 * 2);
    near(apart.dramBytes - together.dramBytes, 2 * keys - keys / 1000 - results, 1e-12);
    near(together.macs, apart.macs, 1e-12);
  });
});

function decodeOf(batch: number, context: number): Pass {
  return { phase: 'decode', batch, queryTokens: 1, firstContext: context, lastContext: context, logits: 'last' };
}

function inputOf(deployment: Deployment, scenario: SimulationInput['scenario']): SimulationInput {
  return { ...deployment, scenario, digests: {}, version: '0', warnings: [] };
}

function near(actual: number, expected: number, relative: number): void {
  assert.ok(Math.abs(actual - expected) <= relative * Math.abs(expected), `${actual} is not ${expected}`);
}

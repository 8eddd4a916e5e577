import assert from 'node:assert/strict';
import fc from 'fast-check';
import { kvSpace } from '../../../src/serving/batching/kv-space.js';
import type { ServingSpec } from '../../../src/serving/batching/schema.js';
import { gpuDeployment, servedRequests } from './deployments.js';
import { plainBatchSeconds, plainServer, plainStepSeconds, type PlainRequest } from './plain-server.js';

const deployment = gpuDeployment();
const { graph, scheme } = deployment;

function recorded(requests: readonly PlainRequest[]): ServingSpec['arrivals'] {
  return { kind: 'recorded', requests: requests.map(({ at, prompt, output }) => ({ seconds: at, promptTokens: prompt, outputTokens: output })) };
}

const request = fc.record({ at: fc.double({ min: 0, max: 0.05, noNaN: true }), prompt: fc.integer({ min: 1, max: 300 }), output: fc.integer({ min: 1, max: 90 }) });
const policy = fc.record({
  maxSequences: fc.integer({ min: 1, max: 6 }), maxBatchedTokens: fc.integer({ min: 8, max: 400 }), chunkedPrefill: fc.boolean(), priority: fc.constantFrom('prefill' as const, 'decode' as const),
  blockTokens: fc.integer({ min: 1, max: 40 }),
});

describe('serving: the simulation', () => {
  it('completes the same requests at the same times as a server that is stepped through plainly', () => {
    let preempted = 0;
    fc.assert(fc.property(fc.array(request, { minLength: 1, maxLength: 8 }), policy, fc.option(fc.integer({ min: 0, max: 8 }), { nil: null }), (some, { blockTokens, ...rules }, spareBlocks) => {
      const requests = [...some].sort((a, b) => a.at - b.at);
      const largest = Math.max(...requests.map(({ prompt, output }) => Math.ceil((prompt + output - 1) / blockTokens)));
      const blocks = spareBlocks === null ? Infinity : largest + spareBlocks;
      const expected = plainServer(requests, { ...rules, blocks, blockTokens }, (contexts, chunks) => plainStepSeconds(deployment, contexts, chunks));
      const run = servedRequests({ arrivals: recorded(requests), scheduler: rules, cache: { blockTokens } }, deployment, blocks === Infinity ? Infinity : blocks * kvSpace(graph, scheme, blockTokens).blockBytes);
      assert.equal(run.answered.length, requests.length);
      for (const { id, firstToken, finished } of run.answered) {
        near(firstToken!.seconds, expected[id]!.first, 1e-12);
        near(finished!.seconds, expected[id]!.end, 1e-12);
      }
      for (const { preemptions } of expected) preempted += preemptions;
    }), { numRuns: 120 });
    assert.ok(preempted > 5, `hardly any run preempts anything: ${preempted}`);
  });

  it('does so with samples, and with a beginning that all prompts share', () => {
    fc.assert(fc.property(fc.array(request, { minLength: 1, maxLength: 7 }), policy, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 200 }), (some, { blockTokens, ...others }, samples, prefix) => {
      const requests = [...some].sort((a, b) => a.at - b.at);
      const rules = { ...others, maxSequences: others.maxSequences + samples };
      const prefixTokens = Math.floor(prefix / blockTokens) * blockTokens;
      const expected = plainServer(requests, { ...rules, blocks: Infinity, blockTokens, samples, prefixTokens }, (contexts, chunks) => plainStepSeconds(deployment, contexts, chunks));
      const run = servedRequests({ arrivals: recorded(requests), scheduler: rules, cache: { blockTokens }, samples, ...(prefix === 0 ? {} : { prefix: { tokens: prefix } }) }, deployment);
      for (const { id, firstToken, finished } of run.answered) {
        near(firstToken!.seconds, expected[id]!.first, 1e-12);
        near(finished!.seconds, expected[id]!.end, 1e-12);
      }
    }), { numRuns: 80 });
  });

  it('does so where tiles make costs jump', () => {
    const tiled = gpuDeployment('tinyllama-1.1b', { fidelity: 'analytic', kernels: true });
    fc.assert(fc.property(fc.array(request, { minLength: 1, maxLength: 4 }), policy, (some, { blockTokens, ...rules }) => {
      const requests = [...some].sort((a, b) => a.at - b.at);
      const expected = plainServer(requests, { ...rules, blocks: Infinity, blockTokens }, (contexts, chunks) => plainBatchSeconds(tiled, contexts, chunks));
      const run = servedRequests({ arrivals: recorded(requests), scheduler: rules, cache: { blockTokens } }, tiled);
      for (const { id, finished } of run.answered) near(finished!.seconds, expected[id]!.end, 1e-11);
    }), { numRuns: 25 });
  });
});

function near(actual: number, expected: number, relative: number): void {
  assert.ok(Math.abs(actual - expected) <= relative * Math.abs(expected), `${actual} is not ${expected}`);
}

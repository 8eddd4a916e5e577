import assert from 'node:assert/strict';
import fc from 'fast-check';
import { InputError } from '../../../src/sim/core/diagnostics.js';
import { simulate } from '../../../src/sim/engine/simulate.js';
import type { ServingSpec } from '../../../src/serving/batching/schema.js';
import { kvSpace } from '../../../src/serving/batching/kv-space.js';
import { costOfTasks } from '../../../src/serving/task-cost.js';
import type { Link } from '../../../src/serving/platform/link.js';
import { platformDeployment } from '../../../src/serving/platform/platform-deployment.js';
import { passCost } from '../../../src/serving/pass-cost.js';
import { deploymentOf, type Deployment } from '../../../src/serving/deployment.js';
import { inputOfExample } from '../../kit/fixtures.js';
import { figureOf, gpuDeployment, served, servedRequests } from './deployments.js';

type Spec = Omit<ServingSpec, 'kind'>;
const deployment = gpuDeployment();
const together: Spec = { arrivals: { kind: 'together' }, requests: 1, promptTokens: 700, outputTokens: 90 };

describe('serving: the scenario', () => {
  it('of one request, and of equal ones that come together, is the plain run to the last digit', () => {
    for (const batch of [1, 3, 8]) {
      const answer = served({ ...together, requests: batch, cache: { blockTokens: 1 } }, deployment);
      const { totals, memory } = simulate({ ...deployment, scenario: { batch, promptTokens: 700, outputTokens: 90, logits: 'last' }, digests: {}, version: '0', warnings: [] });
      const { firstTokenSeconds, secondsPerOutputToken, tokensPerSecond, latencySeconds } = answer.totals;
      assert.deepEqual({ firstTokenSeconds, secondsPerOutputToken, tokensPerSecond, latencySeconds },
        { firstTokenSeconds: totals.firstTokenSeconds, secondsPerOutputToken: totals.secondsPerOutputToken, tokensPerSecond: totals.tokensPerSecond, latencySeconds: totals.latencySeconds });
      assert.equal(answer.memory.kvCacheBytes, memory.kvCacheBytes);
      assert.equal(answer.memory.activationBytes, memory.activationPeakBytes);
      assert.equal(answer.memory.weightBytes, memory.weightBytes);
    }
  });

  it('of one request is the plain run of bundled experiments, energies and FPGAs included', () => {
    for (const file of ['flightllm.json', 'bitmod.json', 'systolic.json', 'gpu.json', 'lut-cpu.json', 'ternary.json']) {
      const input = inputOfExample(file, { 'workload.scenario.batch': 1, 'workload.scenario.promptTokens': 50, 'workload.scenario.outputTokens': 30 });
      const { totals } = simulate(input);
      const { firstTokenSeconds, secondsPerOutputToken, latencySeconds, energyJoules } = served({ ...together, promptTokens: 50, outputTokens: 30 }, deploymentOf(input)).totals;
      assert.deepEqual({ firstTokenSeconds, secondsPerOutputToken, latencySeconds, energyJoules },
        { firstTokenSeconds: totals.firstTokenSeconds, secondsPerOutputToken: totals.secondsPerOutputToken, latencySeconds: totals.latencySeconds, energyJoules: totals.energyJoules }, file);
    }
  });

  it('of one request on several devices is the cost of its passes there, and serves more of them with more devices', () => {
    const link: Link = { bytesPerSecond: 450e9, latencySeconds: 1e-6 };
    const spread = platformDeployment(deployment, { tensor: 2, pipeline: 2, expert: 1, sequence: false }, link);
    const on = (tensor: number, pipeline = 1): Deployment => platformDeployment(gpuDeployment('llama-2-7b'), { tensor, pipeline, expert: 1, sequence: false }, link);
    for (const many of [on(2), on(4), on(1, 2)]) {
      const { totals } = served({ ...together, requests: 1 }, many);
      assert.equal(totals.firstTokenSeconds, passCost(many, { phase: 'prefill', batch: 1, queryTokens: 700, firstContext: 700, lastContext: 700, logits: 'last' }).seconds);
      assert.equal(totals.secondsPerOutputToken, passCost(many, { phase: 'decode', batch: 1, queryTokens: 1, firstContext: 701, lastContext: 789, logits: 'last' }).seconds / 89);
    }
    const load: Spec = { arrivals: { kind: 'poisson', perSecond: 40 }, requests: 100, promptTokens: { kind: 'uniform', low: 100, high: 900 }, outputTokens: { kind: 'uniform', low: 1, high: 90 } };
    assert.ok(served(load, on(4)).totals.latencySeconds! < served(load, on(2)).totals.latencySeconds!);
    fc.assert(fc.property(spec, (some) => {
      const answer = served(some, spread);
      assert.ok([...Object.values<number | null>({ ...answer.totals }), ...answer.figures.map(({ value }) => value)].every((value) => value === null || Number.isFinite(value)));
    }), { numRuns: 8 });
    const experts = platformDeployment(gpuDeployment('mixtral-8x7b'), { tensor: 1, pipeline: 1, expert: 4, sequence: false }, link);
    assert.ok(served(load, experts).totals.latencySeconds! > 0);
  });

  it('of one request that comes late has the same times', () => {
    const late = served({ arrivals: { kind: 'recorded', requests: [{ seconds: 12.3, promptTokens: 700, outputTokens: 90 }] } }, deployment);
    const { totals } = served(together, deployment);
    assert.deepEqual({ ...late.totals, tokensPerSecond: 0, requestsPerSecond: 0, dollars: 0 }, { ...totals, tokensPerSecond: 0, requestsPerSecond: 0, dollars: 0 });
  });

  it('obeys the formula of Pollaczek and Khinchine for one server with constant service: W = rho D / (2 (1 - rho))', () => {
    const service = served({ ...together, outputTokens: 2 }, deployment).totals.latencySeconds!;
    for (const rho of [0.3, 0.6]) {
      const waits: number[] = [];
      for (let seed = 1; seed <= 20; seed++) {
        const answer = served({ arrivals: { kind: 'poisson', perSecond: rho / service }, requests: 1500, promptTokens: 700, outputTokens: 2, scheduler: { maxSequences: 1 }, seed }, deployment);
        waits.push(figureOf(answer, 'queueSeconds')!);
      }
      const mean = waits.reduce((a, b) => a + b) / waits.length;
      const error = Math.sqrt(waits.reduce((sum, wait) => sum + (wait - mean) ** 2, 0) / (waits.length * (waits.length - 1)));
      const expected = (rho * service) / (2 * (1 - rho));
      assert.ok(Math.abs(mean - expected) < 4 * error, `${mean} is not ${expected} within 4 x ${error}`);
      assert.ok(error < 0.1 * expected);
    }
  });

  it('has as many requests in the system as come in the time that one stays: L = lambda W', () => {
    fc.assert(fc.property(spec, (some) => {
      const answer = served(some, deployment);
      if (answer.reasons.length > 0) return;
      near(figureOf(answer, 'requestsInSystem')!, answer.totals.requestsPerSecond! * answer.totals.latencySeconds!, 1e-9);
    }), { numRuns: 30 });
  });

  it('answers every scenario with finite numbers, or with a null and a sentence', () => {
    fc.assert(fc.property(spec, (some) => {
      const answer = served(some, deployment);
      const { totals, memory, parts, figures, reasons, notes, grid } = answer;
      const said: readonly object[] = [totals, memory, ...figures, ...parts, ...grid.rows];
      for (const value of said.flatMap((one) => Object.values(one) as unknown[])) {
        assert.ok(typeof value !== 'number' || Number.isFinite(value), JSON.stringify(answer));
      }
      if (reasons.length === 0) assert.ok(totals.latencySeconds! >= totals.firstTokenSeconds!);
      else assert.ok(reasons.every((reason) => reason.length > 20));
      if (Object.values(totals).includes(null)) assert.ok(reasons.length + notes.length > 0);
      assert.ok(figures.length === 0 || figureOf(answer, 'kvPeakShare') === null || figureOf(answer, 'kvPeakShare')! <= 1);
      assert.ok(grid.rows.length <= 501);
    }), { numRuns: 40 });
  });

  it('gives the same digits for the same seed, and others for another', () => {
    const random: Spec = { arrivals: { kind: 'poisson', perSecond: 20 }, requests: 60, promptTokens: { kind: 'uniform', low: 10, high: 900 }, outputTokens: { kind: 'lognormal', median: 40, sigma: 0.7, low: 1, high: 300 } };
    assert.deepEqual(served(random, deployment), served(random, deployment));
    assert.notDeepEqual(served({ ...random, seed: 2 }, deployment).totals, served(random, deployment).totals);
  });

  it('says so where the queue grows, and does not where it only waits now and then', () => {
    const at = (perSecond: number): readonly string[] => served({ arrivals: { kind: 'poisson', perSecond }, requests: 400, promptTokens: 700, outputTokens: 90, scheduler: { maxSequences: 8 } }, deployment).notes;
    assert.match(at(2000).join(), /the queue grows: 2000 requests\/s arrive, \d+(\.\d+)? can be served/);
    assert.doesNotMatch(at(5).join(), /queue grows/);
  });

  it('can serve as many requests a second as it says where the queue grows', () => {
    const scheduler = { maxSequences: 8 };
    const answer = served({ arrivals: { kind: 'poisson', perSecond: 2000 }, requests: 400, promptTokens: 700, outputTokens: 90, scheduler }, deployment);
    const all = served({ ...together, requests: 4000, outputTokens: 90, scheduler }, deployment);
    near(figureOf(answer, 'servedPerSecondAtMost')!, all.totals.requestsPerSecond!, 0.1);
  });

  it('has sentences for what cannot be served', () => {
    assert.match(served({ ...together, arrivals: { kind: 'poisson', perSecond: 0 } }, deployment).reasons.join(), /no request ever comes/);
    assert.match(served(together, gpuDeployment('llama-2-70b')).reasons.join(), /no room is left for keys and values/);
    assert.match(served({ ...together, cache: { bytes: 1000 } }, deployment).reasons.join(), /none of the 1 requests fits/);
    const { machine } = deployment;
    assert.match(served(together, { ...deployment, machine: { ...machine, peakBytesPerSecond: 0 } }).reasons.join(), /a step never ends/);
    assert.match(served({ arrivals: { kind: 'recorded', requests: [{ seconds: 0, promptTokens: 10, outputTokens: 5 }, { seconds: 1, promptTokens: 5000, outputTokens: 5 }] }, cache: { bytes: 4000 * kvSpace(deployment.graph, deployment.scheme, 1).blockBytes } }, deployment).notes.join(), /1 of 2 requests are refused/);
  });

  it('rejects what it cannot run, with where it stands', () => {
    const codes = (body: () => unknown): readonly (readonly [string, string | undefined])[] => {
      try {
        body();
      } catch (error) {
        assert.ok(error instanceof InputError);
        return error.problems.map(({ code, pointer }) => [code, pointer] as const);
      }
      return [];
    };
    const at = '/workload/scenario';
    assert.deepEqual(codes(() => served({ arrivals: { kind: 'together' }, requests: 2 }, deployment)), [['serving/no-load', at], ['serving/no-load', at]]);
    assert.deepEqual(codes(() => served({ arrivals: { kind: 'recorded', requests: [{ seconds: 0, promptTokens: 1, outputTokens: 1 }] }, requests: 1 }, deployment)), [['serving/recorded-lengths', `${at}/requests`]]);
    assert.deepEqual(codes(() => served({ ...together, promptTokens: { kind: 'uniform', low: 5, high: 4 } }, deployment)), [['serving/empty-range', `${at}/promptTokens/low`]]);
    assert.deepEqual(codes(() => served({ ...together, samples: 300 }, deployment)), [['serving/too-many-samples', `${at}/samples`]]);
    assert.deepEqual(codes(() => served({ ...together, sharedReads: true }, gpuDeployment('gemma-3-1b'))), [['serving/shared-window', `${at}/sharedReads`]]);
    assert.deepEqual(codes(() => served(together, gpuDeployment('t5-base'))), [['serving/no-decoder', '/workload/model']]);
    assert.deepEqual(codes(() => served(together, { ...deployment, fidelity: 'event' })), [['serving/event', '/fidelity']]);
  });

  it('reads a prompt once for all its samples, which share its blocks', () => {
    const scheduler = { maxBatchedTokens: 20_000 };
    const answer = served({ ...together, samples: 16, cache: { blockTokens: 10 } }, deployment);
    const single = served({ ...together, cache: { blockTokens: 10 } }, deployment);
    const batch = served({ ...together, requests: 16, scheduler, cache: { blockTokens: 10 } }, deployment);
    assert.equal(answer.totals.firstTokenSeconds, single.totals.firstTokenSeconds);
    assert.equal(answer.totals.secondsPerOutputToken, batch.totals.secondsPerOutputToken);
    const { blockBytes } = kvSpace(deployment.graph, deployment.scheme, 10);
    assert.equal(answer.memory.kvCacheBytes, (70 + 16 * 9) * blockBytes);
    assert.equal(answer.totals.tokensPerSecond, (16 * 90) / answer.totals.latencySeconds!);
  });

  it('reads the beginning of the prompts of a group once, and keeps its blocks once', () => {
    const blockTokens = 10;
    const shared: Spec = { ...together, requests: 6, prefix: { tokens: 645 }, cache: { blockTokens } };
    const answer = served(shared, deployment);
    const alone = served({ ...shared, requests: 1, prefix: { tokens: 1 } }, deployment);
    assert.equal(figureOf(answer, 'sharedPromptTokens'), 5 * 640);
    const { blockBytes } = kvSpace(deployment.graph, deployment.scheme, blockTokens);
    assert.equal(answer.memory.kvCacheBytes, (64 + 6 * (79 - 64)) * blockBytes);
    // Five times sixty tokens more than one prompt: it is not five prompts more.
    assert.ok(answer.totals.firstTokenSeconds! < alone.totals.firstTokenSeconds! * 1.6);
    assert.ok(served({ ...shared, sharedReads: true }, deployment).totals.secondsPerOutputToken! < answer.totals.secondsPerOutputToken!);
    assert.deepEqual(served({ ...shared, requests: 1, sharedReads: true }, deployment).totals, served({ ...shared, requests: 1 }, deployment).totals);
  });

  it('answers all requests whose beginnings fit one after the other, and never holds more than there is room for', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 30 }), fc.boolean(), fc.constantFrom('prefill' as const, 'decode' as const), fc.integer({ min: 1, max: 3 }), (groups, spare, chunkedPrefill, priority, samples) => {
      const { blockBytes } = kvSpace(deployment.graph, deployment.scheme, 16);
      const room = (Math.ceil(200 / 16) * samples + 8 + spare) * blockBytes;
      const run = servedRequests({
        arrivals: { kind: 'poisson', perSecond: 200 }, requests: 40, promptTokens: { kind: 'uniform', low: 20, high: 140 }, outputTokens: { kind: 'uniform', low: 1, high: 60 }, prefix: { tokens: 64, groups }, samples,
        scheduler: { chunkedPrefill, priority, maxBatchedTokens: 200 }, seed: spare,
      }, deployment, room);
      assert.equal(run.answered.length, 40);
      assert.ok(run.recorder.timeline().every(({ kvBytes }) => kvBytes <= room));
      assert.ok(run.answered.every(({ heldBytes, generated, outputTokens }) => heldBytes === 0 && generated === outputTokens));
    }), { numRuns: 60 });
  });

  it('keeps the users of a closed loop busy: the cycle of a user is latency and thinking', () => {
    const answer = served({ arrivals: { kind: 'closed', users: 8, thinkSeconds: 0.5 }, requests: 400, promptTokens: 200, outputTokens: 50 }, deployment);
    const { requestsPerSecond, latencySeconds } = answer.totals;
    near(requestsPerSecond! * (latencySeconds! + 0.5), 8, 0.02);
    assert.ok(figureOf(answer, 'requestsInSystem')! <= 8);
  });

  it('takes tokens of all answers at least the time of their weights and of their keys and values', () => {
    fc.assert(fc.property(spec, (some) => {
      const answer = served(some, deployment);
      if (answer.reasons.length > 0) return;
      for (const { seconds, dramBytes } of answer.parts) assert.ok(seconds >= (dramBytes / deployment.machine.peakBytesPerSecond) * (1 - 1e-9));
    }), { numRuns: 20 });
  });

  it('stalls no sequence by prompts where these come in chunks behind those that decode', () => {
    const load: Spec = { arrivals: { kind: 'poisson', perSecond: 30 }, requests: 120, promptTokens: 1500, outputTokens: 60 };
    const gap = (scheduler: NonNullable<Spec['scheduler']>): number => figureOf(served({ ...load, scheduler }, deployment), 'tokenGapSecondsP99')!;
    assert.ok(gap({ chunkedPrefill: true, priority: 'decode', maxBatchedTokens: 256 }) < 0.5 * gap({ priority: 'prefill' }));
  });

  it('counts what meets all goals', () => {
    const load: Spec = { arrivals: { kind: 'poisson', perSecond: 30 }, requests: 50, promptTokens: 900, outputTokens: 60 };
    const middle = figureOf(served(load, deployment), 'latencySecondsP50')!;
    assert.equal(figureOf(served({ ...load, goals: { latencySeconds: middle } }, deployment), 'goodShare'), 0.5);
    assert.equal(figureOf(served({ ...load, goals: { firstTokenSeconds: 1e-9 } }, deployment), 'goodRequestsPerSecond'), 0);
    assert.equal(figureOf(served({ ...load, goals: { secondsPerOutputToken: 1e6 } }, deployment), 'goodShare'), 1);
  });

  it('adds up the costs of all its steps', () => {
    const answer = served({ ...together, requests: 4 }, deployment);
    const pass = { phase: 'prefill' as const, batch: 4, queryTokens: 700, firstContext: 700, lastContext: 700, logits: 'last' as const };
    assert.equal(answer.parts[0]!.dramBytes, costOfTasks(deployment, deployment.tasks, pass).dramBytes);
    assert.deepEqual(answer.parts.map(({ name, count }) => [name, count]), [['prefill steps', 1], ['decode steps', 89]]);
  });
});

const lengths = fc.oneof(fc.integer({ min: 1, max: 400 }), fc.record({ kind: fc.constant('uniform' as const), low: fc.integer({ min: 1, max: 20 }), high: fc.integer({ min: 20, max: 300 }) }));
const spec: fc.Arbitrary<Spec> = fc.record({
  arrivals: fc.oneof(
    fc.constant({ kind: 'together' as const }),
    fc.record({ kind: fc.constantFrom('poisson' as const, 'regular' as const), perSecond: fc.constantFrom(0, 0.01, 3, 50, 1e6) }),
    fc.record({ kind: fc.constant('gamma' as const), perSecond: fc.constantFrom(0, 2, 90), variation: fc.constantFrom(0.2, 1, 4) }),
    fc.record({ kind: fc.constant('closed' as const), users: fc.integer({ min: 1, max: 9 }), thinkSeconds: fc.constantFrom(0, 0.1), thinking: fc.constantFrom('fixed' as const, 'exponential' as const) }),
  ),
  requests: fc.integer({ min: 1, max: 30 }), promptTokens: lengths, outputTokens: lengths, samples: fc.constantFrom(1, 1, 3), sharedReads: fc.boolean(),
  scheduler: fc.record({ maxSequences: fc.integer({ min: 3, max: 20 }), maxBatchedTokens: fc.integer({ min: 10, max: 500 }), chunkedPrefill: fc.boolean(), priority: fc.constantFrom('prefill' as const, 'decode' as const) }),
  cache: fc.record({ blockTokens: fc.constantFrom(1, 16, 50), bytes: fc.constantFrom(1, 1e6, 2e7, 1e12) }),
  prefix: fc.record({ tokens: fc.integer({ min: 1, max: 200 }), groups: fc.integer({ min: 1, max: 4 }) }),
  seed: fc.integer({ min: 0, max: 1000 }),
});

function near(actual: number, expected: number, relative: number): void {
  assert.ok(Math.abs(actual - expected) <= relative * Math.abs(expected), `${actual} is not ${expected}`);
}

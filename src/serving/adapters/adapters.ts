import { bytesOfWeights, weightFormatOf } from '../../sim/model/quantization.js';
import { decodePass, prefillPass, type Pass, type Scenario } from '../../sim/model/scenario.js';
import { expectation, figure, part } from '../answer-parts.js';
import type { Deployment } from '../deployment.js';
import { freePass, passCost, plus, times, type PassCost } from '../pass-cost.js';
import { memoryOf, useOf } from '../resident.js';
import type { ScenarioAnswer, ScenarioMemory } from '../scenario-answer.js';
import { defineScenario, type Setting } from '../scenario-kind.js';
import { targetsOf, withAdapters } from './adapted-graph.js';
import { adapterProblems } from './adapter-problems.js';
import { adaptersSchema, type AdaptersSpec } from './schema.js';
import { tenantSize } from './tenant-size.js';
import { distinctTenants, tenantsBySize } from './tenants.js';

const at = '/workload/scenario/adapter';

/** Requests of many tenants on one backbone. */
export const adaptersKind = defineScenario({
  kind: 'adapters', summary: 'one backbone for one tenant or thousands: LoRA merged or per request, bottlenecks, prefixes, pools, sparse differences',
  schema: adaptersSchema, run: runAdapters,
});

/** What the requests of a batch cost: until their first tokens, and in all. */
interface BatchCost { readonly first: PassCost; readonly rest: PassCost; readonly switches: PassCost }

function runAdapters(spec: AdaptersSpec, { deployment, dollarsPerHour }: Setting): ScenarioAnswer {
  adapterProblems(spec.adapter, at);
  const { adapter, tenants = 1, batch = 1, outputTokens } = spec;
  const size = tenantSize(deployment, adapter, at);
  const distinct = distinctTenants(tenants, batch);
  const cost = adapter.method === 'merged' ? mergedCost(deployment, spec) : batchCost(adapted(deployment, spec, distinct), spec, batch);
  const plain = batchCost(deployment, { ...spec, adapter: { method: 'lora' } }, batch);
  const memory = memoryWith(deployment, spec, size.bytes);
  const reasons = memory.fits === false ? [`backbone, caches and ${tenants} adapters do not fit the ${memory.capacityBytes} bytes of the device`] : [];
  const runs = reasons.length === 0;
  const whole = plus(plus(cost.first, cost.rest), cost.switches);
  const before = plain.first.seconds + plain.rest.seconds;
  const left = memory.capacityBytes === null ? null : memory.capacityBytes - (memory.heldBytes - tenants * size.bytes);
  const value = (of: number | null): number | null => (runs ? of : null);
  const isGrouped = adapter.method === 'merged' && tenants > 1;
  return {
    totals: {
      firstTokenSeconds: value(isGrouped ? null : cost.first.seconds), secondsPerOutputToken: value(isGrouped || outputTokens < 2 ? null : cost.rest.seconds / (outputTokens - 1)),
      tokensPerSecond: value((batch * outputTokens) / whole.seconds), requestsPerSecond: value(batch / whole.seconds), latencySeconds: value(whole.seconds),
      energyJoules: value(whole.joules === null ? null : whole.joules / batch), dollars: value(dollarsPerHour === null ? null : (whole.seconds * dollarsPerHour) / 3600 / batch),
    },
    memory,
    parts: !runs ? [] : [part('prefill', 1, cost.first), ...(outputTokens > 1 ? [part('decode', outputTokens - 1, cost.rest)] : []), ...(isGrouped ? [part('switch', distinct, cost.switches)] : [])],
    figures: [
      figure('parametersPerTenant', size.parameters, '', 'numbers of one adapter'),
      figure('bytesPerTenant', size.bytes, 'B', 'bytes of one adapter'),
      figure('tenantsThatFit', left === null ? null : Math.max(0, Math.floor(left / size.bytes)), '', '(capacity - weights - caches - activations) / bytes of an adapter'),
      expectation('distinctTenantsPerBatch', distinct, '', 'N (1 - (1 - 1 / N)^B): each request is of any tenant with the same chance'),
      expectation('extraOperationsShare', (2 * (whole.macs - plain.first.macs - plain.rest.macs)) / (2 * (plain.first.macs + plain.rest.macs)), '', 'multiply-accumulates beyond those of the backbone alone, over these'),
      expectation('slowdown', value(whole.seconds / before), '', 'seconds over those of the backbone alone on the same requests as one batch'),
      { name: 'batchLostToSwitching', value: isGrouped ? 1 - 1 / distinct : 0, unit: '', meaning: 'share of the batch that a run does without, since merged weights serve one tenant at a time: 1 - 1 / distinct tenants', isExpectation: isGrouped },
      figure('switchSeconds', value(isGrouped ? cost.switches.seconds / distinct : 0), 's', 'to take one adapter out of the weights and put another in: each adapted matrix read and written, both adapters read'),
    ],
    reasons,
    notes: [
      ...(adapter.method === 'merged' ? [isGrouped ? 'the requests of a batch run tenant by tenant: latencySeconds is until the last has ended; its expectation is over all ways to draw tenants' : 'merged for one tenant: as fast as the backbone alone'] : []),
      ...(deployment.platform === undefined ? [] : ['parameters and bytes of an adapter are those of one device: its part of each adapted matrix']),
      ...(tenants > 1 && adapter.method !== 'merged' ? ['a pass reads the adapters of the expected number of distinct tenants; kernels that serve several at once lose nothing by it'] : []),
    ],
  };
}

/** The deployment as requests of `distinct` tenants run on it. */
function adapted(deployment: Deployment, { adapter, tenants = 1, batch = 1, promptTokens }: AdaptersSpec, distinct: number): Deployment {
  if (adapter.method === 'prefix' || adapter.method === 'prompt') return deployment;
  return withAdapters(deployment, adapter, at, { tenants, distinct, decodeRows: batch, prefillRows: batch * promptTokens });
}

/** Both phases of so many requests. A prefix is context that was never read, a prompt is read like any other. */
function batchCost(deployment: Deployment, { adapter, promptTokens, outputTokens }: AdaptersSpec, batch: number): BatchCost {
  const learned = adapter.tokens ?? 1;
  const scenario: Scenario = { batch, promptTokens: promptTokens + (adapter.method === 'prompt' ? learned : 0), outputTokens, logits: 'last' };
  const behind = (pass: Pass): Pass => (adapter.method === 'prefix' ? { ...pass, firstContext: pass.firstContext + learned, lastContext: pass.lastContext + learned } : pass);
  const steps = decodePass(scenario);
  return { first: passCost(deployment, behind(prefillPass(scenario))), rest: steps === undefined ? freePass : passCost(deployment, behind(steps)), switches: freePass };
}

/** Tenant by tenant: the expectation over all group sizes, and a switch for each group; none where there is one tenant. */
function mergedCost(deployment: Deployment, spec: AdaptersSpec): BatchCost {
  const { tenants = 1, batch = 1 } = spec;
  if (tenants === 1) return batchCost(deployment, spec, batch);
  let sum: BatchCost = { first: freePass, rest: freePass, switches: freePass };
  const exchange = switchCost(deployment, spec);
  for (const [size, groups] of tenantsBySize(tenants, batch).entries()) {
    if (size === 0 || groups < 1e-12) continue;
    const { first, rest } = batchCost(deployment, spec, size);
    sum = { first: plus(sum.first, times(first, groups)), rest: plus(sum.rest, times(rest, groups)), switches: plus(sum.switches, times(exchange, groups)) };
  }
  return sum;
}

/** Two adapters are multiplied out and added to the weights: max(MACs / peak, bytes / bandwidth). Its energy is not known where that of passes is not. */
function switchCost({ machine, graph, scheme }: Deployment, { adapter }: AdaptersSpec): PassCost {
  const { rank = 1 } = adapter;
  let [seconds, macs, dramBytes] = [0, 0, 0];
  for (const { group, op } of targetsOf(graph, adapter, at)) {
    const format = weightFormatOf(scheme, op.name);
    const [work, bytes] = [2 * rank * op.inFeatures * op.outFeatures, 2 * bytesOfWeights(format, op.inFeatures * op.outFeatures) + 4 * rank * (op.inFeatures + op.outFeatures)];
    seconds += group.repeat * Math.max(work / machine.peakMacsPerSecond(format.type, scheme.activations), bytes / machine.peakBytesPerSecond);
    macs += group.repeat * work;
    dramBytes += group.repeat * bytes;
  }
  return { seconds, joules: null, macs, dramBytes, weightBytes: dramBytes, kvCacheBytes: 0 };
}

/** Merged adapters wait beside the backbone like others. */
function memoryWith(deployment: Deployment, { adapter, tenants = 1, batch = 1, promptTokens, outputTokens }: AdaptersSpec, bytesPerTenant: number): ScenarioMemory {
  const learned = adapter.method === 'prompt' ? adapter.tokens ?? 1 : 0;
  return memoryOf(deployment.machine, useOf(deployment, { batch, promptTokens: promptTokens + learned, outputTokens, logits: 'last' }), {}, { adapters: tenants * bytesPerTenant });
}

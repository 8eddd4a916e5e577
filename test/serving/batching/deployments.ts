import { prepare } from '../../../src/experiment/run.js';
import { loadOf } from '../../../src/serving/batching/load.js';
import { kvSpace } from '../../../src/serving/batching/kv-space.js';
import { runServing } from '../../../src/serving/batching/serving.js';
import type { ServingAnswer } from '../../../src/serving/batching/answer.js';
import type { ServingSpec } from '../../../src/serving/batching/schema.js';
import { createServer } from '../../../src/serving/batching/server.js';
import { serve, type ServedRun } from '../../../src/serving/batching/simulation.js';
import { stepCosts } from '../../../src/serving/batching/step-cost.js';
import { deploymentOf, type Deployment } from '../../../src/serving/deployment.js';

/** A model on a GPU of the catalogue. */
export function gpuDeployment(model: unknown = 'tinyllama-1.1b', { device = 'a100-sxm-80gb', quantization = 'fp16', fidelity = 'roofline', kernels = false }: { readonly device?: string; readonly quantization?: string; readonly fidelity?: string; readonly kernels?: boolean } = {}): Deployment {
  return deploymentOf(prepare({
    kind: 'experiment', name: 'test', workload: { model, quantization, scenario: { promptTokens: 1, outputTokens: 1 } },
    architecture: { family: 'gpu', device, parameters: kernels ? { kernels: {} } : {} }, fidelity,
  }));
}

/** A scenario on a deployment that costs a dollar an hour. */
export function served(spec: Omit<ServingSpec, 'kind'>, deployment: Deployment): ServingAnswer {
  return runServing({ kind: 'serving', ...spec }, { deployment, dollarsPerHour: 1, deploy: () => { throw new Error('nothing else is deployed'); } });
}

/** The requests of a scenario when all have been served, with room for so many bytes of keys and values. */
export function servedRequests(spec: Omit<ServingSpec, 'kind'>, deployment: Deployment, roomBytes = Infinity): ServedRun {
  const { samples = 1, scheduler = {}, cache = {} } = spec;
  const { maxSequences = 256, maxBatchedTokens = 8192, chunkedPrefill = false, priority = 'prefill' } = scheduler;
  const { requests, arrivals } = loadOf({ kind: 'serving', ...spec }, cache.blockTokens ?? 16);
  const server = createServer(kvSpace(deployment.graph, deployment.scheme, cache.blockTokens ?? 16), roomBytes, samples, { maxSequences, maxBatchedTokens, chunkedPrefill, priority });
  const longest = Math.max(...requests.map(({ promptTokens, outputTokens }) => promptTokens + outputTokens));
  return serve({ requests, arrivals, server, costs: stepCosts(deployment, longest), samples, sharedReads: spec.sharedReads === true, peaks: { bytesPerSecond: 1, macsPerSecond: 1 } });
}

export function figureOf(answer: ServingAnswer, name: string): number | null {
  const found = answer.figures.find((figure) => figure.name === name);
  if (found === undefined) throw new Error(`no figure ${name}`);
  return found.value;
}

import { prepare } from '../../src/experiment/run.js';
import type { ServingSpec } from '../../src/serving/batching/schema.js';
import { runServing } from '../../src/serving/batching/serving.js';
import { deploymentOf } from '../../src/serving/deployment.js';

/** Loads that a server of today is measured by. */
export const servingLoads = {
  poisson: { kind: 'serving', arrivals: { kind: 'poisson', perSecond: 5 }, requests: 400, promptTokens: 1024, outputTokens: { kind: 'uniform', low: 128, high: 256 } },
  closed: { kind: 'serving', arrivals: { kind: 'closed', users: 64 }, requests: 640, promptTokens: 1024, outputTokens: 1024 },
  many: {
    kind: 'serving', arrivals: { kind: 'poisson', perSecond: 5 }, requests: 10_000, promptTokens: { kind: 'uniform', low: 256, high: 2048 }, outputTokens: { kind: 'uniform', low: 128, high: 256 },
    scheduler: { chunkedPrefill: true, priority: 'decode', maxBatchedTokens: 512 },
  },
} as const satisfies Readonly<Record<string, ServingSpec>>;

/** Llama 3 70B in FP8 on one H200, ready to serve a load: what is called gives the seconds until the last answer. */
export function servingRun(load: keyof typeof servingLoads): (seed: number) => number {
  const deployment = deploymentOf(prepare({
    kind: 'experiment', name: 'bench', workload: { model: 'llama-3-70b', quantization: 'fp8', scenario: { promptTokens: 1, outputTokens: 1 } }, architecture: { family: 'gpu', device: 'h200-sxm' }, fidelity: 'roofline',
  }));
  const setting = { deployment, dollarsPerHour: null, deploy: () => deployment };
  return (seed) => runServing({ ...servingLoads[load], seed }, setting).totals.latencySeconds!;
}

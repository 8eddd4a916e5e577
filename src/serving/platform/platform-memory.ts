import { memoryUse } from '../../sim/engine/memory-use.js';
import type { MemoryResult } from '../../sim/model/result.js';
import type { Scenario } from '../../sim/model/scenario.js';
import type { Deployment } from '../deployment.js';
import { layerCount } from './parallelism.js';
import { evenParts } from './pipeline.js';
import { layerShares, stageGraphs } from './stages.js';

/**
 * What a workload needs of the fullest device. A stage of a pipeline holds the cache of all micro-batches and the activations of one; a device of `expert` the
 * sequences that are its own, ceil(batch / devices). On one device that of the engine.
 */
export function platformMemory({ machine, graph, scheme, platform }: Deployment, scenario: Scenario): MemoryResult {
  if (platform === undefined) return memoryUse(machine, graph, scheme, scenario);
  const { parallelism: { expert, pipeline, microBatches: most = pipeline } } = platform;
  const uses = stageGraphs(graph, pipeline).map((stage): MemoryResult => {
    const own = memoryUse(machine, stage, scheme, { ...scenario, batch: Math.ceil(scenario.batch / expert) });
    const [largest] = evenParts(Math.ceil(scenario.batch), most);
    const { activationPeakBytes } = memoryUse(machine, stage, scheme, { ...scenario, batch: Math.ceil(largest! / expert) });
    const heldBytes = own.heldBytes - (machine.keepsActivations ? 0 : own.activationPeakBytes - activationPeakBytes);
    return { ...own, activationPeakBytes, heldBytes, fits: own.capacityBytes === null ? null : heldBytes <= own.capacityBytes };
  });
  return uses.reduce((a, b) => (b.heldBytes > a.heldBytes ? b : a));
}

/** The part of the cache of all sequences and layers of `deployment.graph` that is on the fullest device, where sequences are many; 1 on one device. */
export function cacheShare({ graph, platform }: Deployment): number {
  if (platform === undefined) return 1;
  const { expert, pipeline } = platform.parallelism;
  return Math.max(...layerShares(layerCount(graph), pipeline)) / expert;
}

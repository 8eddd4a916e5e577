import type { Architecture } from '../sim/model/architecture.js';
import type { MemoryResult } from '../sim/model/result.js';
import type { Scenario } from '../sim/model/scenario.js';
import type { Deployment } from './deployment.js';
import { platformMemory } from './platform/platform-memory.js';
import type { ScenarioMemory } from './scenario-answer.js';

/** What a deployment needs of the memory, as `simulate` counts it; on several devices of that of the fullest one. */
export function useOf(deployment: Deployment, scenario: Scenario): MemoryResult {
  return platformMemory(deployment, scenario);
}

/** Bytes of the keys and values of `context` tokens of `batch` sequences, windows of layers observed. */
export function cacheBytes(deployment: Deployment, batch: number, context: number): number {
  return context < 1 ? 0 : useOf(deployment, { batch, promptTokens: context, outputTokens: 1, logits: 'last' }).kvCacheBytes;
}

/** Bytes of other things that are resident, by name. */
export type Others = Readonly<Record<string, number>>;

/** The memory of a scenario: that of the deployment with what is otherwise than `simulate` has it, and what else is there. */
export function memoryOf(machine: Architecture, use: MemoryResult, changed: { readonly weightBytes?: number; readonly kvCacheBytes?: number } = {}, others: Others = {}): ScenarioMemory {
  const { weightBytes = use.weightBytes, kvCacheBytes = use.kvCacheBytes } = changed;
  const added = Object.values(others).reduce((sum, bytes) => sum + bytes, 0);
  const held = use.heldBytes + (weightBytes - use.weightBytes) + (kvCacheBytes - use.kvCacheBytes) + added;
  const { capacityBytes } = machine;
  return { weightBytes, kvCacheBytes, activationBytes: use.activationPeakBytes, others, heldBytes: held, capacityBytes, fits: capacityBytes === null ? null : held <= capacityBytes };
}

/** Weights of a deployment that lie in the memory of its machine. */
export function weightsHeld(deployment: Deployment): number {
  const use = useOf(deployment, { batch: 1, promptTokens: 1, outputTokens: 1, logits: 'last' });
  return use.weightBytes - (deployment.machine.holdsEmbeddings ? 0 : use.embeddingBytes);
}

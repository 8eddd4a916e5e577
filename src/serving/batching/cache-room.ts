import type { MemoryResult } from '../../sim/model/result.js';
import type { Deployment } from '../deployment.js';
import { platformMemory } from '../platform/platform-memory.js';

/** What the memory of a device has beside keys and values, and what is left for them. */
export interface CacheRoom {
  readonly use: MemoryResult;
  /** Bytes for keys and values; Infinity where the capacity is not known, negative where the rest does not fit. */
  readonly bytes: number;
}

/** The steps that activations are to be there for. */
export interface LargestStep {
  readonly tokens: number;
  /** Tokens of the longest prompt: scores that are kept are those of whole prompts. */
  readonly promptTokens: number;
}

/** share x capacity - weights - activations of the largest step; of a machine that keeps embeddings or activations elsewhere without them. no more than `bytes` where these are given. */
export function cacheRoom(deployment: Deployment, { tokens, promptTokens }: LargestStep, share: number, bytes: number | undefined): CacheRoom {
  const prompts = tokens / promptTokens;
  const use = platformMemory(deployment, { batch: deployment.platform === undefined ? prompts : Math.ceil(prompts), promptTokens, outputTokens: 1, logits: 'last' });
  const { capacityBytes } = deployment.machine;
  const rest = capacityBytes === null ? Infinity : share * capacityBytes - (use.heldBytes - use.kvCacheBytes);
  return { use, bytes: Math.min(bytes ?? Infinity, rest) };
}

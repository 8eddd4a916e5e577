import type { Task } from '../sim/engine/task.js';
import type { Pass } from '../sim/model/scenario.js';
import type { Deployment } from './deployment.js';
import { platformPassCost } from './platform/platform-cost.js';
import { costOfTasks, type PassCost } from './task-cost.js';

export type { PassCost } from './task-cost.js';

export const freePass: PassCost = { seconds: 0, joules: 0, macs: 0, dramBytes: 0, weightBytes: 0, kvCacheBytes: 0 };

/**
 * The cost of a pass: the same model code as `simulate`, to the last digit; on several devices with what they exchange, all devices together. `only` leaves out tasks, so
 * that a step of unequal sequences can be put together from the tasks that see each token alone and those that see a context.
 */
export function passCost(deployment: Deployment, pass: Pass, only?: (task: Task) => boolean): PassCost {
  const { platform, tasks } = deployment;
  if (platform !== undefined) return platformPassCost(deployment, platform, pass, only);
  return costOfTasks(deployment, only === undefined ? tasks : tasks.filter(only), pass);
}

/** Two costs one after the other. */
export function plus(a: PassCost, b: PassCost): PassCost {
  return {
    seconds: a.seconds + b.seconds, joules: a.joules === null || b.joules === null ? null : a.joules + b.joules, macs: a.macs + b.macs,
    dramBytes: a.dramBytes + b.dramBytes, weightBytes: a.weightBytes + b.weightBytes, kvCacheBytes: a.kvCacheBytes + b.kvCacheBytes,
  };
}

/** A cost `count` times; an expectation where `count` is no whole number. */
export function times(cost: PassCost, count: number): PassCost {
  return {
    seconds: cost.seconds * count, joules: cost.joules === null ? null : cost.joules * count, macs: cost.macs * count,
    dramBytes: cost.dramBytes * count, weightBytes: cost.weightBytes * count, kvCacheBytes: cost.kvCacheBytes * count,
  };
}

import type { Architecture } from '../model/architecture.js';
import type { QuantizationScheme } from '../model/quantization.js';
import type { Pass } from '../model/scenario.js';
import { addCost, emptyCost } from './cost.js';
import { costPhase } from './phase.js';
import type { Task } from './task.js';

/**
 * The largest over resources of total work / peak: no schedule of the phase is faster. At the roofline each resource is busy for its work at
 * the nominal peak (executed MACs, vector elements, compulsory bytes), so the bound is the busiest of them.
 */
export function lowerBoundSeconds(machine: Architecture, tasks: readonly Task[], scheme: QuantizationScheme, pass: Pass): number {
  const total = emptyCost();
  costPhase(machine, tasks, scheme, pass, 'roofline', (_task, _op, cost, repeat) => {
    addCost(total, cost, repeat);
  });
  return Math.max(total.busyArray0, total.busyVector, total.busyLoad);
}

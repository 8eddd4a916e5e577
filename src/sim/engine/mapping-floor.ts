import { bitsPerWeight } from '../model/quantization.js';
import { passCount } from '../model/scenario.js';
import { emptyCost } from './cost.js';
import { takesOperand, type MappableProduct } from './mapping-product.js';
import { addRooflineCost } from './roofline.js';
import type { CostContext, Task } from './task.js';
import { productsOf } from './work.js';

/**
 * Seconds that no mapping of a product goes below, in all passes of a phase:
 *
 *   max( executed MACs / MAC peak, vector elements / vector peak, compulsory bytes / memory peak, bytes of weights or cache / the fastest stream of them )
 *
 * No tile is faster than the peak, and every weight, key and value crosses its stream at least once.
 */
export function floorSeconds(at: CostContext, task: Task, product: MappableProduct): number {
  const { scheme, pass, tiled } = at;
  // What may be kept on the chip need not move.
  const machine = tiled.activationBuffer === undefined ? at.machine : { ...at.machine, keepsActivations: true };
  const cost = emptyCost();
  for (const op of [task.op, ...task.epilogues]) addRooflineCost(machine, task.group, op, task.format, scheme, pass, cost);
  let bound = Math.max(cost.busyArray0, cost.busyVector, cost.busyLoad);
  const { op } = product;
  const stream = op.kind === 'linear' ? 'weights' : 'kvCache';
  const fastest = tiled.modes.reduce((rate, mode) => (takesOperand(mode, op) ? Math.max(rate, mode.streams[stream]) : rate), 0);
  if (op.kind !== 'linear') bound = Math.max(bound, cost.kvCacheBytes / fastest);
  else {
    bound = Math.max(bound, (passCount(pass) * productsOf(op, task.group, pass) * op.inFeatures * op.outFeatures * bitsPerWeight(task.format)) / 8 / fastest);
  }
  return bound;
}

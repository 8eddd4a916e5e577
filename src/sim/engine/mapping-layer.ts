import type { LayerGroup, Op } from '../model/op-graph.js';
import { productOf, type MappableProduct } from './mapping-product.js';
import { readingsOf, type Reading } from './mapping-readers.js';
import { tasksOf, type CostContext, type Task } from './task.js';

/** The products of a layer that are mapped together: those that see the same pass. */
export interface Layer {
  readonly at: CostContext;
  readonly tasks: readonly Task[];
  /** By the index of their task. */
  readonly products: ReadonlyMap<number, MappableProduct>;
  /** Outputs that another of these products alone reads. */
  readonly readings: readonly Reading[];
}

/** The layer of a group whose products see the pass that `op` sees. Cross attention sees another one than the rest of its layer. */
export function layerOf(at: CostContext, group: LayerGroup, op: Op): Layer {
  const tasks = tasksOf({ name: group.name, groups: [group] }, at.scheme);
  const products = new Map<number, MappableProduct>();
  tasks.forEach((task, i) => {
    const product = isCross(task.op) === isCross(op) ? productOf(at, task) : null;
    if (product !== null) products.set(i, product);
  });
  return { at, tasks, products, readings: readingsOf(tasks).filter(({ from, to }) => products.has(from) && products.has(to)) };
}

/** True of attention over the keys of an encoder. */
export function isCross(op: Op): boolean {
  return 'keys' in op && op.keys === 'encoder';
}

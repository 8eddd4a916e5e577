import { visibleLimit } from '../../../sim/engine/mask.js';
import type { Mask, Op, OpGraph } from '../../../sim/model/op-graph.js';

/** A cache that keeps so many tokens of each sequence: the first, the last, and those that had the most attention. */
export interface CacheLimit {
  readonly sinks: number;
  readonly recent: number;
  readonly heavyHitters: number;
}

export function tokensKept({ sinks, recent, heavyHitters }: CacheLimit): number {
  return sinks + recent + heavyHitters;
}

/** The mask of decode steps that see no more tokens than are kept: sinks + recent + heavy hitters, or fewer where the layer's own window is smaller. */
export function limitedMask(mask: Mask, limit: CacheLimit): Mask {
  return visibleLimit(mask) <= tokensKept(limit) ? mask : { kind: 'lambda', sinks: limit.sinks + limit.heavyHitters, window: limit.recent };
}

/** The graph whose attention over the cache sees what is kept. */
export function limitedGraph(graph: OpGraph, limit: CacheLimit): OpGraph {
  const limited = (op: Op): Op => ('mask' in op && op.keys === undefined ? { ...op, mask: limitedMask(op.mask, limit) } : op);
  return { ...graph, groups: graph.groups.map((group) => ({ ...group, ops: group.ops.map(limited) })) };
}

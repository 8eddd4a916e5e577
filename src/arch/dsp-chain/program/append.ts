import type { VectorOp } from '../../../sim/model/op-graph.js';
import type { ProgramTask, Step } from '../../../sim/model/program.js';
import { barrier, loads, sideOf, stores, type Core } from './core.js';
import { issue, load, store, system } from './units.js';

/** Keys and values are two tensors. */
const tensors = 2;

/**
 * New keys and values of the cache. A machine that concatenates has stored them where they were computed; each step it then loads the old ones of either tensor,
 * followed by an empty store. In prefill there are none, and no instructions. Else the new ones are stored here.
 */
export function appendSteps(core: Core, task: ProgramTask, op: VectorOp): Step[] {
  const { pass, context, scheme, rows } = task;
  const { tiled } = core;
  const { channels } = sideOf(core, { mode: 1 }).kvCache;
  const bytesPerToken = (op.width * scheme.kvCache.bits) / 8;
  if (op.recurrent === true) {
    const reads = pass.phase === 'decode';
    const bytes = pass.batch * bytesPerToken;
    return [
      ...(reads ? loads(core, 'state', bytes, channels, tiled.appendStream, [], [store]) : []),
      ...stores(core, bytes, channels, tiled.appendStream, reads ? [load] : [], [system]), barrier(core, store),
    ];
  }
  if (!tiled.concatenatesCache) return [...stores(core, rows * bytesPerToken, channels, tiled.appendStream, [], [system]), barrier(core, store)];
  const old = pass.batch * (context - pass.queryTokens);
  if (old === 0) return [];
  const concatenation = (first: boolean): Step[] => [
    ...loads(core, 'cache', (old * bytesPerToken) / tensors, channels, tiled.appendStream, first ? [] : [system], [store]),
    issue(store, '', 0, [load], [system]), barrier(core, store, first ? [load] : []),
  ];
  return [...concatenation(true), ...concatenation(false)];
}

import { addAnalyticCost } from './analytic.js';
import type { Cost } from './cost.js';
import { visibleLimit } from './mask.js';
import { block } from './pieces.js';
import type { CostContext, Task } from './task.js';

/**
 * Adds the cost of a task over every step of a decode phase. Counts of cycles jump only at multiples of tile, array and lane sizes; between
 * two jumps every part of the pipeline formula is affine in the context. If the same part binds at both ends of such a run, it binds in
 * between (a maximum of affine functions is convex), and the sum is exactly the mean of both ends times the length; else the run is stepped
 * through. `addEachStep` is the slow and obvious form of the same sum.
 */
export function addSteps(at: CostContext, task: Task, mode: number, sum: readonly Cost[]): void {
  const { pass } = at;
  for (let first = pass.firstContext; first <= pass.lastContext;) {
    const last = Math.min(pass.lastContext, nextJump(at, task, mode, first));
    const steps = last - first + 1;
    if (steps < 3) {
      addEachStep(at, task, mode, first, last, sum);
    } else {
      const before = addAnalyticCost(at, task, mode, first, steps / 2, sum);
      const after = addAnalyticCost(at, task, mode, last, steps / 2, sum);
      if (before !== after) {
        // The binding part changes inside the run, which is rare: take both ends back and step through.
        addAnalyticCost(at, task, mode, first, -steps / 2, sum);
        addAnalyticCost(at, task, mode, last, -steps / 2, sum);
        addEachStep(at, task, mode, first, last, sum);
      }
    }
    first = last + 1;
  }
}

/** The same sum, step by step. */
export function addEachStep(at: CostContext, task: Task, mode: number, first: number, last: number, sum: readonly Cost[]): void {
  for (let context = first; context <= last; context++) addAnalyticCost(at, task, mode, context, 1, sum);
}

/** The last context of the run of affine cost that begins at `first`. */
function nextJump(at: CostContext, task: Task, mode: number, first: number): number {
  const { op } = task;
  const chosen = at.tiled.modes[mode]!;
  let last = Math.min(upTo(first, block), upTo(first, chosen.tileColumns), upTo(first, at.tiled.rowLanes));
  // A reduction counts from its beginning, the columns of the last tile from where that tile begins.
  const lastTile = upTo(first, chosen.tileColumns) - chosen.tileColumns;
  for (let i = 0; i < chosen.jumps.length; i++) last = Math.min(last, upTo(first, chosen.jumps[i]!), lastTile + upTo(first - lastTile, chosen.jumps[i]!));
  if (op.kind === 'scores' || op.kind === 'softmax' || op.kind === 'values') {
    const limit = visibleLimit(op.mask);
    if (first >= limit) return Infinity;
    last = Math.min(last, limit);
  }
  return op.kind === 'cache-append' ? Infinity : last;
}

/** The smallest multiple of `size` that is not below `n`. */
function upTo(n: number, size: number): number {
  return Math.ceil(n / size) * size;
}

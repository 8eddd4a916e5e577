import type { Mapping, MappingNode } from './mapping.js';
import type { Problem } from './problem.js';
import { splitsOf } from './splits.js';
import { divisorsOf, evenPieces } from './tiles.js';

/**
 * Every mapping of the space that `searchOperator` states, without any of its shortcuts: all buffers in all orders, all loops in all places, feasible or not. The slow and obvious
 * reference of the search, for small operators only.
 */
export function* everyMapping(problem: Problem): Iterable<Mapping> {
  const { memories, tensors, sizes, ranks, exchange, loop } = problem;
  const exchangeName = memories[exchange]?.level.name ?? '';
  for (const splits of splitsOf(problem)) {
    const start: MappingNode[] = [];
    const last = tensors.map(({ home }) => (home === 'memory' ? 0 : exchange));
    for (const { name, home } of tensors) if (home === 'held' || home === 'whole') start.push({ kind: 'keep', memory: exchangeName, tensor: name });
    if (loop !== null) start.push({ kind: 'loop', rank: ranks[loop.rank]!, tile: loop.tile });
    for (const { name, home } of tensors) if (home === 'tile') start.push({ kind: 'keep', memory: exchangeName, tensor: name });
    const extents = sizes.map((size, r) => (loop?.rank === r ? Math.min(size, loop.tile) : size));
    yield* grow(problem, start, splits, 0, extents, 0, last);
  }
}

function* grow(problem: Problem, nodes: Mapping, splits: readonly (readonly number[])[], depth: number, extents: readonly number[], looped: number, last: readonly number[]): Iterable<Mapping> {
  const { memories, tensors, ranks, axes } = problem;
  let open = false;
  for (let m = 1; m < memories.length; m++) {
    const { level } = memories[m]!;
    if (memories[m]!.depth !== depth) continue;
    for (let t = 0; t < tensors.length; t++) {
      const { role, name } = tensors[t]!;
      const must = level.keeps.includes(role);
      if (m <= last[t]! || (!must && !level.mayKeep.includes(role))) continue;
      open ||= must;
      if (memories.slice(last[t]! + 1, m).some((between) => between.level.keeps.includes(role))) continue;
      yield* grow(problem, [...nodes, { kind: 'keep', memory: level.name, tensor: name }], splits, depth, extents, looped, last.with(t, m));
    }
  }
  if (!open && depth < axes.length) {
    const way = splits[depth]!;
    const split = way.flatMap((copies, r): MappingNode[] => (copies > 1 ? [{ kind: 'split', fanOut: axes[depth]!.name, rank: ranks[r]!, copies }] : []));
    yield* grow(problem, [...nodes, ...split], splits, depth + 1, extents.map((x, r) => Math.ceil(x / way[r]!)), looped, last);
  } else if (!open) yield nodes;
  for (let r = 0; r < ranks.length; r++) {
    const unit = splits.slice(depth).reduce((product, way) => product * way[r]!, 1);
    const units = Math.ceil(extents[r]! / unit);
    for (const piece of (looped >> r) & 1 || problem.rules.loopPieces === 'dividing' ? divisorsOf(units) : evenPieces(units)) {
      if (piece === units) continue;
      yield* grow(problem, [...nodes, { kind: 'loop', rank: ranks[r]!, tile: piece * unit }], splits, depth, extents.with(r, piece * unit), looped | (1 << r), last);
    }
  }
}

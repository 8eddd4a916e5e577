import type { OpGraph } from '../../../sim/model/op-graph.js';
import { parallelismProblems, type Parallelism } from '../parallelism.js';

/** Every way to share out so many devices as tensor x pipeline x expert that the model can be spread in; more of `tensor` first. */
export function waysToSpread(graph: OpGraph, devices: number, sequence: boolean): readonly Parallelism[] {
  const ways: Parallelism[] = [];
  for (let expert = 1; expert <= devices; expert++) {
    if (devices % expert !== 0) continue;
    for (let pipeline = 1; pipeline <= devices / expert; pipeline++) {
      if ((devices / expert) % pipeline !== 0) continue;
      const way: Parallelism = { tensor: devices / expert / pipeline, pipeline, expert, sequence };
      if (parallelismProblems(graph, way).length === 0) ways.push(way);
    }
  }
  return ways;
}

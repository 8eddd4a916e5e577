import type { OpGraph } from '../../../sim/model/op-graph.js';
import { parallelismProblems, parallelismsOf, type Parallelism } from '../parallelism.js';

/** Every way to share out so many devices that the model can be spread in; more of `tensor` first. */
export function waysToSpread(graph: OpGraph, devices: number, sequence: boolean): readonly Parallelism[] {
  return parallelismsOf(devices, sequence).filter((way) => parallelismProblems(graph, way).length === 0);
}

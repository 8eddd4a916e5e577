import { graphBytes } from '../../sim/model/graph-bytes.js';
import type { OpGraph } from '../../sim/model/op-graph.js';
import type { QuantizationScheme } from '../../sim/model/quantization.js';
import { withSidePaths } from '../side-paths.js';

/** Tensors of a file that its graph does not have, and why. */
export interface OutsideGraph {
  readonly what: string;
  readonly why: string;
  readonly tensors: number;
  readonly bytes: number;
}

/** The bytes of all tensors of a file, and of the weights of its graph: what lies between is listed. */
export interface FileBytes {
  readonly file: number;
  readonly graph: number;
  readonly outside: readonly OutsideGraph[];
}

/** A tensor that is left out, with the reason. */
export interface LeftOut {
  readonly what: string;
  readonly why: string;
  readonly bytes: number;
}

/** Adds up. `file` is the sum over all tensors. */
export function fileBytes(file: number, graph: OpGraph, scheme: QuantizationScheme, left: readonly LeftOut[]): FileBytes {
  const outside = new Map<string, OutsideGraph>();
  for (const { what, why, bytes } of left) {
    const before = outside.get(what) ?? { what, why, tensors: 0, bytes: 0 };
    outside.set(what, { ...before, tensors: before.tensors + 1, bytes: before.bytes + bytes });
  }
  const parts = withSidePaths(graph, scheme);
  const { linear, embedding, small } = graphBytes(parts.graph, parts.scheme);
  return { file, graph: linear + embedding + small, outside: [...outside.values()] };
}

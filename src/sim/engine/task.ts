import type { Architecture, TiledMachine } from '../model/architecture.js';
import type { LayerGroup, Op, OpGraph } from '../model/op-graph.js';
import { weightFormatOf, type QuantizationScheme, type WeightFormat } from '../model/quantization.js';
import type { Pass } from '../model/scenario.js';

/** One op with the elementwise work that follows on its output: what a pipeline runs in one go. */
export interface Task {
  readonly group: LayerGroup;
  readonly op: Op;
  readonly epilogues: readonly Op[];
  readonly format: WeightFormat;
}

/** How one task is costed: the machine, the formats, and the shape of its passes. */
export interface CostContext {
  readonly machine: Architecture;
  readonly tiled: TiledMachine;
  readonly scheme: QuantizationScheme;
  readonly pass: Pass;
}

/** The format of an op's own weights, or the scheme's where it has none. */
export function formatOf(op: Op, scheme: QuantizationScheme): WeightFormat {
  return op.kind === 'linear' ? weightFormatOf(scheme, op.name) : scheme.weights;
}

const none: readonly Op[] = [];

/** The tasks of a graph in execution order, equal layers once. */
export function tasksOf(graph: OpGraph, scheme: QuantizationScheme): Task[] {
  const tasks: Task[] = [];
  for (const group of graph.groups) {
    const ops = group.ops;
    for (let i = 0; i < ops.length;) {
      const op = ops[i++]!;
      let epilogues: Op[] | undefined;
      while (i < ops.length && ops[i]!.epilogue) (epilogues ??= []).push(ops[i++]!);
      tasks.push({ group, op, epilogues: epilogues ?? none, format: formatOf(op, scheme) });
    }
  }
  return tasks;
}

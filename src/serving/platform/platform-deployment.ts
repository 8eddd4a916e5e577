import { tasksOf } from '../../sim/engine/task.js';
import type { OpGraph } from '../../sim/model/op-graph.js';
import type { Deployment } from '../deployment.js';
import { usableLink, type Link } from './link.js';
import { checkParallelism, devicesOf, hiddenSize, isRouted, type Parallelism } from './parallelism.js';
import type { ExpertCounts } from './platform.js';
import { shardedGraph } from './split-graph.js';

/** Bits of a value that devices exchange, at the least: sums are not rounded to the few bits of activations. */
const leastExchangedBits = 16;

/**
 * The same model on several devices that are each like the one of `deployment`; itself on one device. Its graph and tasks are those of one device of a pipeline without
 * stages: all layers, of each the part of that device. So what is done to graphs and tasks of a deployment can be done to these. Throws `InputError` where the model cannot
 * be spread that way, or where nothing can be sent over the link; pointers are under `pointer`.
 */
export function platformDeployment(deployment: Deployment, parallelism: Parallelism, link: Link, pointer?: string): Deployment {
  const { graph: whole, scheme } = deployment;
  checkParallelism(whole, parallelism, pointer);
  if (devicesOf(parallelism) === 1) return deployment;
  const graph = shardedGraph(whole, parallelism);
  return {
    ...deployment, graph, tasks: tasksOf(graph, scheme),
    platform: {
      parallelism, link: usableLink(link, pointer === undefined ? undefined : `${pointer}/link`), hiddenSize: hiddenSize(whole), experts: expertsOf(whole),
      exchangedBytes: Math.max(leastExchangedBits, scheme.activations.bits) / 8,
    },
  };
}

function expertsOf({ groups }: OpGraph): ExpertCounts | null {
  for (const { ops } of groups) for (const op of ops) if (isRouted(op) && 'experts' in op && op.experts !== undefined) return { count: op.experts.count, active: op.experts.active };
  return null;
}
